#include "launcher.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

size_t queue_length(const struct queue *queue) { return queue->end - queue->start; }

static void reserve(struct queue *queue, size_t count) {
  if (queue->start > 0 && queue->end + count > queue->capacity) {
    memmove(queue->bytes, queue->bytes + queue->start, queue_length(queue));
    queue->end -= queue->start;
    queue->start = 0;
  }
  if (queue->end + count <= queue->capacity) return;
  size_t capacity = queue->capacity < 4096 ? 4096 : queue->capacity;
  while (capacity < queue->end + count) capacity *= 2;
  uint8_t *bytes = realloc(queue->bytes, capacity);
  // Without memory nothing can be supervised; our end takes the whole run with it.
  if (bytes == NULL) abort();
  queue->bytes = bytes;
  queue->capacity = capacity;
}

void queue_append(struct queue *queue, const void *bytes, size_t count) {
  if (count == 0) return;
  reserve(queue, count);
  memcpy(queue->bytes + queue->end, bytes, count);
  queue->end += count;
}

void queue_drop(struct queue *queue, size_t count) {
  queue->start += count;
  if (queue->start == queue->end) queue->start = queue->end = 0;
}

// Writes what the descriptor takes now. False once it will never take anything again.
bool queue_flush(struct queue *queue, int fd) {
  while (queue_length(queue) > 0) {
    ssize_t count = write(fd, queue->bytes + queue->start, queue_length(queue));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno == EAGAIN;
    queue_drop(queue, (size_t)count);
  }
  return true;
}

static void append_header(struct queue *queue, char type, size_t count) {
  uint8_t header[5] = {(uint8_t)type, (uint8_t)count, (uint8_t)(count >> 8), (uint8_t)(count >> 16),
                       (uint8_t)(count >> 24)};
  queue_append(queue, header, sizeof header);
}

void queue_frame(struct queue *queue, char type, const void *bytes, size_t count) {
  append_header(queue, type, count);
  queue_append(queue, bytes, count);
}

void queue_field(struct queue *queue, char tag, const void *bytes, size_t count) {
  queue_frame(queue, tag, bytes, count);
}

void queue_number(struct queue *queue, char tag, unsigned long long number) {
  char text[32];
  int length = snprintf(text, sizeof text, "%llu", number);
  queue_frame(queue, tag, text, (size_t)length);
}
