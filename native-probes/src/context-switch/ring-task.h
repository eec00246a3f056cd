#ifndef THREADLAB_RING_TASK_H
#define THREADLAB_RING_TASK_H

#include "task-ring.h"
#include "working-set.h"

/* What the tasks of a ring and their lead share; for task-ring.c and ring-task.c alone. */

/* What a task is told along with the token. */
enum command { RUN, MARK, STOP };

struct switches {
    int64_t voluntary, involuntary;
};

/* One task, in memory that all of them share. */
struct task {
    struct channel channel;
    _Alignas(64) int place;
    int core; /* of its last turn */
    int64_t moves;
    struct switches before, after;
    struct working_set set; /* means something only where the task runs */
    struct task_counters counters;
    struct task_counts counts;
    int failure; /* -errno of what kept it from starting or from handing over */
    const char *failed_call;
};

struct ring {
    _Alignas(64) int command;
    int broken; /* a task is gone, stopped or failed */
    struct task tasks[RING_LIMIT];
};

extern struct ring *running_ring;     /* shared with forked tasks */
extern struct ring_plan running_plan; /* of the ring that runs */

/* Notes what failed with it; gives the failure. */
int stop_task_with(struct task *task, const char *call, int failure);

/* Takes the calling task to its core and gives it its memory and counters. Returns 0 or -errno. */
int settle_task(struct task *task);
void take_turn(struct task *task);
void begin_task_counts(struct task *task);
/* Reads what was counted and gives back what settle_task gave. */
void leave_ring(struct task *task);

/* Wakes the lead wherever it waits, for good. Async-signal-safe. */
void break_ring(void);

/* The whole life of a task that is not the lead. */
void serve_ring(struct task *task);

#endif
