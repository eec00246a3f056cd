#ifndef THREADLAB_SWITCH_BLOCK_H
#define THREADLAB_SWITCH_BLOCK_H

#include "task-ring.h"

enum { SWITCH_BLOCK_LIMIT = 4096 /* samples in one block */ };

/* Reserves what blocks write into and prepares the rings. Once. Returns 0 or -errno. */
int prepare_switch_blocks(void);

/* Runs a block of samples that span `batch` handovers each, a multiple of the ring's size, and writes its line. */
void answer_switch_block(const char *series, const struct ring_plan *plan, int batch, int count);

/* Counts events of the tasks over about `handovers` handovers, untimed, and observes them. Returns 0 or -errno. */
int observe_counters(const char *series, const struct ring_plan *plan, int handovers);

#endif
