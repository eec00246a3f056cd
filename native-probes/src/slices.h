#ifndef THREADLAB_SLICES_H
#define THREADLAB_SLICES_H

#include <stdbool.h>
#include <stdint.h>

#include "switch-records.h"
#include "task-plan.h"

/* Who had which core from when to when. Struct of arrays; moments in ns from the common start. */
enum { SLICE_LIMIT = 20000 };
enum slice_end { PREEMPTED, WAITS, ENDED };

struct slices {
    int64_t *task, *core, *from, *to, *end;
    int count;
    int64_t dropped; /* for which there was no room */
};

/* Returns false with errno set where there is no memory. */
bool reserve_slices(struct slices *slices);

void add_slice(struct slices *slices, int task, int core, int64_t from, int64_t to, enum slice_end end);

/* Makes slices of records, which come core by core. */
struct slicing {
    struct slices *slices;
    int64_t start; /* the common one */
    int task_count;
    int tids[TASK_LIMIT];
    int64_t arrival[TASK_LIMIT], finished[TASK_LIMIT]; /* what was before and after it is no work of the task */
    int64_t recorded[TASK_LIMIT];                      /* the sum of each task's slices */
    int64_t unmatched; /* until a task was done: got a core without losing it again, or the other way round */
    struct switch_record open;
};

/* `slicing` is a struct slicing, as take_switch_records() passes it on. */
void slice_record(void *slicing, const struct switch_record *record);

#endif
