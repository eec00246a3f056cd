#ifndef THREADLAB_IDLE_SAMPLE_H
#define THREADLAB_IDLE_SAMPLE_H

#include <stdbool.h>

#include "idle-units.h"

enum { IDLE_BLOCK_LIMIT = 100 /* samples in one block */ };

/* Reserves what blocks write into; false with errno set where there is no memory. */
bool prepare_idle_samples(void);

/*
 * Takes 1 to IDLE_BLOCK_LIMIT samples of a series and writes their `samples` line. For each, `units` idle units are
 * created, the memory is read when all of them are up, and all are ended.
 */
void answer_idle_block(const struct idle_kind *kind, const char *series, int units, int count);

#endif
