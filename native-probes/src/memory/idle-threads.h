#ifndef THREADLAB_IDLE_THREADS_H
#define THREADLAB_IDLE_THREADS_H

#include <stddef.h>

#include "idle-units.h"

extern const struct idle_kind idle_thread; /* a POSIX thread that waits, on a stack of the size below */

/* Reserves what they need. Returns 0 or -errno. */
int prepare_idle_threads(size_t stack_bytes);

#endif
