#define _GNU_SOURCE
#include "launcher.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

// Runs that go on at the same time have different user ids, so that none can signal or read another. A slot
// is held by binding an abstract socket: the kernel frees it when we end, however we end, and nothing is
// left on any disk. The ranges are ones that Debian, Ubuntu and systemd assign to nobody.
enum { SLOTS = 256, FIRST_LEARNER = 60001, FIRST_FIXTURE = 60706 };

int slot_take(void) {
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return NO_SLOT;
  // Starting at our process id spreads launchers that start at the same time.
  int first = getpid() % SLOTS;
  for (int offset = 0; offset < SLOTS; offset++) {
    int slot = (first + offset) % SLOTS;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int length = snprintf(address.sun_path + 1, sizeof address.sun_path - 1, "assay-slot-%d", slot);
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)length);
    if (bind(fd, (struct sockaddr *)&address, size) == 0) return slot;
  }
  close(fd);
  return NO_SLOT;
}

uid_t slot_learner(int slot) { return (uid_t)(FIRST_LEARNER + slot); }

uid_t slot_fixture(int slot) { return (uid_t)(FIRST_FIXTURE + slot); }
