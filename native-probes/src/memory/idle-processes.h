#ifndef THREADLAB_IDLE_PROCESSES_H
#define THREADLAB_IDLE_PROCESSES_H

#include <stdbool.h>

#include "idle-units.h"

extern const struct idle_kind idle_fork;      /* a copy of this process that waits */
extern const struct idle_kind idle_fork_exec; /* fork, and in the child a tiny static program that waits */

/* Reserves what they need. `path` is the program that waits; it is kept. Returns 0 or -errno. */
int prepare_idle_processes(const char *path);

#endif
