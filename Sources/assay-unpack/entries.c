#include "unpack.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

enum { CHUNK = 32 << 10 };

// A walk through one archive.
struct walk {
  struct archive *reader;
  enum format format;
  struct buffer archive;
  const struct bounds *bounds;
  char **wanted;
  size_t packed, entries, total, content_end;
};

static bool is_corrupt(int result) { return result != ARCHIVE_OK && result != ARCHIVE_WARN; }

static void __attribute__((noreturn)) stop_for_error(struct archive *reader) {
  const char *text = archive_error_string(reader);
  stop(text != NULL && strstr(text, "runcated") != NULL ? "truncated" : "corrupt");
}

static char kind_of(struct archive_entry *entry) {
  if (archive_entry_hardlink(entry) != NULL) return 'h';
  if (archive_entry_is_encrypted(entry)) return 'e';
  if (archive_entry_sparse_count(entry) > 0) return 's';
  switch (archive_entry_filetype(entry)) {
  case AE_IFREG: return 'f';
  case AE_IFDIR: return 'd';
  case AE_IFLNK: return 'l';
  default: return 'o';
  }
}

// True for a file that the lab asks for, in whatever folder it lies.
static bool is_wanted(const struct walk *walk, const char *name) {
  size_t length = strlen(name);
  for (char **wanted = walk->wanted; *wanted != NULL; wanted++) {
    size_t tail = strlen(*wanted);
    if (length < tail || strcmp(name + length - tail, *wanted) != 0) continue;
    if (length == tail || name[length - tail - 1] == '/') return true;
  }
  return false;
}

static void count_bytes(struct walk *walk, size_t in_file, size_t count) {
  walk->total += count;
  if (in_file > walk->bounds->file) stop("file");
  if (walk->total > walk->bounds->total) stop("total");
  if (walk->total > walk->bounds->free_total && walk->total / walk->bounds->ratio > walk->packed) stop("ratio");
}

static void read_content(struct walk *walk, bool is_sent) {
  static uint8_t chunk[CHUNK];
  size_t in_file = 0;
  for (;;) {
    la_ssize_t count = archive_read_data(walk->reader, chunk, sizeof chunk);
    if (count == ARCHIVE_RETRY) continue;
    if (count < 0) stop_for_error(walk->reader);
    if (count == 0) break;
    in_file += (size_t)count;
    count_bytes(walk, in_file, (size_t)count);
    if (is_sent) answer_data(chunk, (size_t)count);
  }
  answer_end(in_file);
}

static void read_entry(struct walk *walk, struct archive_entry *entry) {
  if (++walk->entries > walk->bounds->entries) stop("entries");
  const char *name = archive_entry_pathname(entry);
  if (name == NULL) stop("corrupt");
  int64_t size = archive_entry_size_is_set(entry) ? archive_entry_size(entry) : -1;
  char kind = kind_of(entry);
  answer_entry(kind, size, name);
  size_t content = (size_t)archive_filter_bytes(walk->reader, 0);
  if (walk->format == FORMAT_TAR) check_tar_header(walk->archive, walk->content_end, content);
  read_content(walk, kind == 'f' && is_wanted(walk, name));
  walk->content_end = (size_t)archive_filter_bytes(walk->reader, 0);
}

void list_entries(enum format format, struct buffer archive, const struct bounds *bounds, char **wanted) {
  struct walk walk = {.reader = archive_read_new(), .format = format, .archive = archive, .bounds = bounds,
                      .wanted = wanted, .packed = archive.count};
  if (walk.reader == NULL) stop("memory");
  // Only the one format that was recognised: whoever guesses formats can be led.
  if (format == FORMAT_ZIP) archive_read_support_format_zip_seekable(walk.reader);
  if (format == FORMAT_TAR) archive_read_support_format_tar(walk.reader);
  if (is_corrupt(archive_read_open_memory(walk.reader, archive.bytes, archive.count))) {
    stop_for_error(walk.reader);
  }
  struct archive_entry *entry;
  int result;
  while ((result = archive_read_next_header(walk.reader, &entry)) != ARCHIVE_EOF) {
    if (result == ARCHIVE_RETRY) continue;
    if (is_corrupt(result)) stop_for_error(walk.reader);
    read_entry(&walk, entry);
  }
  if (format == FORMAT_TAR) check_tar_end(archive, walk.content_end);
}
