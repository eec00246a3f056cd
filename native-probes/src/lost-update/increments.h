#ifndef THREADLAB_INCREMENTS_H
#define THREADLAB_INCREMENTS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

/* The number that all threads add to, in a cache line of its own, and the lock of those that take one. */
struct shared_counter {
    _Alignas(64) uint64_t plain;
    _Alignas(64) _Atomic uint64_t atomic;
    _Alignas(64) pthread_mutex_t mutex;
};

/* Adds 1 to it so many times. Kept apart from their callers, so that a test can read their code. */
typedef void increments(struct shared_counter *counter, int64_t times);

/* Read, add, write: three steps, as the source says. The compiler may not leave any out, nor make one of them. */
increments add_plainly;
/* The same by atomic accesses: each is whole, and between them is as much room as before. */
increments add_by_load_and_store;
/* One step, which nobody can get into. */
increments add_atomically;
/* Three steps that only one at a time may take. */
increments add_under_mutex;

#endif
