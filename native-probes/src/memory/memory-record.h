#ifndef THREADLAB_MEMORY_RECORD_H
#define THREADLAB_MEMORY_RECORD_H

#include <stdbool.h>

#include "memory-accounts.h"
#include "samples.h"

/* What a unit has in memory, in bytes; for a child that wrote to its pages also the time of one fault, in ns. */
enum memory_part { TOTAL, VIRTUAL, RSS, PSS, USS, PAGE_TABLES, KERNEL_STACK, MEMORY_PARTS, FAULT = MEMORY_PARTS };

/* The readings around one sample, and what the units themselves had meanwhile (nothing, for threads). */
struct memory_readings {
    struct accounts self_before, self_after, units;
    struct system_accounts system_before, system_after;
};

/* Samples with the memory parts, and with FAULT behind them where faults are timed; NULL with errno set. */
struct samples *reserve_memory_samples(bool with_faults, int limit);

/* Finds out how large the kernel's stack of a task is, and reports what it rests on. Returns 0 or -errno. */
int find_kernel_stack(void);

/* Reports what this process, the parent of all units, has in memory before the first. Returns 0 or -errno. */
int report_parent(void);

int read_before(struct memory_readings *readings);
int read_after(struct memory_readings *readings);

/*
 * Writes the parts of the next sample, without counting it yet: what `count` units came to together. Returns 0, or
 * -ERANGE where memory went down though units were added: then somebody else changed it meanwhile.
 */
int record_memory(struct samples *samples, const struct memory_readings *readings, int count);

#endif
