#define _GNU_SOURCE
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// The supervisor's loop: frames in, frames out, clocks and counters.

enum {
  TICK_MS = 20,
  SAMPLE_MS = 50,                  // without control groups a look costs a walk through /proc
  SETUP_MS = 20000,                // a sandbox that takes longer to set up is ours to answer for
  MAX_FRAME = 64 << 20,
  MAX_WAITING = 1 << 20,           // bytes to the caller before we stop reading the learner
  GRACE_MS = 500,                  // for a process that has closed its end to be gone by itself
  LAST_QUESTIONS_MS = 20000,       // for the caller to ask the fixture server what it saw
  OUR_PROCESSES = 2,               // bubblewrap and the init count against the limit too
};

void close_end(int *fd) {
  if (*fd >= 0) close(*fd);
  *fd = -1;
}

void run_fail(struct run *run, int kind, const char *format, ...) {
  char text[1200];
  if (run->failed) return;
  run->failed = true;
  text[0] = (char)kind;
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(text + 1, sizeof text - 1, format, arguments);
  va_end(arguments);
  if (length > (int)sizeof text - 2) length = (int)sizeof text - 2;
  queue_frame(&run->to_caller, OUT_ERROR, text, (size_t)(length > 0 ? length : 0) + 1);
}

static void end(struct run *run, int reason) {
  if (run->reason == REASON_NONE && !run->done) run->reason = reason;
  run->finished = true;
}

// The caller wants no more. A process that has closed its end of the dialogue is most likely ending, and how
// it ends is worth the wait: killed a moment too early, its exit code would be lost.
static void conclude(struct run *run) {
  if (run->child.answers >= 0) return end(run, REASON_STOP);
  if (run->grace_until == 0) run->grace_until = now_ns() + GRACE_MS * 1000000ull;
}

static void handle_kill(struct run *run, char how) {
  run->dismissed = true;
  if (run->answering) return end(run, REASON_NONE);
  if (how == 'e') return conclude(run);
  end(run, how == 'o' ? REASON_OUTPUT : REASON_STOP);
}

// The child learns its run after the limits stand and the network is there.
static void hand_over(struct run *run, const uint8_t *bytes, size_t count) {
  const struct configuration *configuration = &run->configuration;
  bool private_network = configuration->bwrap.length > 0;
  if (configuration->own_user && run->slot == NO_SLOT) {
    return run_fail(run, KIND_SANDBOX, "no user id is free for this run");
  }
  if (!run_prepare_shared(run)) return;
  char reason[256];
  if (!limits_suffice(configuration, reason, sizeof reason)) {
    return run_fail(run, KIND_LIMIT, "%s", reason);
  }
  run->oom_kills_before = machine_oom_kills();
  if (!cgroups_limit(&run->cgroups, configuration->memory, configuration->processes + OUR_PROCESSES)) {
    return run_fail(run, KIND_SANDBOX, "cannot limit the control group: %s", strerror(errno));
  }
  if (configuration->fixture.length > 0 &&
      !fixture_start(&run->fixture, configuration->fixture, private_network, run->slot)) {
    char words[600];
    relay_fixture_words(run, words, sizeof words);
    return run_fail(run, KIND_FIXTURE, "the fixture server could not be started: %s", words);
  }
  int32_t header[2] = {run->fixture.pid, (int32_t)count};
  if (!write_all(run->child.configuration, header, sizeof header) ||
      !write_all(run->child.configuration, bytes, count)) {
    // The child has said why on the status pipe.
    relay_drain(run);
    return run_fail(run, KIND_SANDBOX, "the run's child process died");
  }
  close_end(&run->child.configuration);
}

static void configure(struct run *run, const uint8_t *bytes, size_t count) {
  uint8_t *copy = malloc(count + 1);
  if (copy == NULL) return run_fail(run, KIND_SANDBOX, "out of memory");
  memcpy(copy, bytes, count);
  if (run->configured || !configuration_parse(&run->configuration, copy, count)) {
    return run_fail(run, KIND_SANDBOX, "the run's configuration is malformed");
  }
  run->configured = true;
  run->configured_at = now_ns();
  hand_over(run, copy, count);
}

static void handle_frame(struct run *run, char type, const uint8_t *bytes, size_t count) {
  switch (type) {
  case IN_CONFIGURATION: return configure(run, bytes, count);
  case IN_HARNESS:
    if (run->child.questions >= 0) queue_append(&run->to_harness, bytes, count);
    break;
  case IN_FIXTURE:
    if (run->fixture.input >= 0) queue_append(&run->to_fixture, bytes, count);
    break;
  case IN_KILL: return handle_kill(run, count > 0 ? (char)bytes[0] : 0);
  default: return run_fail(run, KIND_SANDBOX, "unknown frame");
  }
  if (queue_length(&run->to_harness) > MAX_FRAME || queue_length(&run->to_fixture) > MAX_FRAME) {
    run_fail(run, KIND_SANDBOX, "more is sent to the run than it reads");
  }
}

static void handle_frames(struct run *run) {
  struct queue *queue = &run->from_caller;
  while (queue_length(queue) >= 5 && !run->finished && !run->failed) {
    const uint8_t *header = queue->bytes + queue->start;
    size_t count = header[1] | (size_t)header[2] << 8 | (size_t)header[3] << 16 | (size_t)header[4] << 24;
    if (count > MAX_FRAME) return run_fail(run, KIND_SANDBOX, "a frame is too long");
    if (queue_length(queue) < 5 + count) return;
    handle_frame(run, (char)header[0], header + 5, count);
    queue_drop(queue, 5 + count);
  }
}

// The end of our stdin is the caller's death, or its way to say that this launcher is not needed.
static void read_caller(struct run *run) {
  static uint8_t buffer[65536];
  ssize_t count = read(STDIN_FILENO, buffer, sizeof buffer);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (count <= 0) {
    run->orphaned = true;
    return end(run, REASON_STOP);
  }
  queue_append(&run->from_caller, buffer, (size_t)count);
  handle_frames(run);
}

static void read_signals(struct run *run) {
  struct signalfd_siginfo info;
  while (read(run->signals, &info, sizeof info) == sizeof info) {
    if (info.ssi_signo != SIGCHLD) {
      run->orphaned = true;
      end(run, REASON_STOP);
    }
  }
  if (waitpid(run->child.pid, &run->child_status, WNOHANG) == run->child.pid) {
    run->child_reaped = true;
    // What it had to say about its end is still in the status pipe; finishing reads it.
    run->finished = true;
  }
}

static void check_limits(struct run *run) {
  const struct configuration *limits = &run->configuration;
  uint64_t now = now_ns(), pause = (run->cgroups.version == 0 ? SAMPLE_MS : TICK_MS) * 1000000ull;
  if (run->done) return end(run, REASON_NONE);
  if (run->grace_until > 0 && now > run->grace_until) return end(run, REASON_STOP);
  if (!run->configured) return;
  if (!run->started) {
    if (now - run->configured_at > SETUP_MS * 1000000ull) {
      run_fail(run, KIND_SANDBOX, "the sandbox took more than %d seconds to set up", SETUP_MS / 1000);
    }
    return;
  }
  if (run->output.total + run->errors.total > limits->output) return end(run, REASON_OUTPUT);
  if (now - run->started_at > limits->wall_ms * 1000000ull) return end(run, REASON_WALL);
  if (now - run->sampled_at < pause / 2) return;
  run->sampled_at = now;
  run_sample(run);
  if (run->cpu_ns > limits->cpu_ms * 1000000ull) return end(run, REASON_CPU);
  if (cgroups_oom_kills(&run->cgroups) > 0) return end(run, REASON_MEMORY);
  if (run->cgroups.version == 0 && run->peak > limits->memory) end(run, REASON_MEMORY);
}

enum { POLLED = 12 };

static int add_poll(struct pollfd *polled, int count, int fd, short events) {
  if (fd < 0) return count;
  polled[count] = (struct pollfd){fd, events, 0};
  return count + 1;
}

static int collect(struct run *run, struct pollfd *polled) {
  bool room = queue_length(&run->to_caller) < MAX_WAITING;
  int count = 0;
  count = add_poll(polled, count, STDIN_FILENO, POLLIN);
  count = add_poll(polled, count, run->signals, POLLIN);
  if (queue_length(&run->to_caller) > 0) count = add_poll(polled, count, STDOUT_FILENO, POLLOUT);
  if (queue_length(&run->to_harness) > 0) count = add_poll(polled, count, run->child.questions, POLLOUT);
  if (queue_length(&run->to_fixture) > 0) count = add_poll(polled, count, run->fixture.input, POLLOUT);
  if (room) count = add_poll(polled, count, run->child.answers, POLLIN);
  if (room) count = add_poll(polled, count, run->fixture.output, POLLIN);
  count = add_poll(polled, count, run->child.output, POLLIN);
  count = add_poll(polled, count, run->child.errors, POLLIN);
  count = add_poll(polled, count, run->child.status, POLLIN);
  count = add_poll(polled, count, run->child.bwrap_status, POLLIN);
  return add_poll(polled, count, run->fixture.errors, POLLIN);
}

static void flush_all(struct run *run) {
  if (!queue_flush(&run->to_caller, STDOUT_FILENO)) {
    run->orphaned = true;
    end(run, REASON_STOP);
  }
  if (run->child.questions >= 0 && !queue_flush(&run->to_harness, run->child.questions)) {
    close_end(&run->child.questions);
    queue_drop(&run->to_harness, queue_length(&run->to_harness));
  }
  if (run->fixture.input >= 0 && !queue_flush(&run->to_fixture, run->fixture.input)) {
    close_end(&run->fixture.input);
    queue_drop(&run->to_fixture, queue_length(&run->to_fixture));
  }
}

static void supervise(struct run *run) {
  while (!run->finished && !run->failed) {
    struct pollfd polled[POLLED];
    int count = collect(run, polled);
    int ready = poll(polled, (nfds_t)count, run->configured ? TICK_MS : -1);
    for (int index = 0; ready > 0 && index < count && !run->failed; index++) {
      if (polled[index].revents == 0) continue;
      if (polled[index].fd == STDIN_FILENO) {
        read_caller(run);
      } else if (polled[index].fd == run->signals) {
        read_signals(run);
      } else {
        relay_ready(run, polled[index].fd);
      }
    }
    flush_all(run);
    check_limits(run);
  }
}

// The learner's processes are dead, by whatever cause, and the caller may not have asked what the fixture server
// saw: without this, a program could take its own trace away by ending.
void answer_for_the_fixture(struct run *run) {
  uint64_t until = now_ns() + LAST_QUESTIONS_MS * 1000000ull;
  if (run->fixture.pid <= 0 || run->fixture.output < 0 || run->dismissed || run->orphaned) return;
  int reason = run->reason;
  run->answering = true;
  run->finished = false;
  handle_frames(run); // what had come before the end
  while (!run->finished && !run->failed && run->fixture.output >= 0 && now_ns() < until) {
    struct pollfd polled[POLLED];
    int count = collect(run, polled);
    int ready = poll(polled, (nfds_t)count, TICK_MS);
    for (int index = 0; ready > 0 && index < count && !run->failed; index++) {
      if (polled[index].revents == 0) continue;
      if (polled[index].fd == STDIN_FILENO) read_caller(run);
      else if (polled[index].fd == run->signals) read_signals(run);
      else relay_ready(run, polled[index].fd);
    }
    flush_all(run);
  }
  run->finished = true;
  run->reason = reason;
}

static int open_signals(void) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGCHLD);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGHUP);
  sigprocmask(SIG_BLOCK, &signals, NULL);
  signal(SIGPIPE, SIG_IGN);
  return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

// Nothing of the caller's survives in us but its two pipes. What else it left open is closed at every exec
// from here; it is not closed now because Foundation learns of our end by one of these descriptors.
static void leave_the_caller(void) {
  reset_signals();
  setsid();
  clearenv();
  if (chdir("/") != 0) _exit(125);
  umask(022);
  limits_raise();
  syscall(SYS_close_range, 3u, ~0u, 1u << 2);
  setpriority(PRIO_PROCESS, 0, -20);
  prctl(PR_SET_CHILD_SUBREAPER, 1);
}

static void send_ready(struct run *run) {
  char text[96];
  int length = snprintf(
      text, sizeof text, "cgroups=%d controllers=%u slot=%d", run->cgroups.version,
      cgroups_controllers(&run->cgroups), run->slot);
  queue_frame(&run->to_caller, OUT_READY, text, (size_t)length);
}

int supervise_main(const struct options *options) {
  static struct run run;
  char reason[PATH_MAX + 128];
  leave_the_caller();
  run.options = *options;
  run.reason = REASON_NONE;
  run.init_fd = run.fixture.input = run.fixture.output = run.fixture.errors = -1;
  run.cgroups.cpu_fd = run.cgroups.oom_fd = run.cgroups.current_fd = -1;
  run.signals = open_signals();
  run.slot = geteuid() == 0 ? slot_take() : NO_SLOT;
  fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK);
  fcntl(STDOUT_FILENO, F_SETFL, O_NONBLOCK);
  static const struct configuration nothing;
  if (!limits_suffice(&nothing, reason, sizeof reason)) {
    run_fail(&run, KIND_LIMIT, "%s", reason);
    return queue_flush(&run.to_caller, STDOUT_FILENO) ? 0 : 1;
  }
  if (options->use_cgroups && !cgroups_create(&run.cgroups, options->cgroup_base, reason, sizeof reason)) {
    run_fail(&run, KIND_SANDBOX, "%s", reason);
    return queue_flush(&run.to_caller, STDOUT_FILENO) ? 0 : 1;
  }
  if (!child_fork(&run.child, &run.cgroups, run.slot)) {
    run_fail(&run, KIND_SANDBOX, "cannot start a process: %s", strerror(errno));
    cgroups_remove(&run.cgroups);
    return queue_flush(&run.to_caller, STDOUT_FILENO) ? 0 : 1;
  }
  send_ready(&run);
  supervise(&run);
  run_finish(&run);
  return 0;
}
