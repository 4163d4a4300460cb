#include "unpack.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A longer name is refused by the other side, which needs no more of it to say so.
enum { MAX_NAME = 4096 };

static FILE *answers;

void answer_open(int fd) {
  answers = fdopen(fd, "w");
  if (answers == NULL) exit(1);
}

static void hexadecimal(const uint8_t *bytes, size_t count) {
  static const char digits[] = "0123456789abcdef";
  for (size_t index = 0; index < count; index++) {
    putc_unlocked(digits[bytes[index] >> 4], answers);
    putc_unlocked(digits[bytes[index] & 15], answers);
  }
}

void answer_ready(void) {
  fputs("ready\n", answers);
  fflush(answers);
}

void answer_entry(char kind, int64_t size, const char *name) {
  fprintf(answers, "entry %c %" PRId64 " ", kind, size);
  hexadecimal((const uint8_t *)name, strnlen(name, MAX_NAME));
  putc_unlocked('\n', answers);
}

void answer_data(const uint8_t *bytes, size_t count) {
  fputs("data ", answers);
  hexadecimal(bytes, count);
  putc_unlocked('\n', answers);
}

void answer_end(size_t bytes) { fprintf(answers, "end %zu\n", bytes); }

void answer_done(void) {
  fputs("done\n", answers);
  fflush(answers);
}

void stop(const char *reason) {
  fprintf(answers, "stop %s\n", reason);
  fflush(answers);
  exit(0);
}
