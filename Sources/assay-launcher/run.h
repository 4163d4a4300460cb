// One supervised run: what supervise.c and finish.c share.
#ifndef ASSAY_RUN_H
#define ASSAY_RUN_H

#include "launcher.h"

enum { HEAD_BYTES = 64 << 10, TAIL_BYTES = 16 << 10 };

// The first and the last bytes of a stream.
struct capture {
  uint8_t head[HEAD_BYTES], tail[TAIL_BYTES];
  unsigned long long total;
};
void capture_add(struct capture *capture, const uint8_t *bytes, size_t count);
size_t capture_head(const struct capture *capture);
size_t capture_tail(const struct capture *capture, uint8_t *ordered);

// Why we ended a run, as the report spells it.
enum {
  REASON_NONE = '-',
  REASON_WALL = 'w',
  REASON_CPU = 'c',
  REASON_MEMORY = 'm',
  REASON_OUTPUT = 'o',
  REASON_STOP = 's',
};

struct run {
  struct options options;
  struct cgroups cgroups;
  struct configuration configuration;
  struct child child;
  struct fixture fixture;
  int slot, signals;
  struct queue from_caller, to_caller, to_harness, to_fixture, status, bwrap_status;
  struct capture output, errors, fixture_errors;
  bool configured, started, done, orphaned, child_reaped, failed, finished, answering;
  bool dismissed;         // the caller has said that it wants no more
  bool answers_end_waits; // the harness's end is not told before the learner's process has started
  uint64_t grace_until;   // 0 unless a process that is ending is given time for it
  int reason, wait_status;
  int child_status; // how our child ended, once it is reaped
  pid_t init; // as seen from here; 0 before bubblewrap has said it
  int init_fd;
  uint64_t configured_at, started_at, sampled_at;
  unsigned long long cpu_ns, peak;
  unsigned long long oom_kills_before; // on the whole machine
  struct refusals refusals;
};

// supervise.c
void run_fail(struct run *run, int kind, const char *format, ...) __attribute__((format(printf, 3, 4)));
void close_end(int *fd);
void answer_for_the_fixture(struct run *run);

// relay.c
void relay_ready(struct run *run, int fd);
void relay_drain(struct run *run);
void relay_status(struct run *run);
void relay_bwrap_status(struct run *run);
void relay_fixture_words(struct run *run, char *text, size_t size);

// finish.c
bool run_shares_processes(const struct run *run);
bool run_prepare_shared(struct run *run);
void run_finish(struct run *run);
void run_sample(struct run *run);

#endif
