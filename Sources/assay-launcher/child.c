#define _GNU_SOURCE
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

// The process that becomes bubblewrap: forked and moved into its control groups before its run is known.

enum { FD_CONFIGURATION = FD_LAST, STAGING = 64 };

// Where the launcher's program is bound inside; the caller's arguments for bubblewrap bind it there.
static const char inner_program[] = "/.assay-init";

void reset_signals(void) {
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

bool keep_only_descriptors_below(int first) {
  return syscall(SYS_close_range, (unsigned)first, ~0u, 0) == 0;
}

// Gives descriptors their final numbers. They are first moved out of the way, so that none is overwritten: to
// whatever numbers are free there, because whoever started us may have left many descriptors open.
static void place_descriptors(const int *sources, const int *targets, int count) {
  int staged[16];
  for (int index = 0; index < count; index++) {
    staged[index] = fcntl(sources[index], F_DUPFD_CLOEXEC, STAGING);
    if (staged[index] < 0) _exit(125);
  }
  for (int index = 0; index < STAGING; index++) close(index);
  for (int index = 0; index < count; index++) dup2(staged[index], targets[index]);
  keep_only_descriptors_below(STAGING);
}

static void put_in_memory(int target, struct text text, const char *name) {
  int fd = memfd_create(name, MFD_CLOEXEC);
  if (fd < 0 || !write_all(fd, text.bytes, text.length) || lseek(fd, 0, SEEK_SET) != 0) {
    die(KIND_SANDBOX, "cannot keep %s in memory: %s", name, strerror(errno));
  }
  // Not dup2 alone: the lowest free number may be the target itself, which would stay marked for closing.
  int placed = fd == target ? fcntl(fd, F_SETFD, 0) : dup2(fd, target);
  if (placed < 0) die(KIND_SANDBOX, "cannot pass %s on: %s", name, strerror(errno));
  if (fd != target) close(fd);
}

struct arguments {
  char *items[MAX_ARGUMENTS];
  int count;
  char texts[8][48];
  int text_count;
};

static void add(struct arguments *arguments, const char *item) {
  if (arguments->count >= MAX_ARGUMENTS - 1) die(KIND_SANDBOX, "too many arguments");
  arguments->items[arguments->count++] = (char *)item;
  arguments->items[arguments->count] = NULL;
}

static void add_number(struct arguments *arguments, const char *name, unsigned long long number) {
  char *text = arguments->texts[arguments->text_count++];
  snprintf(text, sizeof arguments->texts[0], "%s=%llu", name, number);
  add(arguments, text);
}

// The rest of the command line is the inner step: who to become, under which limits, to run what.
static void add_inner_step(
    struct arguments *arguments, const struct configuration *configuration, bool has_pids, bool has_memory,
    int slot) {
  add(arguments, "--become");
  if (configuration->own_user) add_number(arguments, "user", slot_learner(slot));
  add_number(arguments, "files", configuration->open_files);
  add_number(arguments, "size", configuration->disk);
  add_number(arguments, "cpu", configuration->cpu_ms / 1000 + 2);
  if (!has_pids) add_number(arguments, "processes", configuration->processes + 2);
  if (!has_memory) add_number(arguments, "data", configuration->memory);
  if (configuration->bwrap.length == 0 && configuration->seccomp.length > 0) {
    add_number(arguments, "filter", 1);
  }
  int added = split_strings(
      configuration->inner, arguments->items + arguments->count, MAX_ARGUMENTS - arguments->count);
  if (added < 0) die(KIND_SANDBOX, "the run's inner options are malformed");
  arguments->count += added;
  add(arguments, "--");
  int room = MAX_ARGUMENTS - arguments->count;
  int count = split_strings(configuration->program, arguments->items + arguments->count, room);
  if (count <= 0) die(KIND_SANDBOX, "the run's command line is malformed");
}

static void exec_bwrap(const struct configuration *configuration, struct arguments *arguments, char *bwrap) {
  put_in_memory(FD_ARGUMENTS, configuration->bwrap_arguments, "arguments");
  if (configuration->seccomp.length > 0) put_in_memory(FD_SECCOMP, configuration->seccomp, "seccomp");
  for (int index = 0; index < configuration->data_count; index++) {
    put_in_memory(FD_FIRST_DATA + index, configuration->data[index], "file");
  }
  char *environment[] = {NULL};
  execve(bwrap, arguments->items, environment);
  die(KIND_TOOL, "cannot start %s: %s", bwrap, strerror(errno));
}

// Without isolation: this program's inner step directly, with the environment and folder it is given.
static void exec_directly(const struct configuration *configuration, struct arguments *arguments) {
  char *environment[MAX_ARGUMENTS], *directory[2];
  if (split_strings(configuration->environment, environment, MAX_ARGUMENTS) < 0 ||
      split_strings(configuration->directory, directory, 2) != 1) {
    die(KIND_SANDBOX, "the run's environment is malformed");
  }
  if (configuration->seccomp.length > 0) put_in_memory(FD_SECCOMP, configuration->seccomp, "seccomp");
  if (chdir(directory[0]) != 0) die(KIND_SANDBOX, "cannot enter %s: %s", directory[0], strerror(errno));
  execve("/proc/self/exe", arguments->items, environment);
  die(KIND_SANDBOX, "cannot start the inner step: %s", strerror(errno));
}

static void run_configured(
    const struct configuration *configuration, const struct cgroups *cgroups, int slot, pid_t fixture) {
  unsigned controllers = cgroups_controllers(cgroups);
  struct arguments arguments = {.count = 0};
  char *bwrap[2];
  bool isolated = configuration->bwrap.length > 0;
  if (isolated) {
    if (split_strings(configuration->bwrap, bwrap, 2) != 1) die(KIND_SANDBOX, "malformed configuration");
    // Only bubblewrap enters the run's network; without isolation there is none to enter.
    if (fixture > 0) fixture_join_network(fixture);
    add(&arguments, "bwrap");
    add(&arguments, "--args");
    add(&arguments, "6");
    add(&arguments, "--");
    add(&arguments, inner_program);
  } else {
    add(&arguments, "assay-init");
  }
  add_inner_step(&arguments, configuration, controllers & CG_PIDS, controllers & CG_MEMORY, slot);
  if (isolated) exec_bwrap(configuration, &arguments, bwrap[0]);
  exec_directly(configuration, &arguments);
}

static void child_main(const struct cgroups *cgroups, int slot, pid_t parent) {
  if (cgroups->version == 1 && !cgroups_join(cgroups)) {
    die(KIND_SANDBOX, "cannot join the run's control groups: %s", strerror(errno));
  }
  int32_t header[2];
  if (!read_all(FD_CONFIGURATION, header, sizeof header)) _exit(0);
  uint8_t *bytes = malloc((size_t)header[1] + 1);
  if (bytes == NULL || !read_all(FD_CONFIGURATION, bytes, (size_t)header[1])) _exit(0);
  close(FD_CONFIGURATION);
  static struct configuration configuration;
  if (!configuration_parse(&configuration, bytes, (size_t)header[1])) {
    die(KIND_SANDBOX, "the run's configuration is malformed");
  }
  // The launcher runs at a high priority; what it starts for the learner does not.
  setpriority(PRIO_PROCESS, 0, 0);
  reset_signals();
  if (getppid() != parent) _exit(0);
  run_configured(&configuration, cgroups, slot, header[0]);
}

// Version 2 lets a process be born in its group, which needs no grace period.
static pid_t fork_into(struct cgroups *cgroups) {
  if (cgroups->version != 2) return fork();
  int group = open(cgroups->groups[0].path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (group < 0) return -1;
  struct clone_args arguments = {
      .flags = CLONE_INTO_CGROUP, .exit_signal = SIGCHLD, .cgroup = (uint64_t)group};
  pid_t pid = (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
  int saved = errno;
  close(group);
  errno = saved;
  return pid;
}

enum { READ = 0, WRITE = 1, PIPES = 7 };

bool child_fork(struct child *child, const struct cgroups *cgroups, int slot) {
  int pipes[PIPES][2];
  for (int index = 0; index < PIPES; index++) {
    if (pipe2(pipes[index], O_CLOEXEC) != 0) return false;
  }
  int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (nothing < 0) return false;
  pid_t parent = getpid();
  child->pid = fork_into((struct cgroups *)cgroups);
  if (child->pid < 0) return false;
  if (child->pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int sources[] = {nothing,         pipes[3][WRITE], pipes[4][WRITE], pipes[1][READ],
                           pipes[2][WRITE], pipes[5][WRITE], pipes[6][WRITE], pipes[0][READ]};
    const int targets[] = {0, 1, 2, FD_QUESTIONS, FD_ANSWERS, FD_STATUS, FD_BWRAP_STATUS, FD_CONFIGURATION};
    place_descriptors(sources, targets, 8);
    child_main(cgroups, slot, parent);
    _exit(125);
  }
  int *ends[] = {&child->configuration, &child->questions, &child->answers, &child->output,
                 &child->errors,        &child->status,    &child->bwrap_status};
  for (int index = 0; index < PIPES; index++) {
    int ours = index < 2 ? WRITE : READ;
    close(pipes[index][1 - ours]);
    *ends[index] = pipes[index][ours];
    if (index > 0) fcntl(*ends[index], F_SETFL, O_NONBLOCK);
  }
  close(nothing);
  return true;
}
