#ifndef THREADLAB_WORKLOAD_PLAN_H
#define THREADLAB_WORKLOAD_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What every thread of a workload is to do, and on which cores. Times in ns. */
enum {
    TASK_LIMIT = 64,
    OPERATION_LIMIT = 4096, /* of all tasks together */
    CORE_LIMIT = 64
};
#define DEMAND_LIMIT INT64_C(30000000000) /* the longest that a workload may take by its own demands */

struct operation {
    bool computes; /* uses that much processor time; otherwise sleeps for that long */
    int64_t ns;
};

struct task_plan {
    int64_t arrival; /* from the common start */
    int nice;
    uint64_t cores; /* bit i: it may run on the plan's core i */
    const struct operation *operations;
    int count;
};

struct plan {
    int cores[CORE_LIMIT];
    int core_count;
    struct task_plan tasks[TASK_LIMIT];
    int task_count;
    struct operation operations[OPERATION_LIMIT];
    int operation_count;
};

/* Reads the numbers of cores, as in `0,3`. On a mistake says what is wrong and returns false. */
bool read_cores(const char *text, struct plan *plan, char *mistake, size_t size);

/*
 * Reads tasks, separated by `/`, each as `<arrival>,<nice>,<cores in hexadecimal>:<operation>,<operation>…` where an
 * operation is `c<ns>` or `s<ns>`. On a mistake says what is wrong and at which character, and returns false.
 */
bool read_tasks(const char *text, struct plan *plan, char *mistake, size_t size);

#endif
