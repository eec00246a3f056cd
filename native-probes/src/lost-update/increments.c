#include "increments.h"

/* The race is the point of it: the thread sanitizer is told so. */
#define RACES __attribute__((noinline, no_sanitize("thread")))

RACES void add_plainly(struct shared_counter *counter, int64_t times)
{
    volatile uint64_t *number = &counter->plain;
    for (int64_t i = 0; i < times; i++) {
        const uint64_t seen = *number;
        *number = seen + 1;
    }
}

__attribute__((noinline)) void add_by_load_and_store(struct shared_counter *counter, int64_t times)
{
    for (int64_t i = 0; i < times; i++) {
        const uint64_t seen = atomic_load_explicit(&counter->atomic, memory_order_relaxed);
        atomic_store_explicit(&counter->atomic, seen + 1, memory_order_relaxed);
    }
}

__attribute__((noinline)) void add_atomically(struct shared_counter *counter, int64_t times)
{
    for (int64_t i = 0; i < times; i++)
        atomic_fetch_add_explicit(&counter->atomic, 1, memory_order_relaxed);
}

__attribute__((noinline)) void add_under_mutex(struct shared_counter *counter, int64_t times)
{
    volatile uint64_t *number = &counter->plain;
    for (int64_t i = 0; i < times; i++) {
        pthread_mutex_lock(&counter->mutex);
        *number = *number + 1;
        pthread_mutex_unlock(&counter->mutex);
    }
}
