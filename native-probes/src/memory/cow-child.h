#ifndef THREADLAB_COW_CHILD_H
#define THREADLAB_COW_CHILD_H

#include "parent-memory.h"

enum { COW_BLOCK_LIMIT = 1000 /* samples in one block */ };

/*
 * Reserves what blocks write into. The children will write to the first `percent` of the parent's pages.
 * Returns 0 or -errno.
 */
int prepare_cow_children(const struct parent_memory *memory, int percent);

/*
 * Takes 1 to COW_BLOCK_LIMIT samples and writes their `samples` line. For each, one child is forked, writes one byte to
 * each of its pages, times that, and waits until its memory was read; then it is ended.
 */
void answer_cow_block(int count);

#endif
