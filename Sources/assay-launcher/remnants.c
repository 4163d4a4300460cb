#define _GNU_SOURCE
#include "launcher.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

// The certain end of a run that has no namespace of its own: of its processes, and of its files.
//
// With a user id of its own, `kill(-1)` as that user reaches all of them at once: the kernel goes through its
// list under a lock, and a fork of a process that is about to die fails. Nobody can be born meanwhile, however
// fast they fork. Without, all processes of the run are in process groups of one session, which the filter does
// not let them leave, and a group is killed in the same way.

enum { ROUNDS = 5000 };

// Whoever kills has the run's user id as its effective one only. The run's processes may signal those whose
// real or saved id is theirs, so they cannot strike first; and `kill` looks at the sender's real id too, so
// that one must belong to nobody.
static void kill_as(uid_t learner) {
  pid_t killer = fork();
  if (killer == 0) {
    if (setresuid(slot_killer(learner), learner, 0) == 0) kill(-1, SIGKILL);
    _exit(0);
  }
  if (killer > 0) waitpid(killer, NULL, 0);
}

static void bury(void) {
  while (waitpid(-1, NULL, WNOHANG) > 0) {}
}

// True once nobody is left. Only for a process whose children are all of the run.
bool user_kill(uid_t learner) {
  for (int round = 0; round < ROUNDS; round++) {
    if (processes_of(learner) == 0) return true;
    kill_as(learner);
    if (round > 0) pause_ms(1);
  }
  return false;
}

static pid_t spared;
static int found;

static void kill_group(pid_t group) {
  if (group == spared || group <= 1) return;
  found++;
  kill(-group, SIGKILL);
}

// Kills every process group of a session but the caller's own.
bool session_kill(pid_t session) {
  spared = getpgrp();
  for (int round = 0; round < ROUNDS; round++) {
    found = 0;
    each_group_of(session, kill_group);
    if (found == 0) return true;
    bury();
    pause_ms(1);
  }
  return false;
}

// Moves what is in a folder to the folder above it. Depth costs nothing that way: a tree that is deeper than
// any path or stack may be long is taken down from the top.
static bool lift(int top, const char *name, unsigned *serial) {
  int fd = openat(top, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0) return false;
  DIR *entries = fdopendir(fd);
  bool has_changed = false;
  struct dirent *entry;
  while (entries != NULL && (entry = readdir(entries)) != NULL) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    struct stat status;
    if (fstatat(fd, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 && !S_ISDIR(status.st_mode)) {
      has_changed = unlinkat(fd, entry->d_name, 0) == 0 || has_changed;
      continue;
    }
    char lifted[32];
    snprintf(lifted, sizeof lifted, ".lifted-%u", (*serial)++);
    fchmodat(fd, entry->d_name, 0700, 0);
    has_changed = renameat2(fd, entry->d_name, top, lifted, RENAME_NOREPLACE) == 0 || has_changed;
  }
  if (entries != NULL) closedir(entries);
  return has_changed;
}

// True if it, or something in it, is gone from its place.
static bool remove_entry(int top, const char *name, unsigned *serial) {
  if (unlinkat(top, name, 0) == 0 || unlinkat(top, name, AT_REMOVEDIR) == 0) return true;
  if (errno != ENOTEMPTY && errno != EACCES) return false;
  fchmodat(top, name, 0700, 0);
  bool has_changed = lift(top, name, serial);
  return unlinkat(top, name, AT_REMOVEDIR) == 0 || has_changed;
}

// Removes the entries of an open folder, of one owner or of all; false when there was nothing to do.
static bool sweep(int top, uid_t owner, bool of_all, unsigned *serial) {
  int fd = openat(top, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *entries = fd < 0 ? NULL : fdopendir(fd);
  if (entries == NULL) return false;
  bool did_something = false;
  struct dirent *entry;
  while ((entry = readdir(entries)) != NULL) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    struct stat status;
    if (fstatat(top, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
    if (!of_all && status.st_uid != owner) continue;
    if (remove_entry(top, entry->d_name, serial)) did_something = true;
  }
  closedir(entries);
  return did_something;
}

static void sweep_folder(const char *path, uid_t owner, bool of_all) {
  int top = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  unsigned serial = 0;
  if (top < 0) return;
  while (sweep(top, owner, of_all, &serial)) {}
  close(top);
}

void tree_remove(const char *path) {
  sweep_folder(path, 0, true);
  rmdir(path);
}

// Files of the run's user in the places that every user may write to.
void remnants_remove(uid_t learner) {
  const char *places[] = {"/dev/shm", "/tmp", "/var/tmp"};
  for (int index = 0; index < 3; index++) sweep_folder(places[index], learner, false);
}
