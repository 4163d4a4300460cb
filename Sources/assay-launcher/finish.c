#define _GNU_SOURCE
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

// The end of a run: one path for all causes, and its order matters. Kill, wait until nothing is left, empty
// the pipes, read the counters, remove the groups, report.

void run_sample(struct run *run) {
  if (run->cgroups.version != 0) {
    run->cpu_ns = cgroups_cpu_ns(&run->cgroups);
    cgroups_sample(&run->cgroups);
    return;
  }
  struct sample sample = sample_tree(run->child.pid);
  // A process takes its CPU time with it when it goes; what was once seen stays.
  if (sample.cpu_ns > run->cpu_ns) run->cpu_ns = sample.cpu_ns;
  if (sample.memory > run->peak) run->peak = sample.memory;
}

static void reap_child(struct run *run, unsigned milliseconds) {
  for (unsigned round = 0; !run->child_reaped && round < milliseconds; round++) {
    pid_t ended = waitpid(run->child.pid, &run->child_status, WNOHANG);
    if (ended == run->child.pid || (ended < 0 && errno == ECHILD)) {
      run->child_reaped = true;
      return;
    }
    pause_ms(1);
  }
}

// True where the run's processes are in no namespace of their own, so that nothing takes them all at once.
bool run_shares_processes(const struct run *run) {
  return run->configured && run->configuration.bwrap.length == 0;
}

static uid_t learner(const struct run *run) {
  return run->configuration.own_user ? slot_learner(run->slot) : 0;
}

static bool scratch_path(const struct run *run, char *path, size_t size) {
  struct text scratch = run->configuration.scratch;
  if (scratch.length == 0 || scratch.length > size) return false;
  memcpy(path, scratch.bytes, scratch.length);
  path[scratch.length - 1] = 0;
  return true;
}

// Whoever has this run's user id before the run has begun is left over from one whose launcher was killed.
bool run_prepare_shared(struct run *run) {
  char scratch[PATH_MAX];
  if (!run_shares_processes(run)) return true;
  uid_t user = learner(run);
  if (user > 0 && !user_kill(user)) {
    run_fail(run, KIND_SANDBOX, "processes of an earlier run could not be killed");
    return false;
  }
  if (!scratch_path(run, scratch, sizeof scratch)) return true;
  if (mkdir(scratch, 0700) == 0 && (user == 0 || chown(scratch, user, user) == 0)) return true;
  run_fail(run, KIND_DISK, "cannot make %s: %s", scratch, strerror(errno));
  return false;
}

static bool kill_shared(struct run *run) {
  uid_t user = learner(run);
  bool dead = user == 0 || user_kill(user);
  return session_kill(run->child.pid) && dead;
}

static void remove_remnants(struct run *run) {
  char scratch[PATH_MAX];
  if (!run_shares_processes(run)) return;
  if (scratch_path(run, scratch, sizeof scratch)) tree_remove(scratch);
  if (learner(run) > 0) remnants_remove(learner(run));
}

// Without a control group: the init of the process namespace, whose death the kernel turns into everyone's,
// then bubblewrap. Without a namespace either, our inner step kills its own.
static bool kill_tree(struct run *run) {
  bool shared = run_shares_processes(run);
  if (shared && !run->child_reaped) {
    kill(run->child.pid, SIGTERM);
    reap_child(run, 2000);
  }
  if (run->init > 0) kill(run->init, SIGKILL);
  if (!run->child_reaped) kill(run->child.pid, SIGKILL);
  reap_child(run, 5000);
  if (shared) return kill_shared(run) && run->child_reaped;
  if (run->init_fd < 0) return run->child_reaped;
  struct pollfd gone = {run->init_fd, POLLIN, 0};
  return poll(&gone, 1, 5000) == 1 && run->child_reaped;
}

static bool kill_everything(struct run *run) {
  if (run->cgroups.version == 0) return kill_tree(run);
  // Not yet a member while it is still joining, so by name first.
  if (!run->child_reaped) kill(run->child.pid, SIGKILL);
  bool dead = cgroups_kill(&run->cgroups);
  reap_child(run, 5000);
  if (run_shares_processes(run) && !kill_shared(run)) dead = false;
  return cgroups_kill(&run->cgroups) && dead && run->child_reaped;
}

// Orphans of the run come to us. Where process 1 of the machine buries nobody, as in many containers, they
// would stay as zombies.
static void bury_orphans(void) {
  for (int round = 0; round < 1000; round++) {
    pid_t ended = waitpid(-1, NULL, WNOHANG);
    if (ended < 0) return;
    if (ended == 0) pause_ms(1);
  }
}

static void add_capture(struct queue *report, const struct capture *capture, const char *tags) {
  static uint8_t tail[TAIL_BYTES];
  queue_field(report, tags[0], capture->head, capture_head(capture));
  queue_field(report, tags[1], tail, capture_tail(capture, tail));
  queue_number(report, tags[2], capture->total);
}

static void send_report(struct run *run, uint64_t ended_at) {
  struct queue report = {0};
  char reason = (char)run->reason;
  queue_number(&report, 'w', ended_at > run->started_at ? ended_at - run->started_at : 0);
  queue_number(&report, 'c', run->cpu_ns);
  queue_number(&report, 'm', run->peak);
  queue_field(&report, 'k', &reason, 1);
  if (run->done) queue_number(&report, 's', (unsigned)run->wait_status);
  bool full = cgroups_memory_was_full(&run->cgroups);
  unsigned long long kills = cgroups_oom_kills(&run->cgroups);
  queue_number(&report, 'i', full ? kills : 0);
  queue_number(&report, 'I', full ? 0 : kills);
  // Where no group counts, a SIGKILL during which the machine was out of memory is not held against anybody.
  bool counts = cgroups_controllers(&run->cgroups) & CG_MEMORY;
  queue_number(&report, 'J', counts ? 0 : machine_oom_kills() - run->oom_kills_before);
  queue_number(&report, 'p', run->refusals.own);
  queue_number(&report, 'P', run->refusals.outside);
  add_capture(&report, &run->output, "htn");
  add_capture(&report, &run->errors, "HTN");
  queue_frame(&run->to_caller, OUT_REPORT, report.bytes + report.start, queue_length(&report));
}

// Whoever died without a word is known by how it died: a message is never empty.
static const char *how_the_child_ended(const struct run *run, bool has_words) {
  static char text[96];
  int status = run->child_status;
  if (has_words) return "";
  if (!run->child_reaped) return "its first process was still running";
  if (run->done) return "it ended before it was seen to start";
  if (WIFSIGNALED(status)) {
    snprintf(text, sizeof text, "its first process was killed by signal %d", WTERMSIG(status));
  } else {
    snprintf(text, sizeof text, "its first process ended with code %d and said nothing", WEXITSTATUS(status));
  }
  return text;
}

// Whose fault it is that there is nothing to report.
static void explain(struct run *run) {
  const struct capture *errors = &run->errors;
  int length = (int)(capture_head(errors) > 600 ? 600 : capture_head(errors));
  while (length > 0 && errors->head[length - 1] == '\n') length--;
  if (run->reason == REASON_STOP || run->reason == REASON_OUTPUT) {
    // Asked for, however far the run had come.
    if (!run->started) run->started_at = run->configured_at > 0 ? run->configured_at : now_ns();
  } else if (!run->started && cgroups_oom_kills(&run->cgroups) > 0) {
    run_fail(run, KIND_SANDBOX, "the memory limit is too small to set the sandbox up in");
  } else if (!run->started) {
    run_fail(
        run, KIND_SANDBOX, "the sandbox could not be set up: %.*s%s", length, (const char *)errors->head,
        how_the_child_ended(run, length > 0));
  } else if (!run->done && run->reason == REASON_NONE && cgroups_oom_kills(&run->cgroups) == 0) {
    run_fail(run, KIND_SANDBOX, "the sandbox's first process died");
  }
}

static void take_figures(struct run *run) {
  if (run->cgroups.version == 0) return;
  run_sample(run);
  run->peak = cgroups_peak(&run->cgroups);
}

void run_finish(struct run *run) {
  if (run->cgroups.version == 0 && run->started && !run->child_reaped) run_sample(run);
  // Before the end, which may forbid new processes.
  run->refusals = cgroups_process_refusals(&run->cgroups);
  bool dead = kill_everything(run);
  uint64_t ended_at = now_ns();
  relay_drain(run);
  answer_for_the_fixture(run);
  fixture_end(&run->fixture);
  bury_orphans();
  remove_remnants(run);
  take_figures(run);
  if (!dead) run_fail(run, KIND_SANDBOX, "some process of the run could not be killed");
  if (!run->failed) explain(run);
  if (!run->failed) send_report(run, ended_at);
  cgroups_remove(&run->cgroups);
  if (run->orphaned) return;
  fcntl(STDOUT_FILENO, F_SETFL, 0);
  queue_flush(&run->to_caller, STDOUT_FILENO);
}
