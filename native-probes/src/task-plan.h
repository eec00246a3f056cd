#ifndef THREADLAB_TASK_PLAN_H
#define THREADLAB_TASK_PLAN_H

#include <stdint.h>

/* What every thread of a workload is to do, and on which cores. Times in ns. */
enum {
    TASK_LIMIT = 64,
    OPERATION_LIMIT = 4096, /* of all tasks together */
    CORE_LIMIT = 64
};
#define DEMAND_LIMIT INT64_C(30000000000) /* the longest that a workload may take by its own demands */

enum work {
    COMPUTES,  /* uses that much processor time */
    SLEEPS,    /* for that long */
    BUSY_UNTIL /* uses whatever it gets until that long after the common start */
};

struct operation {
    enum work work;
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

#endif
