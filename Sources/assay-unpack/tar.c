#include "unpack.h"

#include <string.h>

// What libarchive does not tell of a tar file: bytes behind its end, an end that is missing, and extended
// headers (pax and GNU) in which a name goes on behind a NUL.

enum { BLOCK = 512, SIZE_AT = 124, SIZE_DIGITS = 11, TYPE_AT = 156, MAX_EXTENDED = 64 << 10 };

// The size that a header gives in octal digits; other forms are for sizes that no such header may have.
static size_t octal(const uint8_t *digits) {
  size_t value = 0;
  for (int index = 0; index < SIZE_DIGITS; index++) {
    if (digits[index] == ' ' || digits[index] == 0) continue;
    if (digits[index] < '0' || digits[index] > '7') return SIZE_MAX;
    value = value * 8 + (size_t)(digits[index] - '0');
  }
  return value;
}

// A GNU long name ends with one NUL or more; a pax record holds none at all.
static bool hides_something(const uint8_t *bytes, size_t count, bool is_text) {
  if (is_text) {
    while (count > 0 && bytes[count - 1] == 0) count--;
  }
  return memchr(bytes, 0, count) != NULL;
}

// Looks at the headers from `start` to `end`, which belong to one entry and are followed by its content.
void check_tar_header(struct buffer tar, size_t start, size_t end) {
  if (end > tar.count) end = tar.count;
  size_t at = (start + BLOCK - 1) / BLOCK * BLOCK;
  while (at + BLOCK <= end) {
    const uint8_t *header = tar.bytes + at;
    char type = (char)header[TYPE_AT];
    at += BLOCK;
    if (memchr("xgXLK", type, 5) == NULL) continue;
    size_t size = octal(header + SIZE_AT);
    if (size > MAX_EXTENDED) stop("header");
    if (at + size > end) stop("corrupt");
    if (hides_something(tar.bytes + at, size, type == 'L' || type == 'K')) stop("nul");
    at += (size + BLOCK - 1) / BLOCK * BLOCK;
  }
}

static bool is_empty(const uint8_t *bytes, size_t count) {
  for (size_t index = 0; index < count; index++) {
    if (bytes[index] != 0) return false;
  }
  return true;
}

// An archive ends with two empty blocks, and with padding of empty blocks behind them.
void check_tar_end(struct buffer tar, size_t end) {
  size_t at = (end + BLOCK - 1) / BLOCK * BLOCK;
  if (tar.count < at + 2 * BLOCK) stop("truncated");
  if (!is_empty(tar.bytes + at, tar.count - at)) stop("trailing");
}
