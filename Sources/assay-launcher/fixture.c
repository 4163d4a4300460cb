#define _GNU_SOURCE
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

// The fixture server: shares the run's network and nothing else with the learner. It makes the namespace
// itself, before it gives up its privileges; bubblewrap then enters it. Its control channel is its stdin and
// stdout, never a port, so that the learner cannot reach it.

static bool raise_loopback(void) {
  struct ifreq request;
  memset(&request, 0, sizeof request);
  strcpy(request.ifr_name, "lo");
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  bool ok = ioctl(fd, SIOCGIFFLAGS, &request) == 0;
  request.ifr_flags |= IFF_UP | IFF_RUNNING;
  ok = ok && ioctl(fd, SIOCSIFFLAGS, &request) == 0;
  close(fd);
  return ok;
}

static bool map_ourselves(uid_t user, gid_t group) {
  char text[64];
  if (!write_small_file("/proc/self/setgroups", "deny")) return false;
  snprintf(text, sizeof text, "%u %u 1", user, user);
  if (!write_small_file("/proc/self/uid_map", text)) return false;
  snprintf(text, sizeof text, "%u %u 1", group, group);
  return write_small_file("/proc/self/gid_map", text);
}

static bool make_network(void) {
  uid_t user = geteuid();
  gid_t group = getegid();
  if (user == 0) return unshare(CLONE_NEWNET) == 0 && raise_loopback();
  return unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0 && map_ourselves(user, group) && raise_loopback();
}

static void raise_open_files(void) {
  struct rlimit files;
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
}

// What it keeps of a flood is bounded, so that it is the server that ends and not the machine's memory.
static void bound_memory(void) {
  struct rlimit data = {1 << 30, 1 << 30};
  setrlimit(RLIMIT_DATA, &data);
}

static bool give_up_root(int slot) {
  if (geteuid() != 0 || slot == NO_SLOT) return true;
  uid_t user = slot_fixture(slot);
  return setgroups(0, NULL) == 0 && setresgid(user, user, user) == 0 && setresuid(user, user, user) == 0;
}

static void fixture_main(char **program, bool private_network, int slot, int ready) {
  // Opened with our privileges: the program may lie where its own user cannot go.
  int file = open(program[0], O_PATH | O_CLOEXEC);
  if (private_network && !make_network()) {
    dprintf(2, "cannot make a private network: %s\n", strerror(errno));
    _exit(125);
  }
  raise_open_files();
  bound_memory();
  // Best effort, like the run's own CPU weight: what the server is late by looks like the learner's waiting.
  setpriority(PRIO_PROCESS, 0, -20);
  if (!give_up_root(slot)) {
    dprintf(2, "cannot give up root: %s\n", strerror(errno));
    _exit(125);
  }
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (!write_all(ready, "r", 1)) _exit(125);
  char *environment[] = {"PATH=/usr/bin:/bin", "LANG=C.UTF-8", NULL};
  execve(program[0], program, environment);
  if (file >= 0) execveat(file, "", program, environment, AT_EMPTY_PATH);
  dprintf(2, "cannot start %s: %s\n", program[0], strerror(errno));
  _exit(127);
}

// Returns once the network exists. The server itself starts while the sandbox does; what goes wrong there
// comes to light as the end of its output.
bool fixture_start(struct fixture *fixture, struct text text, bool private_network, int slot) {
  char *program[MAX_ARGUMENTS];
  int input[2], output[2], errors[2], ready[2];
  if (split_strings(text, program, MAX_ARGUMENTS) <= 0) return false;
  if (pipe2(input, O_CLOEXEC) || pipe2(output, O_CLOEXEC) || pipe2(errors, O_CLOEXEC)) return false;
  if (pipe2(ready, O_CLOEXEC)) return false;
  fixture->pid = fork();
  if (fixture->pid < 0) return false;
  if (fixture->pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (dup2(input[0], 0) < 0 || dup2(output[1], 1) < 0 || dup2(errors[1], 2) < 0) _exit(125);
    // Low numbers first: everything else of ours must be closed at exec, and is marked so.
    reset_signals();
    fixture_main(program, private_network, slot, ready[1]);
  }
  close(input[0]);
  close(output[1]);
  close(errors[1]);
  close(ready[1]);
  fixture->input = input[1];
  fixture->output = output[0];
  fixture->errors = errors[0];
  fcntl(input[1], F_SETFL, O_NONBLOCK);
  fcntl(output[0], F_SETFL, O_NONBLOCK);
  fcntl(errors[0], F_SETFL, O_NONBLOCK);
  char byte;
  bool started = read_all(ready[0], &byte, 1);
  close(ready[0]);
  return started;
}

static bool enter(pid_t process, const char *kind, int flag) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/ns/%s", (int)process, kind);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  bool entered = setns(fd, flag) == 0;
  close(fd);
  return entered;
}

void fixture_join_network(pid_t fixture) {
  bool entered = geteuid() == 0 || enter(fixture, "user", CLONE_NEWUSER);
  if (!entered || !enter(fixture, "net", CLONE_NEWNET)) {
    die(KIND_FIXTURE, "cannot enter the fixture's network: %s", strerror(errno));
  }
}

// How the server has ended, as waitpid says it; -1 where it has only closed its output.
int fixture_status(struct fixture *fixture) {
  for (int round = 0; fixture->pid > 0 && round < 100; round++) {
    if (waitpid(fixture->pid, &fixture->status, WNOHANG) == fixture->pid) {
      fixture->pid = 0;
    } else {
      pause_ms(1);
    }
  }
  return fixture->pid > 0 ? -1 : fixture->status;
}

void fixture_end(struct fixture *fixture) {
  if (fixture->pid <= 0) return;
  kill(fixture->pid, SIGKILL);
  waitpid(fixture->pid, NULL, 0);
  fixture->pid = 0;
}
