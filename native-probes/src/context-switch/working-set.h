#ifndef THREADLAB_WORKING_SET_H
#define THREADLAB_WORKING_SET_H

#include <stddef.h>

/* Memory that one task reads and writes at each of its turns; private to it, in 4 KiB pages. */
struct working_set {
    char *start;
    size_t bytes;
};

/* Reserves and touches it; none for 0 bytes. Async-signal-safe. Returns 0 or -errno. */
int hold_working_set(struct working_set *set, size_t bytes);
void release_working_set(struct working_set *set);

/* Reads and writes one word of each cache line, from the first to the last. */
void traverse_working_set(const struct working_set *set);

#endif
