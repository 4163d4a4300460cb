#define _GNU_SOURCE
#include "launcher.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// Where a run's control groups are made, and the removal of those that a killed launcher left behind.
//
// A group is named after its launcher: pid namespace, process id and start time, so that whoever sweeps knows
// for certain whether the launcher still lives, and never judges one of another container.

static const char prefix[] = "assay-";

static unsigned long long pid_namespace(void) {
  struct stat status;
  return stat("/proc/self/ns/pid", &status) == 0 ? status.st_ino : 0;
}

static void group_name(char *name, size_t size) {
  snprintf(name, size, "%s%llu-%d-%llu", prefix, pid_namespace(), (int)getpid(), start_time_of(getpid()));
}

// Removes the groups in `directory` whose launcher is no more.
void cgroups_sweep(const char *directory) {
  DIR *entries = opendir(directory);
  if (entries == NULL) return;
  struct dirent *entry;
  while ((entry = readdir(entries)) != NULL) {
    unsigned long long namespace, started;
    int pid;
    if (strncmp(entry->d_name, prefix, sizeof prefix - 1) != 0) continue;
    if (sscanf(entry->d_name + sizeof prefix - 1, "%llu-%d-%llu", &namespace, &pid, &started) != 3) continue;
    if (namespace != pid_namespace() || start_time_of(pid) == started) continue;
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/%s", directory, entry->d_name) >= (int)sizeof path) continue;
    group_kill(path);
    group_remove(path);
  }
  closedir(entries);
}

struct mounts {
  char unified[PATH_MAX];
  struct control_group v1[MAX_GROUPS];
  int v1_count;
};

static bool has_word(const char *list, const char *word) {
  size_t length = strlen(word);
  for (const char *at = list; (at = strstr(at, word)) != NULL; at += length) {
    bool begins = at == list || at[-1] == ',' || at[-1] == ' ';
    bool ends = at[length] == 0 || at[length] == ',' || at[length] == ' ' || at[length] == '\n';
    if (begins && ends) return true;
  }
  return false;
}

static unsigned controllers_in(const char *list) {
  unsigned controllers = 0;
  if (has_word(list, "memory")) controllers |= CG_MEMORY;
  if (has_word(list, "pids")) controllers |= CG_PIDS;
  if (has_word(list, "cpu")) controllers |= CG_CPU;
  if (has_word(list, "cpuacct")) controllers |= CG_CPUACCT;
  return controllers;
}

static void read_mount(struct mounts *mounts, char *line) {
  char *type = strstr(line, " - ");
  char point[PATH_MAX];
  if (type == NULL || sscanf(line, "%*s %*s %*s %*s %4095s", point) != 1) return;
  type += 3;
  if (strncmp(type, "cgroup2 ", 8) == 0) {
    if (mounts->unified[0] == 0) strcpy(mounts->unified, point);
    return;
  }
  if (strncmp(type, "cgroup ", 7) != 0 || mounts->v1_count == MAX_GROUPS) return;
  const char *options = strrchr(type, ' ');
  unsigned controllers = options == NULL ? 0 : controllers_in(options + 1);
  if (controllers == 0) return;
  // What is mounted over another is listed after it, at the same place.
  for (int index = 0; index < mounts->v1_count; index++) {
    if (strcmp(mounts->v1[index].path, point) == 0) return;
  }
  struct control_group *group = &mounts->v1[mounts->v1_count++];
  strcpy(group->path, point);
  group->controllers = controllers;
}

static void find_mounts(struct mounts *mounts) {
  memset(mounts, 0, sizeof *mounts);
  FILE *file = fopen("/proc/self/mountinfo", "re");
  if (file == NULL) return;
  char *line = NULL;
  size_t capacity = 0;
  while (getline(&line, &capacity, file) > 0) read_mount(mounts, line);
  free(line);
  fclose(file);
}

static bool add_group(struct cgroups *cgroups, const char *parent, const char *name, unsigned controllers) {
  struct control_group *group = &cgroups->groups[cgroups->count];
  if (snprintf(group->path, sizeof group->path, "%s/%s", parent, name) >= (int)sizeof group->path) return false;
  if (mkdir(group->path, 0755) != 0) return false;
  group->controllers = controllers;
  cgroups->count++;
  return true;
}

// Version 1, alone or beside a version 2 hierarchy without controllers: that one still gives us an atomic
// cgroup.kill and exact CPU time, so cpuacct is joined only where it is missing.
static bool create_v1(struct cgroups *cgroups, struct mounts *mounts, char *reason, size_t size) {
  char name[96];
  group_name(name, sizeof name);
  bool unified = mounts->unified[0] != 0;
  if (unified) {
    cgroups_sweep(mounts->unified);
    unified = add_group(cgroups, mounts->unified, name, CG_UNIFIED);
  }
  for (int index = 0; index < mounts->v1_count; index++) {
    struct control_group *mount = &mounts->v1[index];
    unsigned wanted = mount->controllers & (CG_MEMORY | CG_PIDS | CG_CPU | (unified ? 0 : CG_CPUACCT));
    if (wanted == 0) continue;
    cgroups_sweep(mount->path);
    if (!add_group(cgroups, mount->path, name, wanted) && (wanted & CG_MEMORY)) {
      snprintf(reason, size, "cannot make a control group in %s: %s", mount->path, strerror(errno));
      return false;
    }
  }
  cgroups->version = 1;
  return true;
}

static void enable_controllers(const char *base) {
  char path[PATH_MAX + 32];
  snprintf(path, sizeof path, "%s/cgroup.subtree_control", base);
  const char *names[] = {"+memory", "+pids", "+cpu"};
  for (int index = 0; index < 3; index++) write_small_file(path, names[index]);
}

// A group that was delegated to us holds the processes that started us; version 2 wants them in a leaf before
// the group may give controllers to others.
static void move_processes(const char *base, const char *leaf) {
  char path[PATH_MAX + 32], line[32];
  snprintf(path, sizeof path, "%s/cgroup.procs", base);
  FILE *file = fopen(path, "re");
  if (file == NULL) return;
  snprintf(path, sizeof path, "%s/cgroup.procs", leaf);
  while (fgets(line, sizeof line, file) != NULL) write_small_file(path, line);
  fclose(file);
}

static bool delegated_base(const char *mount, char *base, size_t size) {
  static const char leaf_name[] = "/assay-supervisors";
  char text[PATH_MAX], leaf[PATH_MAX];
  if (!read_small_file("/proc/self/cgroup", text, sizeof text)) return false;
  char *own = strstr(text, "0::");
  if (own == NULL) return false;
  own[strcspn(own, "\n")] = 0;
  if (snprintf(base, size, "%s%s", mount, own + 3) >= (int)size) return false;
  size_t length = strlen(base), suffix = sizeof leaf_name - 1;
  if (length > suffix && strcmp(base + length - suffix, leaf_name) == 0) {
    base[length - suffix] = 0;
    return true;
  }
  if (access(base, W_OK) != 0) return false;
  if (snprintf(leaf, sizeof leaf, "%s%s", base, leaf_name) >= (int)sizeof leaf) return false;
  if (mkdir(leaf, 0755) != 0 && errno != EEXIST) return false;
  move_processes(base, leaf);
  return true;
}

static bool create_v2(struct cgroups *cgroups, const char *mount, const char *wish, char *reason, size_t size) {
  char base[PATH_MAX], name[96], path[PATH_MAX + 32];
  if (wish != NULL) {
    snprintf(base, sizeof base, "%s", wish);
  } else if (geteuid() == 0) {
    snprintf(base, sizeof base, "%s", mount);
  } else if (!delegated_base(mount, base, sizeof base)) {
    snprintf(reason, size, "no control group is delegated to this user");
    return false;
  }
  enable_controllers(base);
  cgroups_sweep(base);
  group_name(name, sizeof name);
  if (!add_group(cgroups, base, name, 0)) {
    snprintf(reason, size, "cannot make a control group in %s: %s", base, strerror(errno));
    return false;
  }
  char list[512];
  snprintf(path, sizeof path, "%s/cgroup.controllers", cgroups->groups[0].path);
  read_small_file(path, list, sizeof list);
  cgroups->groups[0].controllers = controllers_in(list) | CG_UNIFIED;
  cgroups->version = 2;
  if (cgroups->groups[0].controllers & CG_MEMORY) return true;
  snprintf(reason, size, "the control group %s has no memory controller", base);
  return false;
}

static int open_in(const struct cgroups *cgroups, unsigned controller, const char *name) {
  const char *directory = cgroups_path(cgroups, controller);
  char path[PATH_MAX + 64];
  if (directory == NULL) return -1;
  snprintf(path, sizeof path, "%s/%s", directory, name);
  return open(path, O_RDONLY | O_CLOEXEC);
}

// Best effort: a run should feel its neighbours' load as little as possible.
static void raise_cpu_weight(const struct cgroups *cgroups) {
  const char *directory = cgroups_path(cgroups, CG_CPU);
  if (directory == NULL) return;
  if (cgroups->version == 1) write_number_file(directory, "cpu.shares", 262144);
  if (cgroups->version == 2) write_number_file(directory, "cpu.weight", 10000);
}

bool cgroups_create(struct cgroups *cgroups, const char *base, char *reason, size_t reason_size) {
  struct mounts mounts;
  find_mounts(&mounts);
  unsigned v1 = 0;
  for (int index = 0; index < mounts.v1_count; index++) v1 |= mounts.v1[index].controllers;
  bool made = false;
  if (base == NULL && (v1 & CG_MEMORY)) {
    made = create_v1(cgroups, &mounts, reason, reason_size);
  } else if (mounts.unified[0] != 0) {
    made = create_v2(cgroups, mounts.unified, base, reason, reason_size);
  } else {
    snprintf(reason, reason_size, "no memory controller is mounted");
  }
  if (!made) {
    cgroups_remove(cgroups);
    return false;
  }
  bool v2 = cgroups->version == 2;
  cgroups->oom_fd = open_in(cgroups, CG_MEMORY, v2 ? "memory.events" : "memory.oom_control");
  cgroups->current_fd = open_in(cgroups, CG_MEMORY, v2 ? "memory.current" : "memory.usage_in_bytes");
  cgroups->cpu_fd = open_in(cgroups, CG_UNIFIED, "cpu.stat");
  if (cgroups->cpu_fd < 0) cgroups->cpu_fd = open_in(cgroups, CG_CPUACCT, "cpuacct.usage");
  raise_cpu_weight(cgroups);
  return true;
}
