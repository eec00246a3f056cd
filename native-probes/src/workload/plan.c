#include "plan.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "cores.h"

/* Where in the text we are, and what went wrong there. */
struct reading {
    const char *start, *at;
    const char *mistake;
};

static bool stop(struct reading *reading, const char *mistake)
{
    reading->mistake = mistake;
    return false;
}

/* strtoimax would take blanks and a plus as well. */
static bool read_integer(struct reading *reading, int64_t least, int64_t greatest, const char *mistake, int64_t *value)
{
    char *end;
    if (!isdigit((unsigned char)*reading->at) && !(*reading->at == '-' && isdigit((unsigned char)reading->at[1])))
        return stop(reading, mistake);
    errno = 0;
    *value = strtoimax(reading->at, &end, 10);
    if (errno || *value < least || *value > greatest)
        return stop(reading, mistake);
    reading->at = end;
    return true;
}

static bool skip(struct reading *reading, char wanted, const char *mistake)
{
    if (*reading->at != wanted)
        return stop(reading, mistake);
    reading->at++;
    return true;
}

static bool read_mask(struct reading *reading, int core_count, uint64_t *mask)
{
    const char *mistake = "its cores are not a hexadecimal set of those given";
    const uint64_t all = core_count == 64 ? UINT64_MAX : (UINT64_C(1) << core_count) - 1;
    char *end;
    if (!isxdigit((unsigned char)*reading->at))
        return stop(reading, mistake);
    errno = 0;
    *mask = strtoull(reading->at, &end, 16);
    if (errno || *mask == 0 || (*mask & ~all))
        return stop(reading, mistake);
    reading->at = end;
    return true;
}

static bool read_operation(struct reading *reading, struct plan *plan)
{
    if (plan->operation_count == OPERATION_LIMIT)
        return stop(reading, "there are more than 4096 operations");
    struct operation *operation = &plan->operations[plan->operation_count];
    if (*reading->at != 'c' && *reading->at != 's')
        return stop(reading, "an operation is c or s with a time in ns");
    operation->work = *reading->at++ == 'c' ? COMPUTES : SLEEPS;
    if (!read_integer(reading, 0, DEMAND_LIMIT, "a time is a whole number of ns up to 30 s", &operation->ns))
        return false;
    plan->operation_count++;
    return true;
}

static bool read_task(struct reading *reading, struct plan *plan)
{
    if (plan->task_count == TASK_LIMIT)
        return stop(reading, "there are more than 64 tasks");
    struct task_plan *task = &plan->tasks[plan->task_count++];
    int64_t nice;
    if (!read_integer(reading, 0, DEMAND_LIMIT, "an arrival is a whole number of ns up to 30 s", &task->arrival) ||
        !skip(reading, ',', "an arrival is followed by a comma") ||
        !read_integer(reading, -20, 19, "a nice value is from -20 to 19", &nice) ||
        !skip(reading, ',', "a nice value is followed by a comma") ||
        !read_mask(reading, plan->core_count, &task->cores) ||
        !skip(reading, ':', "the cores are followed by a colon"))
        return false;
    task->nice = (int)nice;
    task->operations = &plan->operations[plan->operation_count];
    do
        if (!read_operation(reading, plan))
            return false;
    while (*reading->at == ',' && reading->at++);
    task->count = (int)(&plan->operations[plan->operation_count] - task->operations);
    return true;
}

/* All computing one after another, and the longest that a task is away: no schedule on free cores takes longer. */
static int64_t demand_of(const struct plan *plan)
{
    int64_t computing = 0, longest = 0;
    for (int i = 0; i < plan->task_count; i++) {
        const struct task_plan *task = &plan->tasks[i];
        int64_t away = task->arrival;
        for (int k = 0; k < task->count; k++)
            *(task->operations[k].work == COMPUTES ? &computing : &away) += task->operations[k].ns;
        longest = away > longest ? away : longest;
    }
    return computing + longest;
}

static bool say(const struct reading *reading, char *mistake, size_t size)
{
    snprintf(mistake, size, "%s, at character %d", reading->mistake, (int)(reading->at - reading->start) + 1);
    return false;
}

bool read_tasks(const char *text, struct plan *plan, char *mistake, size_t size)
{
    struct reading reading = {.start = text, .at = text};
    plan->task_count = plan->operation_count = 0;
    do
        if (!read_task(&reading, plan))
            return say(&reading, mistake, size);
    while (*reading.at == '/' && reading.at++);
    if (*reading.at) {
        stop(&reading, "an operation is followed by a comma, a task by a slash");
        return say(&reading, mistake, size);
    }
    if (demand_of(plan) <= DEMAND_LIMIT)
        return true;
    snprintf(mistake, size, "the workload may take longer than 30 s");
    return false;
}

static bool is_allowed(int core)
{
    int allowed[1024];
    int count = list_allowed_cores(allowed, 1024);
    for (int i = 0; i < count; i++)
        if (allowed[i] == core)
            return true;
    return false;
}

bool read_cores(const char *text, struct plan *plan, char *mistake, size_t size)
{
    struct reading reading = {.start = text, .at = text};
    plan->core_count = 0;
    do {
        int64_t core;
        if (plan->core_count == CORE_LIMIT)
            stop(&reading, "there are more than 64 cores");
        else if (read_integer(&reading, 0, 1 << 16, "a core is a whole number", &core) && !is_allowed((int)core))
            stop(&reading, "this program may not run on the core");
        if (reading.mistake)
            return say(&reading, mistake, size);
        for (int i = 0; i < plan->core_count; i++)
            if (plan->cores[i] == core)
                stop(&reading, "a core is named twice");
        if (reading.mistake)
            return say(&reading, mistake, size);
        plan->cores[plan->core_count++] = (int)core;
    } while (*reading.at == ',' && reading.at++);
    if (!*reading.at)
        return true;
    stop(&reading, "cores are separated by commas");
    return say(&reading, mistake, size);
}
