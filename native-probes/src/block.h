#ifndef THREADLAB_BLOCK_H
#define THREADLAB_BLOCK_H

#include <stdbool.h>

#include "operations.h"

enum { BLOCK_LIMIT = 10000 /* operations in one block */ };

/* Reserves what blocks write into; false with errno set where there is no memory. Once, before the functions below. */
bool prepare_blocks(void);

/* Runs one operation without recording it. Returns 0 or -errno of what failed. */
int run_once(const struct operation *operation);

/* Runs a block of 1 to BLOCK_LIMIT operations and writes its `samples` line. */
void answer_block(const struct operation *operation, int count);

#endif
