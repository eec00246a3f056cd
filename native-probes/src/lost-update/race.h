#ifndef THREADLAB_RACE_H
#define THREADLAB_RACE_H

#include <stdbool.h>
#include <stdint.h>

#include "increments.h"

enum { RACER_LIMIT = 16, RACE_CORE_LIMIT = 64 };

/* Threads that all add to one counter, each so many times, from a common release. */
struct race_plan {
    int threads;
    int64_t each; /* increments of one thread */
    increments *add;
    const int *cores; /* thread i is kept on core i modulo their number */
    int core_count;
};

/* What one race came to; times in ns. */
struct race_result {
    int64_t elapsed; /* from the release until the last thread has added for the last time */
    int64_t expected, counted; /* increments made, and what the counter says */
    int64_t voluntary, involuntary; /* switches of all threads from their release on */
    int64_t misplaced; /* threads that were seen on another core than theirs */
};

/* Returns 0, or -errno of the call that is named in *failed_call. */
int race_once(const struct race_plan *plan, struct race_result *result, const char **failed_call);

#endif
