#ifndef THREADLAB_TASK_COUNTERS_H
#define THREADLAB_TASK_COUNTERS_H

#include <stdint.h>

/* Events that the kernel or the processor counts for one task while it runs. */
enum { CYCLES, INSTRUCTIONS, TLB_MISSES, CACHE_MISSES, COUNTED_SWITCHES, COUNTED_MIGRATIONS, COUNTERS };

struct counter_description {
    const char *name;
    uint32_t type;
    uint64_t config;
};
extern const struct counter_description counter_descriptions[COUNTERS];

struct task_counters {
    int files[COUNTERS];
    int failures[COUNTERS]; /* 0 or -errno of opening it */
    int user_only;          /* the kernel's own share is closed to this user */
};

/* Counts of one task, or of several added up; `failures` as above. */
struct task_counts {
    int64_t values[COUNTERS];
    int failures[COUNTERS];
    int user_only;
};

/* Opens them for the calling task, not yet counting. Those that are missing say so in `failures`. */
void open_task_counters(struct task_counters *counters);
void start_task_counters(struct task_counters *counters);
/* Stops, reads and closes them. Counters that had to take turns are scaled to the whole time. */
void take_task_counts(struct task_counters *counters, struct task_counts *counts);
void add_task_counts(struct task_counts *sum, const struct task_counts *counts);

/* How much of these counters the system's setting closes to unprivileged users. Returns 0, or -errno where it is not told. */
int read_paranoid_level(int *level);

#endif
