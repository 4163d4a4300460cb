#define _GNU_SOURCE
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// The inner step: process 1 of the sandbox, and from it the learner's process.
//
// It is ours because of two things that bubblewrap's own init does not do: it reports the exact wait status,
// and it makes itself unreadable, so that nothing of process 1 can be seen or written in the rootless tier,
// where the learner has the same user id. It ends as soon as the learner's process has ended; the kernel then
// kills everything else in the process namespace.
//
// Without a process namespace (tiers `process` and `none`) it is an ordinary process that adopts orphans and, at
// the end, kills all that is of the run: see remnants.c. It then also does what bubblewrap does elsewhere: puts
// up a barrier (Landlock) and installs the filter.

enum { MAX_RULES = 64, MAX_FILTER = 4096 * 8 };

struct inner {
  long user;
  unsigned long long files, size, cpu, processes, data, filter, barrier;
  const char *rules[MAX_RULES];
  int rule_count;
};

static bool begins(const char *text, const char *start) { return strncmp(text, start, strlen(start)) == 0; }

static void parse(struct inner *inner, const char *argument) {
  const char *value = strchr(argument, '=');
  if (value == NULL) die(KIND_SANDBOX, "the inner step does not know '%s'", argument);
  if (begins(argument, "read=") || begins(argument, "write=") || begins(argument, "connect=")) {
    if (inner->rule_count == MAX_RULES) die(KIND_SANDBOX, "the run has too many mounts");
    inner->rules[inner->rule_count++] = argument;
    return;
  }
  unsigned long long number = strtoull(value + 1, NULL, 10);
  size_t length = (size_t)(value - argument);
  struct {
    const char *name;
    unsigned long long *target;
  } names[] = {{"files", &inner->files},
               {"size", &inner->size},
               {"cpu", &inner->cpu},
               {"processes", &inner->processes},
               {"data", &inner->data},
               {"filter", &inner->filter},
               {"barrier", &inner->barrier}};
  if (length == 4 && memcmp(argument, "user", 4) == 0) {
    inner->user = (long)number;
    return;
  }
  for (size_t index = 0; index < sizeof names / sizeof names[0]; index++) {
    if (strlen(names[index].name) == length && memcmp(names[index].name, argument, length) == 0) {
      *names[index].target = number;
      return;
    }
  }
  die(KIND_SANDBOX, "the inner step does not know '%s'", argument);
}

// Never above the hard limit that we were given ourselves.
static void limit(__rlimit_resource_t resource, const char *name, rlim_t soft, rlim_t hard) {
  struct rlimit present;
  if (getrlimit(resource, &present) != 0) die(KIND_SANDBOX, "cannot read the limit %s", name);
  struct rlimit wanted = {soft, hard};
  if (wanted.rlim_max > present.rlim_max) wanted.rlim_max = present.rlim_max;
  if (wanted.rlim_cur > wanted.rlim_max) wanted.rlim_cur = wanted.rlim_max;
  if (setrlimit(resource, &wanted) != 0) die(KIND_SANDBOX, "cannot limit %s: %s", name, strerror(errno));
}

static void set_limits(const struct inner *inner) {
  limit(RLIMIT_CORE, "core files", 0, 0);
  limit(RLIMIT_MSGQUEUE, "message queues", 0, 0);
  limit(RLIMIT_MEMLOCK, "locked memory", 65536, 65536);
  limit(RLIMIT_STACK, "the stack", 8 << 20, 8 << 20);
  limit(RLIMIT_FSIZE, "file size", inner->size, inner->size);
  limit(RLIMIT_NOFILE, "open files", inner->files, inner->files);
  // A backstop for each process; the run as a whole is held to its limit from outside.
  limit(RLIMIT_CPU, "CPU time", inner->cpu, inner->cpu + 1);
  if (inner->processes > 0) limit(RLIMIT_NPROC, "processes", inner->processes, inner->processes);
  if (inner->data > 0) limit(RLIMIT_DATA, "data", inner->data, inner->data);
}

static void drop_capabilities(void) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct none[2];
  memset(none, 0, sizeof none);
  prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  if (syscall(SYS_capset, &header, none) != 0) {
    die(KIND_SANDBOX, "cannot drop capabilities: %s", strerror(errno));
  }
}

static void become_user(uid_t user) {
  // Fails with EINVAL past the last capability that this kernel knows.
  for (unsigned long capability = 0; prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0; capability++) {}
  if (setgroups(0, NULL) != 0 || setresgid(user, user, user) != 0 || setresuid(user, user, user) != 0) {
    die(KIND_SANDBOX, "cannot become user %u: %s", user, strerror(errno));
  }
}

// Opened with the privileges that we still have: what is allowed may lie where the learner's user cannot go.
static void build_barrier(const struct inner *inner, struct barrier *barrier) {
  barrier->ruleset = -1;
  if (inner->barrier == 0) return;
  barrier_begin(barrier);
  for (int index = 0; index < inner->rule_count; index++) {
    const char *rule = inner->rules[index], *value = strchr(rule, '=') + 1;
    if (begins(rule, "read=")) barrier_allow_reading(barrier, value);
    if (begins(rule, "write=")) barrier_allow_writing(barrier, value);
    if (begins(rule, "connect=")) barrier_allow_connecting(barrier, strtoull(value, NULL, 10));
  }
}

static struct sock_filter filter[MAX_FILTER / sizeof(struct sock_filter)];
static struct sock_fprog filter_program = {0, filter};

// Before the descriptor is closed with all others.
static void read_filter(void) {
  ssize_t count = read(FD_SECCOMP, filter, sizeof filter);
  if (count <= 0 || count % (ssize_t)sizeof filter[0] != 0) die(KIND_SANDBOX, "the filter cannot be read");
  filter_program.len = (unsigned short)((size_t)count / sizeof filter[0]);
}

static void learner_main(const struct inner *inner, char **program) {
  struct barrier barrier;
  fcntl(FD_STATUS, F_SETFD, FD_CLOEXEC);
  build_barrier(inner, &barrier);
  set_limits(inner);
  if (inner->user > 0) become_user((uid_t)inner->user);
  drop_capabilities();
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) die(KIND_SANDBOX, "cannot forbid new privileges");
  if (inner->user > 0 && setuid(0) == 0) die(KIND_SANDBOX, "root could be regained");
  // Cleared by the change of user, so only now.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  reset_signals();
  barrier_close_behind(&barrier);
  if (filter_program.len > 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter_program) != 0) {
    die(KIND_SANDBOX, "cannot install the filter: %s", strerror(errno));
  }
  execv(program[0], program);
  die(KIND_TOOL, "cannot start %s in the sandbox: %s", program[0], strerror(errno));
}

static void report(char type, int status) {
  char record[5] = {type};
  memcpy(record + 1, &status, sizeof status);
  write_all(FD_STATUS, record, type == STATUS_DONE ? 5 : 1);
}

static void kill_child(pid_t child) { kill(child, SIGKILL); }

// All of the run, then children of ours, orphans adopted on the way included, until none is left.
static void kill_children(const struct inner *inner) {
  if (inner->user > 0) user_kill((uid_t)inner->user);
  session_kill(getpid());
  for (;;) {
    each_child_of(getpid(), kill_child);
    pid_t ended = waitpid(-1, NULL, WNOHANG);
    if (ended < 0 && errno == ECHILD) return;
    if (ended == 0) pause_ms(1);
  }
}

// Waits for the learner's process, and buries orphans. SIGTERM (only without a namespace) ends it all.
static int wait_for(pid_t learner, const sigset_t *signals) {
  for (;;) {
    int status, number;
    pid_t ended;
    while ((ended = waitpid(-1, &status, WNOHANG)) > 0) {
      if (ended == learner) return status;
    }
    if (sigwait(signals, &number) == 0 && number == SIGTERM) return SIGKILL;
  }
}

// Tells when the learner's program has been executed: the pipe's other end closes at exec.
static bool await_exec(int fd) {
  char byte;
  return read(fd, &byte, 1) == 0;
}

static void guard_ourselves(bool is_init) {
  prctl(PR_SET_DUMPABLE, 0);
  // Without a namespace it is we who kill, another user's processes too.
  if (is_init) return drop_capabilities();
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
}

int become_main(int count, char **arguments) {
  struct inner inner = {.user = 0, .files = 256, .size = 16 << 20, .cpu = 60};
  int index = 0;
  for (; index < count && strcmp(arguments[index], "--") != 0; index++) parse(&inner, arguments[index]);
  if (index + 1 >= count) die(KIND_SANDBOX, "the inner step has nothing to run");
  bool is_init = getpid() == 1;
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGCHLD);
  if (!is_init) sigaddset(&signals, SIGTERM);
  sigprocmask(SIG_BLOCK, &signals, NULL);
  if (!is_init) {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    // The launcher finds what is left of the run by this session.
    setsid();
    // The limit holds for all of a user's processes, also for those that are not of the run.
    if (inner.user == 0 && inner.processes > 0) inner.processes += threads_of(geteuid());
  }
  if (inner.filter > 0) read_filter();
  int gate[2];
  if (pipe2(gate, O_CLOEXEC) != 0) die(KIND_SANDBOX, "cannot make a pipe: %s", strerror(errno));
  pid_t learner = fork();
  if (learner < 0) die(KIND_SANDBOX, "cannot fork: %s", strerror(errno));
  if (learner == 0) {
    // Kept open, and below the line of what is closed, until exec.
    if (dup2(gate[1], FD_STATUS + 1) < 0) _exit(125);
    fcntl(FD_STATUS + 1, F_SETFD, FD_CLOEXEC);
    if (!is_init) setpgid(0, 0);
    keep_only_descriptors_below(FD_STATUS + 2);
    learner_main(&inner, arguments + index + 1);
  }
  guard_ourselves(is_init);
  dup2(gate[0], FD_STATUS + 1);
  keep_only_descriptors_below(FD_STATUS + 2);
  for (int fd = 0; fd < FD_STATUS; fd++) close(fd);
  if (await_exec(FD_STATUS + 1)) report(STATUS_STARTED, 0);
  int status = wait_for(learner, &signals);
  if (!is_init) kill_children(&inner);
  report(STATUS_DONE, status);
  return 0;
}
