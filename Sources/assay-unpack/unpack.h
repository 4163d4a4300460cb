// What the parts of the unpacker know of one another. main.c holds the theory of operation.
#ifndef ASSAY_UNPACK_H
#define ASSAY_UNPACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Bounds of real, decompressed bytes.
struct bounds {
  size_t entries, file, total, free_total, ratio;
};

struct buffer {
  uint8_t *bytes;
  size_t count;
};

// answer.c: one line for each thing that was found.
void answer_open(int fd);
void answer_ready(void);
void answer_entry(char kind, int64_t size, const char *name);
void answer_data(const uint8_t *bytes, size_t count);
void answer_end(size_t bytes);
void answer_done(void);
void stop(const char *reason) __attribute__((noreturn));

// gzip.c
struct buffer gunzip(struct buffer packed, const struct bounds *bounds);

// entries.c
enum format { FORMAT_ZIP, FORMAT_TAR };
void list_entries(enum format format, struct buffer archive, const struct bounds *bounds, char **wanted);

// tar.c
void check_tar_header(struct buffer tar, size_t start, size_t end);
void check_tar_end(struct buffer tar, size_t end);

#endif
