#include "contest.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "arguments.h"

static bool add_contestant(struct plan *plan, const char *text, int64_t period_ns)
{
    long nice;
    if (plan->task_count == CONTESTANT_LIMIT || !read_number(text, -20, 19, &nice))
        return false;
    struct operation *operation = &plan->operations[plan->operation_count++];
    *operation = (struct operation){.work = BUSY_UNTIL, .ns = period_ns};
    plan->tasks[plan->task_count++] =
        (struct task_plan){.nice = (int)nice, .cores = 1, .operations = operation, .count = 1};
    return true;
}

bool plan_contest(struct plan *plan, int core, const char *nice, int64_t period_ns, char *mistake, size_t size)
{
    char list[64], *rest = NULL;
    plan->cores[0] = core;
    plan->core_count = 1;
    plan->task_count = plan->operation_count = 0;
    bool usable = (size_t)snprintf(list, sizeof list, "%s", nice) < sizeof list;
    for (char *text = strtok_r(list, ",", &rest); text && usable; text = strtok_r(NULL, ",", &rest))
        usable = add_contestant(plan, text, period_ns);
    if (usable && plan->task_count >= 2)
        return true;
    snprintf(mistake, size, "Give 2 to %d whole numbers from -20 to 19, separated by commas.", CONTESTANT_LIMIT);
    return false;
}

int start_from_nice_zero(const char **failed_call)
{
    const struct sched_param none = {.sched_priority = 0};
    *failed_call = "sched_setscheduler";
    if (sched_getscheduler(0) != SCHED_OTHER && sched_setscheduler(0, SCHED_OTHER, &none) != 0)
        return -errno;
    *failed_call = "setpriority";
    if (getpriority(PRIO_PROCESS, 0) != 0 && setpriority(PRIO_PROCESS, 0, 0) != 0)
        return -errno;
    return 0;
}
