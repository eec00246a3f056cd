#ifndef THREADLAB_HARNESS_MEMORY_H
#define THREADLAB_HARNESS_MEMORY_H

#include <stddef.h>

/*
 * Zeroed memory for what the harness itself writes: moments, samples, report lines. Every page is there
 * already, so nothing faults while a block runs; and a fork neither copies its page tables nor makes the
 * next write to it a fault, so the harness adds nothing to what a fork costs. A forked child has no such memory
 * and must not touch it. Never freed. NULL with errno set where the system refuses.
 */
void *reserve_harness_memory(size_t bytes);

#endif
