#define _GNU_SOURCE
#include "run.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

// Limits that hold for us because whoever started assay was held to them. The learner's process inherits them,
// and one that is below what the lab allows would look like a failure of the learner's.

enum { NEEDED_FILES = 128, INTERPRETER_SPACE = 512 << 20 };

struct inherited {
  __rlimit_resource_t resource;
  const char *name;
  char option; // of the shell's ulimit
};

static const struct inherited inherited[] = {
    {RLIMIT_AS, "address space", 'v'},     {RLIMIT_DATA, "data", 'd'},
    {RLIMIT_CPU, "CPU time", 't'},         {RLIMIT_FSIZE, "file size", 'f'},
    {RLIMIT_NOFILE, "open files", 'n'},    {RLIMIT_NPROC, "processes", 'u'},
    {RLIMIT_STACK, "stack size", 's'},
};
enum { INHERITED = sizeof inherited / sizeof inherited[0] };

// As far as we may: for root there is no bound, but the kernel has one of its own for open files.
void limits_raise(void) {
  for (int index = 0; index < INHERITED; index++) {
    __rlimit_resource_t resource = inherited[index].resource;
    struct rlimit present, wanted = {RLIM_INFINITY, RLIM_INFINITY};
    if (getrlimit(resource, &present) != 0) continue;
    if (resource == RLIMIT_NOFILE) {
      wanted.rlim_max = present.rlim_max > 65536 ? present.rlim_max : 65536;
      wanted.rlim_cur = wanted.rlim_max;
    }
    if (setrlimit(resource, &wanted) == 0) continue;
    present.rlim_cur = present.rlim_max;
    setrlimit(resource, &present);
  }
}

static rlim_t wanted_by(const struct configuration *lab, __rlimit_resource_t resource) {
  switch (resource) {
  case RLIMIT_AS: return lab->memory + INTERPRETER_SPACE;
  case RLIMIT_DATA: return lab->memory;
  case RLIMIT_CPU: return lab->cpu_ms / 1000 + 2;
  case RLIMIT_FSIZE: return lab->disk;
  case RLIMIT_NOFILE: return lab->open_files > NEEDED_FILES ? lab->open_files : NEEDED_FILES;
  case RLIMIT_NPROC: return lab->processes + 2;
  default: return 1 << 20;
  }
}

bool limits_suffice(const struct configuration *lab, char *reason, size_t size) {
  for (int index = 0; index < INHERITED; index++) {
    struct rlimit present;
    rlim_t wanted = wanted_by(lab, inherited[index].resource);
    if (getrlimit(inherited[index].resource, &present) != 0 || present.rlim_max >= wanted) continue;
    snprintf(
        reason, size, "%s: %llu, needed: %llu, ulimit -H%c", inherited[index].name,
        (unsigned long long)present.rlim_max, (unsigned long long)wanted, inherited[index].option);
    return false;
  }
  return true;
}
