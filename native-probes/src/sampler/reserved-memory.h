#ifndef THREADLAB_RESERVED_MEMORY_H
#define THREADLAB_RESERVED_MEMORY_H

#include <stddef.h>

/*
 * Zeroed memory for a table that may grow to this size and never moves. Pages that are not used cost nothing, so the
 * size is what the table may come to. Never freed. NULL with errno set where the system refuses.
 */
void *reserve_memory(size_t bytes);

#endif
