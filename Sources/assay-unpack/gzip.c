#include "unpack.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

// Inflates one gzip member, which must be all that there is: libarchive passes over what follows a member in
// silence, so one archive could be two things to two readers.

enum { FIRST_CAPACITY = 1 << 20, GZIP_ONLY = 31, TAR_BLOCK = 512 };

// What a tar file needs beyond the content of its files: a header and padding for each, and a few more.
static size_t overhead(const struct bounds *bounds) { return (bounds->entries + 64) * 4 * TAR_BLOCK; }

static void grow(struct buffer *out, size_t *capacity, size_t most) {
  if (out->count < *capacity) return;
  if (*capacity >= most) stop("total");
  *capacity = *capacity * 2 < most ? *capacity * 2 : most;
  uint8_t *bytes = realloc(out->bytes, *capacity);
  if (bytes == NULL) stop("memory");
  out->bytes = bytes;
}

static void check_ratio(size_t packed, size_t unpacked, const struct bounds *bounds) {
  if (unpacked > bounds->free_total && unpacked / bounds->ratio > packed) stop("ratio");
}

struct buffer gunzip(struct buffer packed, const struct bounds *bounds) {
  size_t most = bounds->total + overhead(bounds), capacity = FIRST_CAPACITY;
  struct buffer out = {malloc(capacity), 0};
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (out.bytes == NULL || inflateInit2(&stream, GZIP_ONLY) != Z_OK) stop("memory");
  stream.next_in = packed.bytes;
  stream.avail_in = (uInt)packed.count;
  int result = Z_OK;
  while (result != Z_STREAM_END) {
    grow(&out, &capacity, most);
    size_t room = capacity - out.count;
    stream.next_out = out.bytes + out.count;
    stream.avail_out = (uInt)room;
    result = inflate(&stream, Z_NO_FLUSH);
    out.count += room - stream.avail_out;
    check_ratio(packed.count, out.count, bounds);
    if (result == Z_BUF_ERROR && stream.avail_in == 0) stop("truncated");
    if (result == Z_MEM_ERROR) stop("memory");
    if (result != Z_OK && result != Z_STREAM_END) stop("corrupt");
  }
  if (stream.avail_in > 0) stop("trailing");
  inflateEnd(&stream);
  free(packed.bytes);
  return out;
}
