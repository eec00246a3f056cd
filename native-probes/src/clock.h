#ifndef THREADLAB_CLOCK_H
#define THREADLAB_CLOCK_H

#include <stdint.h>

/*
 * CLOCK_MONOTONIC in nanoseconds, read through the kernel's vDSO without passing through libc, so that a
 * task which libc does not know about (a raw clone) can read it as well. clock_start() must have run once.
 */
void clock_start(void);
int64_t clock_now(void);

/* The core that the calling task runs on at this moment, by the same road; -1 if the kernel does not say. */
int current_core(void);

/* The clock's resolution as the kernel gives it, in nanoseconds. */
int64_t clock_resolution(void);

#endif
