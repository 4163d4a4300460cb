#define _GNU_SOURCE
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// Landlock: the learner's process shuts itself in. What is not allowed here is refused from then on, to its
// children too. Where there are no namespaces it is what keeps files, TCP and signals apart.
//
// By system call numbers and with constants of our own (the kernel's documentation, userspace-api/landlock):
// the headers of the oldest system that we build on know a part of it only. Each version of the interface adds
// rights; of those that this kernel lacks none may be named.

enum { CREATE_RULESET = 444, ADD_RULE = 445, RESTRICT_SELF = 446 };
enum { RULE_PATH = 1, RULE_PORT = 2, QUERY_VERSION = 1 };

enum {
  EXECUTE = 1 << 0,
  WRITE_FILE = 1 << 1,
  READ_FILE = 1 << 2,
  READ_DIRECTORY = 1 << 3,
  MAKE_DEVICES = 1 << 6 | 1 << 11,
  REFER = 1 << 13,
  TRUNCATE = 1 << 14,
  DEVICE_CONTROL = 1 << 15,
};
enum { BIND_TCP = 1 << 0, CONNECT_TCP = 1 << 1 };
enum { ABSTRACT_SOCKETS = 1 << 0, SIGNALS = 1 << 1 };

struct ruleset {
  uint64_t files, network, scoped;
};
struct path_rule {
  uint64_t allowed;
  int32_t parent;
} __attribute__((packed));
struct port_rule {
  uint64_t allowed, port;
};

static uint64_t all_file_rights(int version) {
  uint64_t rights = (1 << 13) - 1;
  if (version >= 2) rights |= REFER;
  if (version >= 3) rights |= TRUNCATE;
  if (version >= 5) rights |= DEVICE_CONTROL;
  return rights;
}

void barrier_begin(struct barrier *barrier) {
  long version = syscall(CREATE_RULESET, NULL, 0, QUERY_VERSION);
  barrier->version = version > 0 ? (int)version : 0;
  barrier->ruleset = -1;
  if (barrier->version == 0) return;
  struct ruleset ruleset = {.files = all_file_rights(barrier->version)};
  size_t size = sizeof ruleset.files;
  if (version >= 4) {
    ruleset.network = BIND_TCP | CONNECT_TCP;
    size = 2 * sizeof ruleset.files;
  }
  if (version >= 6) {
    ruleset.scoped = ABSTRACT_SOCKETS | SIGNALS;
    size = sizeof ruleset;
  }
  barrier->ruleset = (int)syscall(CREATE_RULESET, &ruleset, size, 0);
  if (barrier->ruleset < 0) die(KIND_SANDBOX, "cannot make a Landlock rule set: %s", strerror(errno));
}

// A path that is not there needs no rule.
static void allow(const struct barrier *barrier, const char *path, uint64_t rights) {
  if (barrier->ruleset < 0) return;
  int fd = open(path, O_PATH | O_CLOEXEC);
  if (fd < 0) return;
  struct stat status;
  bool is_folder = fstat(fd, &status) == 0 && S_ISDIR(status.st_mode);
  if (!is_folder) rights &= EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | DEVICE_CONTROL;
  struct path_rule rule = {rights & all_file_rights(barrier->version), fd};
  if (syscall(ADD_RULE, barrier->ruleset, RULE_PATH, &rule, 0) != 0) {
    die(KIND_SANDBOX, "cannot allow %s by Landlock: %s", path, strerror(errno));
  }
  close(fd);
}

void barrier_allow_reading(const struct barrier *barrier, const char *path) {
  allow(barrier, path, EXECUTE | READ_FILE | READ_DIRECTORY);
}

void barrier_allow_writing(const struct barrier *barrier, const char *path) {
  allow(barrier, path, ~(uint64_t)(MAKE_DEVICES | DEVICE_CONTROL));
}

void barrier_allow_connecting(const struct barrier *barrier, unsigned long long port) {
  if (barrier->version < 4) return;
  struct port_rule rule = {CONNECT_TCP, port};
  if (syscall(ADD_RULE, barrier->ruleset, RULE_PORT, &rule, 0) != 0) {
    die(KIND_SANDBOX, "cannot allow port %llu by Landlock: %s", port, strerror(errno));
  }
}

// Needs that new privileges are forbidden already.
void barrier_close_behind(struct barrier *barrier) {
  if (barrier->ruleset < 0) return;
  if (syscall(RESTRICT_SELF, barrier->ruleset, 0) != 0) {
    die(KIND_SANDBOX, "cannot enforce the Landlock rule set: %s", strerror(errno));
  }
  close(barrier->ruleset);
}
