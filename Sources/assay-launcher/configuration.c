#include "launcher.h"

#include <stdlib.h>
#include <string.h>

// The configuration is a sequence of fields in the form of frames: a tag, a length, the content. Numbers are
// decimal texts. Lists of strings end each string with a NUL.

static uint64_t number(struct text text) {
  char digits[32];
  size_t length = text.length < sizeof digits - 1 ? text.length : sizeof digits - 1;
  memcpy(digits, text.bytes, length);
  digits[length] = 0;
  return strtoull(digits, NULL, 10);
}

static bool set(struct configuration *configuration, char tag, struct text text) {
  switch (tag) {
  case 'w': configuration->wall_ms = number(text); return true;
  case 'c': configuration->cpu_ms = number(text); return true;
  case 'm': configuration->memory = number(text); return true;
  case 'p': configuration->processes = number(text); return true;
  case 'n': configuration->open_files = number(text); return true;
  case 'o': configuration->output = number(text); return true;
  case 'd': configuration->disk = number(text); return true;
  case 'u': configuration->own_user = number(text) != 0; return true;
  case 'b': configuration->bwrap = text; return true;
  case 'A': configuration->bwrap_arguments = text; return true;
  case 'S': configuration->seccomp = text; return true;
  case 'L': configuration->program = text; return true;
  case 'X': configuration->fixture = text; return true;
  case 'e': configuration->environment = text; return true;
  case 'g': configuration->directory = text; return true;
  case 'I': configuration->inner = text; return true;
  case 's': configuration->scratch = text; return true;
  case 'D':
    if (configuration->data_count == MAX_DATA) return false;
    configuration->data[configuration->data_count++] = text;
    return true;
  default: return false;
  }
}

bool configuration_parse(struct configuration *configuration, const uint8_t *bytes, size_t count) {
  memset(configuration, 0, sizeof *configuration);
  size_t position = 0;
  while (position + 5 <= count) {
    const uint8_t *field = bytes + position;
    size_t length = field[1] | (size_t)field[2] << 8 | (size_t)field[3] << 16 | (size_t)field[4] << 24;
    if (length > count - position - 5) return false;
    struct text text = {(const char *)field + 5, length};
    if (!set(configuration, (char)field[0], text)) return false;
    position += 5 + length;
  }
  return position == count && configuration->program.length > 0;
}

// The strings of a list, as pointers into it, with a null pointer at the end. Returns how many there are,
// or -1 when the list is malformed or too long.
int split_strings(struct text text, char **strings, int capacity) {
  int count = 0;
  size_t start = 0;
  for (size_t position = 0; position < text.length; position++) {
    if (text.bytes[position] != 0) continue;
    if (count == capacity - 1) return -1;
    strings[count++] = (char *)text.bytes + start;
    start = position + 1;
  }
  strings[count] = NULL;
  return start == text.length ? count : -1;
}
