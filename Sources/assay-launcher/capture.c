#include "run.h"

#include <string.h>

void capture_add(struct capture *capture, const uint8_t *bytes, size_t count) {
  for (size_t index = 0; index < count; index++, capture->total++) {
    if (capture->total < HEAD_BYTES) {
      capture->head[capture->total] = bytes[index];
    } else {
      capture->tail[(capture->total - HEAD_BYTES) % TAIL_BYTES] = bytes[index];
    }
  }
}

size_t capture_head(const struct capture *capture) {
  return capture->total < HEAD_BYTES ? (size_t)capture->total : HEAD_BYTES;
}

// The last bytes behind the head, in order.
size_t capture_tail(const struct capture *capture, uint8_t *ordered) {
  if (capture->total <= HEAD_BYTES) return 0;
  unsigned long long behind = capture->total - HEAD_BYTES;
  if (behind <= TAIL_BYTES) {
    memcpy(ordered, capture->tail, (size_t)behind);
    return (size_t)behind;
  }
  size_t oldest = (size_t)(behind % TAIL_BYTES);
  memcpy(ordered, capture->tail + oldest, TAIL_BYTES - oldest);
  memcpy(ordered + TAIL_BYTES - oldest, capture->tail, oldest);
  return TAIL_BYTES;
}
