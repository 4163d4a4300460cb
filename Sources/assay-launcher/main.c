// assay-launcher: starts bubblewrap, supervises it, and is the last to leave.
//
// THEORY OF OPERATION
//
// The grader starts this program and talks to it in frames over stdin and stdout. The learner's process is
// never the grader's own child: a process that the learner controls can hang or stall whoever waits for it
// with common library code. The launcher serves one run and ends.
//
//   assay ──frames──▶ launcher ──fork──▶ child ──exec──▶ bwrap ──▶ init (this program, --become) ──▶ python
//                        │                                          process 1 of the sandbox
//                        └──fork──▶ fixture server, in the run's network and nothing else of it
//
// 1. Preparation, before the run is known: own session, no environment, control groups made, a child forked
//    that joins them (10 ms on version 1) and then waits for the configuration. A launcher can be kept in
//    this state while another run goes on.
// 2. The configuration comes: limits are written, the fixture is started in a private network namespace if
//    there is one, and the child goes on: it enters that namespace, puts bubblewrap's arguments, the seccomp
//    program and small files in memory, and executes bubblewrap with an empty environment and nothing open
//    but what it needs.
// 3. Inside, this program again (become.c) is process 1. It forks the learner's process, which takes on
//    limits and an unprivileged user, and reports how that ended, exactly: an exit code alone cannot
//    distinguish a signal.
// 4. supervise.c relays the two private pipes, keeps the ends of stdout and stderr, and looks at clocks and
//    counters every 20 ms.
// 5. The end has one path (finish.c), whatever its cause: kill the control group, wait until it is empty,
//    only then read its counters, remove it, report, exit.
//
// What holds if someone dies: when the grader dies, stdin ends, and that is an order to kill everything. When
// the launcher dies, the kernel kills bubblewrap (PDEATHSIG), which takes its init and with it the process
// namespace; the empty control groups are removed by whichever launcher starts next.
//
// A failure of ours is an error frame and never a report; a report says what the learner's process did.

#include "launcher.h"

#include <stdio.h>
#include <string.h>

static int usage(void) {
  fputs("assay-launcher is started by assay and serves one run.\n"
        "usage: assay-launcher --supervise [--no-cgroups] [--cgroup-base DIRECTORY]\n",
        stderr);
  return 64;
}

int main(int count, char **arguments) {
  if (count > 1 && strcmp(arguments[1], "--become") == 0) return become_main(count - 2, arguments + 2);
  if (count < 2 || strcmp(arguments[1], "--supervise") != 0) return usage();
  struct options options = {.use_cgroups = true};
  for (int index = 2; index < count; index++) {
    if (strcmp(arguments[index], "--no-cgroups") == 0) {
      options.use_cgroups = false;
    } else if (strcmp(arguments[index], "--cgroup-base") == 0 && index + 1 < count) {
      options.cgroup_base = arguments[++index];
    } else {
      return usage();
    }
  }
  return supervise_main(&options);
}
