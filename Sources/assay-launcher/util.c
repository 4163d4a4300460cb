#define _GNU_SOURCE
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

uint64_t now_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

void pause_ms(unsigned milliseconds) {
  struct timespec time = {milliseconds / 1000, (long)(milliseconds % 1000) * 1000000};
  nanosleep(&time, NULL);
}

bool read_at(int fd, char *buffer, size_t size) {
  ssize_t count = pread(fd, buffer, size - 1, 0);
  buffer[count > 0 ? count : 0] = 0;
  return count >= 0;
}

bool read_small_file(const char *path, char *buffer, size_t size) {
  buffer[0] = 0;
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  bool ok = read_at(fd, buffer, size);
  close(fd);
  return ok;
}

bool write_small_file(const char *path, const char *text) {
  int fd = open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return false;
  ssize_t count = write(fd, text, strlen(text));
  int saved = errno;
  close(fd);
  errno = saved;
  return count == (ssize_t)strlen(text);
}

bool write_number_file(const char *directory, const char *name, unsigned long long number) {
  char path[PATH_MAX + 64], text[32];
  snprintf(path, sizeof path, "%s/%s", directory, name);
  snprintf(text, sizeof text, "%llu", number);
  return write_small_file(path, text);
}

bool write_all(int fd, const void *bytes, size_t count) {
  const char *position = bytes;
  while (count > 0) {
    ssize_t written = write(fd, position, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    position += written;
    count -= (size_t)written;
  }
  return true;
}

bool read_all(int fd, void *bytes, size_t count) {
  char *position = bytes;
  while (count > 0) {
    ssize_t got = read(fd, position, count);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    position += got;
    count -= (size_t)got;
  }
  return true;
}

// Field 22 of /proc/PID/stat. The second field holds a name that may itself hold spaces and brackets.
unsigned long long start_time_of(pid_t pid) {
  char path[64], text[1024];
  snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
  if (!read_small_file(path, text, sizeof text)) return 0;
  char *position = strrchr(text, ')');
  if (position == NULL) return 0;
  for (int field = 2; field < 22 && position != NULL; field++) {
    position = strchr(position + 1, ' ');
  }
  return position == NULL ? 0 : strtoull(position + 1, NULL, 10);
}

// For the processes between fork and exec: says on the status pipe what failed, and ends.
void die(int kind, const char *format, ...) {
  int saved = errno;
  char text[1024];
  enum { HEADER = 4, ROOM = sizeof text - HEADER };
  va_list arguments;
  va_start(arguments, format);
  errno = saved;
  int length = vsnprintf(text + HEADER, ROOM, format, arguments);
  va_end(arguments);
  if (length < 0) length = 0;
  if (length > ROOM - 1) length = ROOM - 1;
  text[0] = STATUS_ERROR;
  text[1] = (char)kind;
  text[2] = (char)(length & 255);
  text[3] = (char)(length >> 8);
  write_all(FD_STATUS, text, (size_t)length + HEADER);
  _exit(125);
}
