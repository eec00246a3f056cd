#ifndef THREADLAB_TASK_RING_H
#define THREADLAB_TASK_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "handover.h"
#include "task-counters.h"

/*
 * A ring of tasks and a token that goes round. Whoever has it takes a turn: uses its working set, hands the token over
 * to the next task and waits for it to come back. The lead is the task that calls these functions; the others are
 * started for one block and gone after it.
 */
enum { RING_LIMIT = 16 };

enum ring_tasks { ALONE, THREADS, PROCESSES };

struct ring_plan {
    const struct handover *by;
    enum ring_tasks tasks;
    int size;            /* 1 for ALONE: the task hands over to itself, with the same calls */
    int cores[2];        /* of the tasks with even and with odd places; -1 where the scheduler chooses */
    size_t working_set;  /* bytes of each task */
    bool counting;       /* count events of each task between mark_ring and stop_ring */
};

/* What happened between mark_ring and stop_ring, over all tasks of the ring, as the kernel counted it. */
struct ring_evidence {
    int64_t voluntary, involuntary; /* context switches */
    int64_t moves;                  /* turns that a task took on another core than its last one */
    int lost;                       /* tasks that ended or stopped before they were told to */
    int lost_to;                    /* the signal that one of them was lost to; 0 where none was */
    struct task_counts counts;      /* where the plan says `counting` */
};

/* Reserves what rings share and watches over their processes. Once. Returns 0 or -errno. */
int prepare_rings(void);

/*
 * Starts the tasks, and sends the token round until all are ready. Returns 0, or -errno of what failed, whose name goes
 * to *failed_call; stop_ring has to follow in either case.
 */
int start_ring(const struct ring_plan *plan, const char **failed_call);

/* Sends the token round. Returns 0, or -ECANCELED where a task is gone. */
int turn_ring(int laps);

/* One lap in which every task notes what the kernel has counted for it so far. */
int mark_ring(void);

/* The lead's turn without any handover: the harness itself. */
void take_turn_alone(void);

/* Whether the last turns of two tasks were on different cores. */
bool ring_spans_cores(void);

/* Ends and awaits every task of the ring. */
void stop_ring(struct ring_evidence *evidence);

#endif
