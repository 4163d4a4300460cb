#define _GNU_SOURCE
#include "launcher.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Limits, figures and the end of a run's control groups.

const char *cgroups_path(const struct cgroups *cgroups, unsigned controller) {
  for (int index = 0; index < cgroups->count; index++) {
    if (cgroups->groups[index].controllers & controller) return cgroups->groups[index].path;
  }
  return NULL;
}

unsigned cgroups_controllers(const struct cgroups *cgroups) {
  unsigned controllers = 0;
  for (int index = 0; index < cgroups->count; index++) controllers |= cgroups->groups[index].controllers;
  return controllers;
}

// Moves the calling process. The first write waits for an RCU grace period, about 10 ms; the others follow
// at once. That is why a child is forked and joined before its run is known.
bool cgroups_join(const struct cgroups *cgroups) {
  for (int index = 0; index < cgroups->count; index++) {
    if (!write_number_file(cgroups->groups[index].path, "cgroup.procs", (unsigned)getpid())) return false;
  }
  return true;
}

static unsigned long long value_after(const char *text, const char *key) {
  size_t length = strlen(key);
  for (const char *line = text; line != NULL; line = strchr(line, '\n')) {
    if (*line == '\n') line++;
    if (strncmp(line, key, length) == 0 && line[length] == ' ') return strtoull(line + length, NULL, 10);
  }
  return 0;
}

static unsigned long long number_in(const char *directory, const char *name) {
  char path[PATH_MAX + 64], text[64];
  if (directory == NULL) return 0;
  snprintf(path, sizeof path, "%s/%s", directory, name);
  return read_small_file(path, text, sizeof text) ? strtoull(text, NULL, 10) : 0;
}

static unsigned long long count_in(const char *directory, const char *name, const char *key) {
  char path[PATH_MAX + 64], text[1024];
  if (directory == NULL) return 0;
  snprintf(path, sizeof path, "%s/%s", directory, name);
  return read_small_file(path, text, sizeof text) ? value_after(text, key) : 0;
}

// Newer kernels count a refusal in the group whose limit it was. Older ones, and version 1, have no such file
// and count it where the process was to be born.
static unsigned long long refused_above(const char *directory) {
  char path[PATH_MAX];
  unsigned long long refused = 0;
  if (directory == NULL || snprintf(path, sizeof path, "%s", directory) >= (int)sizeof path) return 0;
  for (char *slash = strrchr(path, '/'); slash != NULL && slash != path; slash = strrchr(path, '/')) {
    *slash = 0;
    refused += count_in(path, "pids.events.local", "max");
  }
  return refused;
}

// Swap counts as memory: a run that may swap has no memory limit worth the name.
bool cgroups_limit(struct cgroups *cgroups, uint64_t memory, uint64_t processes) {
  const char *directory = cgroups_path(cgroups, CG_MEMORY);
  if (directory == NULL) return true;
  if (cgroups->version == 1) {
    if (!write_number_file(directory, "memory.limit_in_bytes", memory)) return false;
    // Absent where swap accounting is off.
    write_number_file(directory, "memory.memsw.limit_in_bytes", memory);
  } else {
    if (!write_number_file(directory, "memory.max", memory)) return false;
    write_number_file(directory, "memory.swap.max", 0);
    write_number_file(directory, "memory.oom.group", 1);
  }
  const char *pids = cgroups_path(cgroups, CG_PIDS);
  cgroups->refused_above = refused_above(pids);
  return pids == NULL || write_number_file(pids, "pids.max", processes);
}

unsigned long long cgroups_cpu_ns(const struct cgroups *cgroups) {
  char text[1024];
  if (cgroups->cpu_fd < 0 || !read_at(cgroups->cpu_fd, text, sizeof text)) return 0;
  if (strncmp(text, "usage_usec", 10) == 0) return value_after(text, "usage_usec") * 1000;
  return strtoull(text, NULL, 10);
}

void cgroups_sample(struct cgroups *cgroups) {
  char text[64];
  if (cgroups->current_fd < 0 || !read_at(cgroups->current_fd, text, sizeof text)) return;
  unsigned long long current = strtoull(text, NULL, 10);
  if (current > cgroups->sampled_peak) cgroups->sampled_peak = current;
}

// memory.peak came with Linux 5.19; before it the greatest sample has to do.
unsigned long long cgroups_peak(struct cgroups *cgroups) {
  const char *name = cgroups->version == 1 ? "memory.max_usage_in_bytes" : "memory.peak";
  unsigned long long peak = number_in(cgroups_path(cgroups, CG_MEMORY), name);
  return peak > cgroups->sampled_peak ? peak : cgroups->sampled_peak;
}

// Processes that the kernel killed because the run's memory was used up: the only proof of that. An exit code
// of 137 is something that any program can have.
unsigned long long cgroups_oom_kills(const struct cgroups *cgroups) {
  char text[1024];
  if (cgroups->oom_fd < 0 || !read_at(cgroups->oom_fd, text, sizeof text)) return 0;
  return value_after(text, "oom_kill");
}

enum { HUGE_PAGES = 4 << 20 };

// Whether the run came to its own limit. A process can also be killed because the machine, or a container
// around us, has no memory left, and the run's counter of kills does not say which it was.
bool cgroups_memory_was_full(const struct cgroups *cgroups) {
  const char *directory = cgroups_path(cgroups, CG_MEMORY);
  if (cgroups->version == 2) return count_in(directory, "memory.events", "oom") > 0;
  if (number_in(directory, "memory.failcnt") + number_in(directory, "memory.memsw.failcnt") > 0) return true;
  // Not every kernel counts those. The last charge that fits may be a huge page short of the limit.
  unsigned long long peak = number_in(directory, "memory.max_usage_in_bytes");
  return peak + HUGE_PAGES >= number_in(directory, "memory.limit_in_bytes");
}

// Kills on the whole machine, for where there is no group that counts the run's own.
unsigned long long machine_oom_kills(void) {
  static char text[32768];
  return read_small_file("/proc/vmstat", text, sizeof text) ? value_after(text, "oom_kill") : 0;
}

// A refusal below the run's own limit came from a group above. Kernels before 6.1 keep no peak, and then the
// run's own limit is taken to be the cause.
struct refusals cgroups_process_refusals(const struct cgroups *cgroups) {
  const char *directory = cgroups_path(cgroups, CG_PIDS);
  unsigned long long refused = count_in(directory, "pids.events", "max");
  unsigned long long peak = number_in(directory, "pids.peak"), limit = number_in(directory, "pids.max");
  struct refusals refusals = {.outside = refused_above(directory) - cgroups->refused_above};
  if (peak == 0 || peak >= limit) {
    refusals.own = refused;
  } else {
    refusals.outside += refused;
  }
  return refusals;
}

bool group_is_empty(const char *path) {
  char file[PATH_MAX + 32], text[16];
  snprintf(file, sizeof file, "%s/cgroup.procs", path);
  return !read_small_file(file, text, sizeof text) || text[0] == 0;
}

static void kill_listed(const char *path) {
  char file[PATH_MAX + 32], line[32];
  snprintf(file, sizeof file, "%s/cgroup.procs", path);
  FILE *list = fopen(file, "re");
  if (list == NULL) return;
  while (fgets(line, sizeof line, list) != NULL) {
    pid_t pid = (pid_t)strtol(line, NULL, 10);
    // A process outside our pid namespace is listed as 0; kill(0) would be ourselves.
    if (pid > 1) kill(pid, SIGKILL);
  }
  fclose(list);
}

// Kills all processes of a group, for up to five seconds. Where the kernel cannot do it in one step, nobody
// may be born while we go through the list.
bool group_kill(const char *path) {
  char file[PATH_MAX + 32];
  snprintf(file, sizeof file, "%s/cgroup.kill", path);
  bool at_once = write_small_file(file, "1");
  if (!at_once) write_number_file(path, "pids.max", 0);
  for (int round = 0; round < 5000; round++) {
    if (group_is_empty(path)) return true;
    if (!at_once) kill_listed(path);
    pause_ms(1);
  }
  return false;
}

bool group_remove(const char *path) {
  for (int round = 0; round < 2000; round++) {
    if (rmdir(path) == 0 || errno == ENOENT) return true;
    pause_ms(1);
  }
  return false;
}

// True once the groups are empty. The first is the version 2 group where there is one, which kills at once.
bool cgroups_kill(const struct cgroups *cgroups) {
  bool dead = true;
  for (int index = 0; index < cgroups->count; index++) {
    if (!group_kill(cgroups->groups[index].path)) dead = false;
  }
  return dead;
}

void cgroups_remove(struct cgroups *cgroups) {
  int *descriptors[] = {&cgroups->cpu_fd, &cgroups->oom_fd, &cgroups->current_fd};
  for (int index = 0; index < 3; index++) {
    if (*descriptors[index] >= 0) close(*descriptors[index]);
    *descriptors[index] = -1;
  }
  for (int index = 0; index < cgroups->count; index++) group_remove(cgroups->groups[index].path);
  cgroups->count = 0;
  cgroups->version = 0;
}
