// The launcher's readers of bytes for libFuzzer: configurations, lists of strings, frames in a queue.
#include "launcher.h"

#include <stdlib.h>
#include <string.h>

static void require(bool condition) {
  if (!condition) abort();
}

static bool is_inside(struct text text, const uint8_t *bytes, size_t count) {
  if (text.length == 0) return true;
  const uint8_t *start = (const uint8_t *)text.bytes;
  return start >= bytes && start + text.length <= bytes + count;
}

static void check_strings(struct text text) {
  char *strings[8];
  int count = split_strings(text, strings, 8);
  require(count < 8);
  for (int index = 0; index < count; index++) {
    require(is_inside((struct text){strings[index], strlen(strings[index]) + 1}, (const uint8_t *)text.bytes, text.length));
  }
}

static void check_queue(const uint8_t *bytes, size_t count) {
  struct queue queue = {0};
  size_t expected = 0;
  for (size_t position = 0; position < count; position++) {
    size_t length = bytes[position] * 64u;
    if (bytes[position] & 1) {
      size_t dropped = length < expected ? length : expected;
      queue_drop(&queue, dropped);
      expected -= dropped;
    } else {
      size_t piece = length < count ? length : count;
      queue_append(&queue, bytes, piece);
      expected += piece;
    }
    require(queue_length(&queue) == expected);
  }
  free(queue.bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
  // A copy of the exact size, so that a read beyond it is seen.
  uint8_t *copy = malloc(count > 0 ? count : 1);
  memcpy(copy, bytes, count);
  static struct configuration configuration;
  if (configuration_parse(&configuration, copy, count)) {
    require(is_inside(configuration.program, copy, count) && configuration.program.length > 0);
    require(configuration.data_count >= 0 && configuration.data_count <= MAX_DATA);
    for (int index = 0; index < configuration.data_count; index++) {
      require(is_inside(configuration.data[index], copy, count));
    }
    check_strings(configuration.environment);
    check_strings(configuration.bwrap_arguments);
  }
  check_strings((struct text){(const char *)copy, count});
  check_queue(copy, count);
  free(copy);
  return 0;
}
