// What the parts of the launcher know of one another. main.c holds the theory of operation.
#ifndef ASSAY_LAUNCHER_H
#define ASSAY_LAUNCHER_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// Descriptors of the run's process from its fork to the learner's exec. Of these the learner has 0-4 only.
enum {
  FD_QUESTIONS = 3,
  FD_ANSWERS = 4,
  FD_STATUS = 5,
  FD_ARGUMENTS = 6,
  FD_SECCOMP = 7,
  FD_BWRAP_STATUS = 8,
  FD_FIRST_DATA = 10,
  FD_LAST = 31,
};

// Frames from the caller.
enum { IN_CONFIGURATION = 'C', IN_HARNESS = 'H', IN_FIXTURE = 'F', IN_KILL = 'K' };

// Frames to the caller.
enum {
  OUT_READY = 'R',
  OUT_STARTED = 'U',
  OUT_HARNESS = 'h',
  OUT_HARNESS_END = 'x',
  OUT_FIXTURE = 'f',
  OUT_FIXTURE_END = 'y',
  OUT_ERROR = 'E',
  OUT_REPORT = 'r',
};

// Records on the status pipe, written by what will become the learner's process and by its init.
enum { STATUS_STARTED = 'U', STATUS_DONE = 'D', STATUS_ERROR = 'E' };

// Whose failure an error sentence is about; Swift turns it into a kind of Fault.
enum { KIND_SANDBOX = 's', KIND_TOOL = 'm', KIND_DISK = 'd', KIND_FIXTURE = 'f', KIND_LIMIT = 'l' };

// util.c
uint64_t now_ns(void);
bool read_small_file(const char *path, char *buffer, size_t size);
bool read_at(int fd, char *buffer, size_t size);
bool write_small_file(const char *path, const char *text);
bool write_number_file(const char *directory, const char *name, unsigned long long number);
bool write_all(int fd, const void *bytes, size_t count);
bool read_all(int fd, void *bytes, size_t count);
unsigned long long start_time_of(pid_t pid);
void pause_ms(unsigned milliseconds);
void die(int kind, const char *format, ...) __attribute__((format(printf, 2, 3), noreturn));

// queue.c: bytes that wait for a descriptor to take them.
struct queue {
  uint8_t *bytes;
  size_t start, end, capacity;
};
size_t queue_length(const struct queue *queue);
void queue_append(struct queue *queue, const void *bytes, size_t count);
void queue_drop(struct queue *queue, size_t count);
bool queue_flush(struct queue *queue, int fd);
void queue_frame(struct queue *queue, char type, const void *bytes, size_t count);
void queue_field(struct queue *queue, char tag, const void *bytes, size_t count);
void queue_number(struct queue *queue, char tag, unsigned long long number);

// configuration.c: what the caller wants run.
struct text {
  const char *bytes;
  size_t length;
};
enum { MAX_DATA = 16, MAX_ARGUMENTS = 512 };
struct configuration {
  uint64_t wall_ms, cpu_ms, memory, processes, open_files, output, disk;
  bool own_user;
  struct text bwrap, bwrap_arguments, seccomp, program, fixture, environment, directory;
  struct text inner, scratch; // without namespaces: more for the inner step, and the run's own folder
  struct text data[MAX_DATA];
  int data_count;
};
bool configuration_parse(struct configuration *configuration, const uint8_t *bytes, size_t count);
int split_strings(struct text text, char **strings, int capacity);

// cgroup.c, cgroup_create.c
enum { CG_MEMORY = 1, CG_PIDS = 2, CG_CPU = 4, CG_CPUACCT = 8, CG_UNIFIED = 16 };
enum { MAX_GROUPS = 5 };
struct control_group {
  char path[PATH_MAX];
  unsigned controllers;
};
struct cgroups {
  int version; // 0, 1 or 2
  int count;
  struct control_group groups[MAX_GROUPS];
  int cpu_fd, oom_fd, current_fd;
  unsigned long long sampled_peak;
  unsigned long long refused_above; // by the groups above ours, before the run
};
bool cgroups_create(struct cgroups *cgroups, const char *base, char *reason, size_t reason_size);
void cgroups_sweep(const char *directory);
unsigned cgroups_controllers(const struct cgroups *cgroups);
bool cgroups_join(const struct cgroups *cgroups);
bool cgroups_limit(struct cgroups *cgroups, uint64_t memory, uint64_t processes);
unsigned long long cgroups_cpu_ns(const struct cgroups *cgroups);
unsigned long long cgroups_peak(struct cgroups *cgroups);
void cgroups_sample(struct cgroups *cgroups);
unsigned long long cgroups_oom_kills(const struct cgroups *cgroups);
bool cgroups_memory_was_full(const struct cgroups *cgroups);
struct refusals {
  unsigned long long own, outside; // by the run's limit; by a group above it
};
struct refusals cgroups_process_refusals(const struct cgroups *cgroups);
unsigned long long machine_oom_kills(void);
bool cgroups_kill(const struct cgroups *cgroups);
void cgroups_remove(struct cgroups *cgroups);
bool group_is_empty(const char *path);
bool group_kill(const char *path);
bool group_remove(const char *path);
const char *cgroups_path(const struct cgroups *cgroups, unsigned controller);

// sample.c: figures of a process tree where there is no control group.
struct sample {
  unsigned long long cpu_ns, memory;
};
struct sample sample_tree(pid_t root);
void each_child_of(pid_t parent, void (*visit)(pid_t child));
void each_group_of(pid_t session, void (*visit)(pid_t group));
int processes_of(uid_t user);
unsigned long long threads_of(uid_t user);

// child.c: the process that becomes bubblewrap.
struct child {
  pid_t pid;
  int configuration;  // we write the configuration here
  int questions, answers, output, errors, status, bwrap_status;
};
bool child_fork(struct child *child, const struct cgroups *cgroups, int slot);

// become.c: the sandbox's own first process.
int become_main(int count, char **arguments);
void reset_signals(void);
bool keep_only_descriptors_below(int first);

// barrier.c: Landlock, where the kernel has it.
struct barrier {
  int ruleset; // -1 where there is none
  int version;
};
void barrier_begin(struct barrier *barrier);
void barrier_allow_reading(const struct barrier *barrier, const char *path);
void barrier_allow_writing(const struct barrier *barrier, const char *path);
void barrier_allow_connecting(const struct barrier *barrier, unsigned long long port);
void barrier_close_behind(struct barrier *barrier);

// remnants.c: what a run without namespaces may leave behind.
bool user_kill(uid_t learner);
bool session_kill(pid_t session);
void tree_remove(const char *path);
void remnants_remove(uid_t learner);

// limits.c: those that we were started with.
void limits_raise(void);
bool limits_suffice(const struct configuration *lab, char *reason, size_t size);

// slot.c: user ids of one run.
enum { NO_SLOT = -1 };
int slot_take(void);
uid_t slot_learner(int slot);
uid_t slot_fixture(int slot);
uid_t slot_killer(uid_t learner);

// fixture.c
struct fixture {
  pid_t pid;
  int input, output, errors;
  int status; // of a server that has ended
};
int fixture_status(struct fixture *fixture);
bool fixture_start(struct fixture *fixture, struct text program, bool private_network, int slot);
void fixture_join_network(pid_t fixture);
void fixture_end(struct fixture *fixture);

// supervise.c
struct options {
  bool use_cgroups;
  const char *cgroup_base;
};
int supervise_main(const struct options *options);

#endif
