#ifndef THREADLAB_REPETITION_H
#define THREADLAB_REPETITION_H

#include <stdbool.h>

#include "slices.h"
#include "task-plan.h"

/* One thread a task. Moments in ns from the common start. */
struct task_result {
    int64_t first;    /* its first instruction after its arrival */
    int64_t last;     /* where its last stay on a core began, as it saw it itself */
    int64_t finished; /* its last operation is done */
    int64_t computed; /* processor time that it used */
    int64_t seen;     /* time on a core as it saw it itself */
    int64_t recorded; /* time on a core by the kernel's records; 0 where there are none */
    int64_t counted;  /* time on a core by /proc/…/schedstat; -1 where the kernel does not say */
    int64_t delayed;  /* time that it could have run and had no core, by the same file; -1 likewise */
    int64_t voluntary, involuntary; /* switches */
    int nice;                       /* as the kernel has it */
};

/* What a repetition came to. */
struct repetition {
    struct task_result tasks[TASK_LIMIT];
    struct slices slices; /* from the kernel's records, or from what the threads saw */
    int64_t lost;         /* records that the kernel dropped */
    int64_t overlooked;   /* stays that the threads had no room for */
};

/* Reserves memory, and opens the kernel's records where it gives them. Returns 0 or -errno. */
int prepare_repetition(const struct plan *plan);

/* 0 where the kernel's records are taken; otherwise -errno of what it refused. */
int refusal_of_records(void);

/*
 * Runs all tasks once; only with `recorded` it takes slices, which costs something at each switch. Returns 0, or -errno of
 * the call that is named in *failed_call; then nothing was run.
 */
int repeat_workload(const struct plan *plan, bool recorded, struct repetition *repetition, const char **failed_call);

#endif
