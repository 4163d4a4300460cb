#define _GNU_SOURCE
#include "launcher.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// CPU time and memory of a process tree, read from /proc: what is left where there are no control groups.
// Everything in the run descends from its init, orphans included. The figures are lower bounds: a process
// that lives and dies between two looks, and whose parent does not wait for it, is never seen.

enum { MAX_PROCESSES = 4096 };

struct process {
  pid_t pid, parent, group, session;
  char state;
  unsigned long long ticks;
  bool inside;
};

static struct process processes[MAX_PROCESSES];

static bool read_process(const char *name, struct process *process) {
  char path[300], text[1024];
  snprintf(path, sizeof path, "/proc/%s/stat", name);
  if (!read_small_file(path, text, sizeof text)) return false;
  char *rest = strrchr(text, ')');
  int parent, group, session;
  char state;
  unsigned long long user, system;
  long long child_user, child_system;
  if (rest == NULL) return false;
  const char *format = ") %c %d %d %d %*d %*d %*u %*u %*u %*u %*u %llu %llu %lld %lld";
  if (sscanf(
          rest, format, &state, &parent, &group, &session, &user, &system, &child_user, &child_system) != 8) {
    return false;
  }
  process->pid = (pid_t)strtol(name, NULL, 10);
  process->parent = parent;
  process->group = group;
  process->session = session;
  process->state = state;
  process->ticks = user + system + (unsigned long long)(child_user + child_system);
  process->inside = false;
  return true;
}

// Pages that are the process's own, shared libraries left out.
static unsigned long long private_memory(pid_t pid) {
  char path[64], text[128];
  unsigned long long resident, shared;
  snprintf(path, sizeof path, "/proc/%d/statm", (int)pid);
  if (!read_small_file(path, text, sizeof text)) return 0;
  if (sscanf(text, "%*u %llu %llu", &resident, &shared) != 2 || shared > resident) return 0;
  return (resident - shared) * (unsigned long long)sysconf(_SC_PAGESIZE);
}

static int read_processes(void) {
  DIR *entries = opendir("/proc");
  int count = 0;
  if (entries == NULL) return 0;
  struct dirent *entry;
  while ((entry = readdir(entries)) != NULL && count < MAX_PROCESSES) {
    if (entry->d_name[0] < '0' || entry->d_name[0] > '9') continue;
    if (read_process(entry->d_name, &processes[count])) count++;
  }
  closedir(entries);
  return count;
}

static void mark_descendants(int count, pid_t root) {
  for (bool found = true; found;) {
    found = false;
    for (int index = 0; index < count; index++) {
      if (processes[index].inside) continue;
      bool inside = processes[index].pid == root;
      for (int other = 0; other < count && !inside; other++) {
        inside = processes[other].inside && processes[other].pid == processes[index].parent;
      }
      if (inside) processes[index].inside = found = true;
    }
  }
}

// Not from /proc/PID/task/TID/children, which many kernels are built without.
void each_child_of(pid_t parent, void (*visit)(pid_t child)) {
  int count = read_processes();
  for (int index = 0; index < count; index++) {
    if (processes[index].parent == parent) visit(processes[index].pid);
  }
}

// Groups of a session that have a living member; one with several is visited as often.
void each_group_of(pid_t session, void (*visit)(pid_t group)) {
  int count = read_processes();
  for (int index = 0; index < count; index++) {
    bool lives = processes[index].state != 'Z' && processes[index].state != 'X';
    if (lives && processes[index].session == session) visit(processes[index].group);
  }
}

struct owner {
  uid_t real, effective, saved;
  unsigned threads;
  bool lives;
};

// From the status file: the folder's own owner is root for a process that made itself unreadable.
static bool read_owner(const char *name, struct owner *owner) {
  char path[300], text[4096];
  snprintf(path, sizeof path, "/proc/%s/status", name);
  if (!read_small_file(path, text, sizeof text)) return false;
  const char *state = strstr(text, "\nState:\t"), *users = strstr(text, "\nUid:\t");
  const char *threads = strstr(text, "\nThreads:\t");
  if (state == NULL || users == NULL) return false;
  owner->lives = state[8] != 'Z' && state[8] != 'X';
  owner->threads = threads == NULL ? 1 : (unsigned)strtoul(threads + 10, NULL, 10);
  return sscanf(users + 6, "%u %u %u", &owner->real, &owner->effective, &owner->saved) == 3;
}

static void each_owner(void (*visit)(const struct owner *owner, void *context), void *context) {
  DIR *entries = opendir("/proc");
  if (entries == NULL) return;
  struct dirent *entry;
  struct owner owner;
  while ((entry = readdir(entries)) != NULL) {
    if (entry->d_name[0] < '0' || entry->d_name[0] > '9') continue;
    if (read_owner(entry->d_name, &owner) && owner.lives) visit(&owner, context);
  }
  closedir(entries);
}

struct tally {
  uid_t user;
  int processes;
  unsigned long long threads;
};

static void count_owner(const struct owner *owner, void *context) {
  struct tally *tally = context;
  if (owner->real != tally->user && owner->effective != tally->user && owner->saved != tally->user) return;
  tally->processes++;
  tally->threads += owner->threads;
}

// Living processes that have a user's id in any way.
int processes_of(uid_t user) {
  struct tally tally = {.user = user};
  each_owner(count_owner, &tally);
  return tally.processes;
}

// What the kernel counts against a user's limit of processes.
unsigned long long threads_of(uid_t user) {
  struct tally tally = {.user = user};
  each_owner(count_owner, &tally);
  return tally.threads;
}

struct sample sample_tree(pid_t root) {
  struct sample sample = {0, 0};
  int count = read_processes();
  mark_descendants(count, root);
  unsigned long long tick = 1000000000ull / (unsigned long long)sysconf(_SC_CLK_TCK);
  for (int index = 0; index < count; index++) {
    if (!processes[index].inside) continue;
    sample.cpu_ns += processes[index].ticks * tick;
    sample.memory += private_memory(processes[index].pid);
  }
  return sample;
}
