#ifndef THREADLAB_SAMPLES_H
#define THREADLAB_SAMPLES_H

#include <stdint.h>

enum { PARTS_LIMIT = 12 };

/*
 * What one block gives: for each part of an operation, one value a sample. A sample spans `batch` operations, and its
 * values are what all of them came to together; so is the overhead.
 */
struct samples {
    const char *series;
    int batch;
    const char *const *parts; /* ends with NULL; at most PARTS_LIMIT */
    int64_t *values[PARTS_LIMIT];
    int64_t overhead[PARTS_LIMIT];
    int count;
    int failure;             /* errno of what ended the block early, 0 where nothing did */
    const char *failed_call; /* what failed then */
};

/* Something that was counted while a block ran. */
struct named_count {
    const char *name;
    int64_t value;
};

/* Reserves room for `limit` samples of these parts, all of it harness memory; NULL with errno set where there is none. */
struct samples *reserve_samples(const char *const *parts, int limit);

/* Empties it for the next block. */
void clear_samples(struct samples *samples, const char *series, int batch);

/* Writes the `samples` line but for its end, so that more can stand in it. `counts` ends with a NULL name. */
void begin_samples_report(const struct samples *samples, const struct named_count *counts);

/* Writes the whole line. */
void report_samples(const struct samples *samples, const struct named_count *counts);

/* The median of values; sorts them. */
int64_t median_of(int64_t *values, int count);

#endif
