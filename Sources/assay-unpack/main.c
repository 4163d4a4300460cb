// assay-unpack: tells what is in an archive that a stranger made.
//
// THEORY OF OPERATION. The parsers of archive formats are C and read hostile bytes, so they run here, in a
// process that the launcher confines like a learner's: no network, no file of the host but the system's
// libraries, bounded memory and time. If a parser is broken into, there is nothing here worth having, and all that
// can be said from here is lines, which the other side believes no more than the archive itself.
//
// 1. The whole archive comes through descriptor 3; its length is an argument. Nothing is opened, no file is made.
// 2. A gzip member is inflated into memory (gzip.c), under the bounds.
// 3. libarchive walks through the entries (entries.c); tar.c looks at what libarchive does not tell.
// 4. Answers go to descriptor 4 as lines:
//
//      ready                     before the first byte is read: the program and its libraries work
//      entry KIND SIZE NAME      KIND one letter, SIZE -1 where it is not known, NAME in hexadecimal digits
//      data BYTES                in hexadecimal digits, for files that were asked for
//      end COUNT                 the bytes that the entry really had
//      stop REASON               the archive is refused; the last line
//      done                      everything was read; the last line
//
// What may be in an archive is decided on the other side. Here are only the bounds without which
// decompressing does not end.

#include "unpack.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FD_ARCHIVE = 3, FD_ANSWERS = 4, FIRST_WANTED = 8 };

static int usage(void) {
  fputs("assay-unpack is started by assay, in a sandbox.\n"
        "usage: assay-unpack zip|tar|tar.gz LENGTH ENTRIES FILE-BYTES TOTAL-BYTES FREE-BYTES RATIO [FILE...]\n",
        stderr);
  return 64;
}

static struct buffer read_archive(size_t length) {
  struct buffer archive = {malloc(length + 1), 0};
  if (archive.bytes == NULL) stop("memory");
  while (archive.count < length) {
    ssize_t count = read(FD_ARCHIVE, archive.bytes + archive.count, length - archive.count);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) exit(1);
    archive.count += (size_t)count;
  }
  return archive;
}

static size_t number(const char *text) { return (size_t)strtoull(text, NULL, 10); }

int main(int count, char **arguments) {
  if (count < FIRST_WANTED) return usage();
  const char *format = arguments[1];
  struct bounds bounds = {.entries = number(arguments[3]),
                          .file = number(arguments[4]),
                          .total = number(arguments[5]),
                          .free_total = number(arguments[6]),
                          .ratio = number(arguments[7])};
  // Names pass as the bytes they are: in another locale libarchive would change them.
  if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) return 1;
  answer_open(FD_ANSWERS);
  answer_ready();
  struct buffer archive = read_archive(number(arguments[2]));
  if (strcmp(format, "zip") == 0) {
    list_entries(FORMAT_ZIP, archive, &bounds, arguments + FIRST_WANTED);
  } else if (strcmp(format, "tar") == 0) {
    list_entries(FORMAT_TAR, archive, &bounds, arguments + FIRST_WANTED);
  } else if (strcmp(format, "tar.gz") == 0) {
    struct buffer tar = gunzip(archive, &bounds);
    list_entries(FORMAT_TAR, tar, &bounds, arguments + FIRST_WANTED);
  } else {
    return usage();
  }
  answer_done();
  return 0;
}
