#ifndef THREADLAB_BIRTH_H
#define THREADLAB_BIRTH_H

#include <stdint.h>
#include <time.h>

#include "raw-system-call.h"

/* What a new task writes down as the first thing that it does. */
struct birth {
    int64_t time; /* CLOCK_MONOTONIC, ns; 0 while nothing was written */
    int64_t core; /* the core that it ran on then; -1 if unknown */
};

/* The descriptor on which a child with memory of its own writes its birth. */
enum { BIRTH_DESCRIPTOR = 3 };

/*
 * For children with memory of their own. System calls only: in a forked child each page that it touches first, the
 * vDSO's and libc's among them, is a page fault that the figure would have to carry.
 */
ALWAYS_INLINE void report_birth_in_pipe(void)
{
    struct timespec now = {0, 0};
    unsigned core = 0;
    raw_system_call4(SYS_clock_gettime, CLOCK_MONOTONIC, (long)&now, 0, 0);
    struct birth birth = {.time = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec, .core = -1};
    if (raw_system_call4(SYS_getcpu, (long)&core, 0, 0, 0) == 0)
        birth.core = core;
    raw_system_call4(SYS_write, BIRTH_DESCRIPTOR, (long)&birth, sizeof birth, 0);
}

#endif
