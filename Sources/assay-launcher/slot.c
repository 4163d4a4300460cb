#define _GNU_SOURCE
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

// Runs that go on at the same time have different user ids, so that none can signal or read another. A slot is
// held by a lock on a file that only root can open: the kernel frees it when we end, however we end. Not by an
// abstract socket, which a run that shares our network could bind before us. The ranges of ids are ones that
// Debian, Ubuntu and systemd assign to nobody.
enum { SLOTS = 256, FIRST_LEARNER = 60001, FIRST_KILLER = 60257, FIRST_FIXTURE = 60706 };

// Beyond the first, for containers whose /run is missing or read-only.
static const char *const folders[] = {"/run/assay-slots", "/dev/shm/assay-slots", "/tmp/assay-slots"};

// Root's own and nobody else's, or not used: the later places are open to all.
static int open_folder(const char *path) {
  if (mkdir(path, 0700) != 0 && errno != EEXIST) return -1;
  int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  struct stat status;
  if (fd < 0) return -1;
  if (fstat(fd, &status) == 0 && status.st_uid == 0 && (status.st_mode & 077) == 0) return fd;
  close(fd);
  return -1;
}

static bool lock_slot(int folder, int slot) {
  char name[16];
  snprintf(name, sizeof name, "%d", slot);
  int fd = openat(folder, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0) return false;
  // Kept open until we end.
  if (flock(fd, LOCK_EX | LOCK_NB) == 0) return true;
  close(fd);
  return false;
}

static int take_in(int folder) {
  // Starting at our process id spreads launchers that start at the same time.
  int first = getpid() % SLOTS;
  for (int offset = 0; offset < SLOTS; offset++) {
    int slot = (first + offset) % SLOTS;
    if (lock_slot(folder, slot)) return slot;
  }
  return NO_SLOT;
}

int slot_take(void) {
  for (size_t index = 0; index < sizeof folders / sizeof folders[0]; index++) {
    int folder = open_folder(folders[index]);
    if (folder < 0) continue;
    int slot = take_in(folder);
    close(folder);
    if (slot != NO_SLOT) return slot;
  }
  return NO_SLOT;
}

uid_t slot_learner(int slot) { return (uid_t)(FIRST_LEARNER + slot); }

uid_t slot_fixture(int slot) { return (uid_t)(FIRST_FIXTURE + slot); }

// The real user id of whoever kills as the learner; see remnants.c.
uid_t slot_killer(uid_t learner) { return learner - FIRST_LEARNER + FIRST_KILLER; }
