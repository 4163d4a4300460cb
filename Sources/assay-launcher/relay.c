#define _GNU_SOURCE
#include "run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

// Bytes from the run's pipes: to the caller, into the captures, or to be understood by us.

// Reads what there is now; 0 at the end, -1 when there is nothing yet.
static ssize_t read_some(int fd, uint8_t *buffer, size_t size) {
  ssize_t count;
  do count = read(fd, buffer, size);
  while (count < 0 && errno == EINTR);
  if (count < 0 && errno != EAGAIN) return 0;
  return count;
}

// Records come whole in order, but not always in one read.
void relay_status(struct run *run) {
  while (queue_length(&run->status) > 0 && !run->failed) {
    const uint8_t *record = run->status.bytes + run->status.start;
    size_t available = queue_length(&run->status);
    if (record[0] == STATUS_STARTED) {
      run->started = true;
      run->started_at = now_ns();
      queue_frame(&run->to_caller, OUT_STARTED, NULL, 0);
      if (run->answers_end_waits) queue_frame(&run->to_caller, OUT_HARNESS_END, NULL, 0);
      queue_drop(&run->status, 1);
    } else if (record[0] == STATUS_DONE) {
      if (available < 5) return;
      memcpy(&run->wait_status, record + 1, sizeof run->wait_status);
      run->done = true;
      queue_drop(&run->status, 5);
    } else {
      if (available < 4) return;
      size_t length = record[2] | (size_t)record[3] << 8;
      if (available < 4 + length) return;
      // A fixture server that has ended, or could not even start, is why its network was not there to be entered.
      // Its network goes before the ends of its pipes do, so first its end.
      char words[600] = "";
      if (record[1] == KIND_FIXTURE && fixture_status(&run->fixture) >= 0) {
        relay_ready(run, run->fixture.output);
      }
      if (record[1] == KIND_FIXTURE) relay_fixture_words(run, words, sizeof words);
      run_fail(
          run, record[1], "%.*s%s%s", (int)length, (const char *)record + 4, words[0] == 0 ? "" : ": ", words);
    }
  }
}

// What a fixture server that has ended said on stderr, without the line feed at its end.
void relay_fixture_words(struct run *run, char *text, size_t size) {
  static uint8_t buffer[4096];
  ssize_t count;
  while (run->fixture.errors >= 0 && (count = read_some(run->fixture.errors, buffer, sizeof buffer)) > 0) {
    capture_add(&run->fixture_errors, buffer, (size_t)count);
  }
  size_t length = capture_head(&run->fixture_errors);
  if (length > size - 1) length = size - 1;
  while (length > 0 && run->fixture_errors.head[length - 1] == '\n') length--;
  memcpy(text, run->fixture_errors.head, length);
  text[length] = 0;
}

// Of what bubblewrap says we need its child's process id: who to kill where there is no control group.
void relay_bwrap_status(struct run *run) {
  static const char key[] = "\"child-pid\": ";
  queue_append(&run->bwrap_status, "", 1);
  const char *text = (const char *)run->bwrap_status.bytes + run->bwrap_status.start;
  const char *found = strstr(text, key);
  if (found != NULL && run->init == 0) {
    run->init = (pid_t)strtol(found + sizeof key - 1, NULL, 10);
    run->init_fd = (int)syscall(SYS_pidfd_open, run->init, 0);
  }
  run->bwrap_status.end--;
}

static void take(struct run *run, int *fd, const uint8_t *bytes, size_t count) {
  if (fd == &run->child.answers) {
    queue_frame(&run->to_caller, OUT_HARNESS, bytes, count);
  } else if (fd == &run->child.output) {
    capture_add(&run->output, bytes, count);
  } else if (fd == &run->child.errors) {
    capture_add(&run->errors, bytes, count);
  } else if (fd == &run->child.status) {
    queue_append(&run->status, bytes, count);
    relay_status(run);
  } else if (fd == &run->child.bwrap_status) {
    queue_append(&run->bwrap_status, bytes, count);
    relay_bwrap_status(run);
  } else if (fd == &run->fixture.output) {
    queue_frame(&run->to_caller, OUT_FIXTURE, bytes, count);
  } else if (fd == &run->fixture.errors) {
    capture_add(&run->fixture_errors, bytes, count);
  }
}

static void ended(struct run *run, int *fd) {
  close_end(fd);
  if (fd == &run->child.answers) {
    // Where the sandbox could not even be set up, the caller is to hear that, not of a harness that is mute.
    run->answers_end_waits = !run->started;
    if (run->started) queue_frame(&run->to_caller, OUT_HARNESS_END, NULL, 0);
  }
  if (fd == &run->fixture.output) {
    if (run->fixture.errors >= 0) relay_ready(run, run->fixture.errors);
    static uint8_t content[HEAD_BYTES + 4];
    int status = fixture_status(&run->fixture);
    size_t count = capture_head(&run->fixture_errors);
    memcpy(content, &status, 4);
    memcpy(content + 4, run->fixture_errors.head, count);
    queue_frame(&run->to_caller, OUT_FIXTURE_END, content, count + 4);
  }
}

enum { SOURCES = 7 };

static void sources_of(struct run *run, int **sources) {
  int *list[SOURCES] = {&run->child.answers, &run->child.output,       &run->child.errors,
                        &run->child.status,  &run->child.bwrap_status, &run->fixture.output,
                        &run->fixture.errors};
  memcpy(sources, list, sizeof list);
}

void relay_ready(struct run *run, int fd) {
  static uint8_t buffer[65536];
  int *sources[SOURCES];
  sources_of(run, sources);
  for (int index = 0; index < SOURCES; index++) {
    if (fd < 0 || *sources[index] != fd) continue;
    ssize_t count = read_some(fd, buffer, sizeof buffer);
    if (count > 0) take(run, sources[index], buffer, (size_t)count);
    if (count == 0) ended(run, sources[index]);
    return;
  }
}

// What is left in the pipes of a run whose processes are all dead. There is an end to it: nobody writes.
void relay_drain(struct run *run) {
  static uint8_t buffer[65536];
  int *sources[SOURCES];
  sources_of(run, sources);
  for (int index = 0; index < SOURCES; index++) {
    ssize_t count = 1;
    while (*sources[index] >= 0 && (count = read_some(*sources[index], buffer, sizeof buffer)) > 0) {
      take(run, sources[index], buffer, (size_t)count);
    }
    if (*sources[index] >= 0 && count == 0) ended(run, sources[index]);
  }
}
