#include "memory-record.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "report.h"

enum { LOOK_MS = 50, MOST_LOOKS = 100 };

static const char *const parts[] = {"total", "virtual", "rss", "pss", "uss", "page-tables", "kernel-stack", NULL};
static const char *const parts_with_fault[] = {"total",       "virtual",      "rss",   "pss", "uss",
                                               "page-tables", "kernel-stack", "fault", NULL};

static int64_t kernel_stack; /* of one task */

struct samples *reserve_memory_samples(bool with_faults, int limit)
{
    return reserve_samples(with_faults ? parts_with_fault : parts, limit);
}

static void report_kernel_stack(int64_t of_all, int64_t tasks)
{
    report_begin("observation");
    report_text("name", "kernel-stack");
    report_object("facts");
    report_integer("ofOneTaskKiB", kernel_stack >> 10);
    report_integer("ofAllTasksKiB", of_all >> 10);
    report_integer("tasksOfTheMachine", tasks);
    report_object_end();
    report_end();
}

/*
 * A kernel stack is a power of two of bytes on every architecture. The kernel gives the sum over all tasks, those that
 * have just ended among them: the nearest power of two is beyond doubt where it is within a quarter.
 */
static int look_at_kernel_stacks(void)
{
    struct system_accounts system;
    int failure = read_system_accounts(&system);
    int64_t tasks = count_system_tasks();
    if (failure || tasks <= 0 || system.kernel_stacks <= 0)
        return -ENODATA;
    const int64_t mean = system.kernel_stacks / tasks;
    for (kernel_stack = 4096; kernel_stack * 3 / 2 < mean; kernel_stack *= 2)
        continue;
    if (mean * 4 < kernel_stack * 3 || mean * 4 > kernel_stack * 5)
        return -EAGAIN;
    report_kernel_stack(system.kernel_stacks, tasks);
    return 0;
}

/* Where thousands of tasks have just ended, the sum needs a while to come down. */
int find_kernel_stack(void)
{
    const struct timespec pause = {.tv_nsec = LOOK_MS * 1000 * 1000};
    int failure = look_at_kernel_stacks();
    for (int look = 0; failure == -EAGAIN && look < MOST_LOOKS; look++) {
        nanosleep(&pause, NULL);
        failure = look_at_kernel_stacks();
    }
    return failure;
}

int report_parent(void)
{
    struct accounts own;
    int failure = read_own_accounts(&own);
    if (failure)
        return failure;
    report_begin("observation");
    report_text("name", "parent");
    report_object("facts");
    report_integer("virtualKiB", own.virtual >> 10);
    report_integer("residentKiB", own.rss >> 10);
    report_integer("proportionalKiB", own.pss >> 10);
    report_integer("uniqueKiB", own.uss >> 10);
    report_integer("pageTablesKiB", own.page_tables >> 10);
    report_object_end();
    report_end();
    return 0;
}

int read_before(struct memory_readings *readings)
{
    memset(readings, 0, sizeof *readings);
    int failure = read_own_accounts(&readings->self_before);
    return failure ? failure : read_system_accounts(&readings->system_before);
}

int read_after(struct memory_readings *readings)
{
    int failure = read_own_accounts(&readings->self_after);
    return failure ? failure : read_system_accounts(&readings->system_after);
}

static struct accounts difference(const struct accounts *after, const struct accounts *before)
{
    return (struct accounts){
        .virtual = after->virtual - before->virtual,
        .rss = after->rss - before->rss,
        .pss = after->pss - before->pss,
        .anonymous = after->anonymous - before->anonymous,
        .uss = after->uss - before->uss,
        .page_tables = after->page_tables - before->page_tables,
    };
}

/*
 * Units with memory of their own have accounts of their own; the memory of threads is what their process has gained. The
 * total leaves out pages of files: those are in the page cache once, whoever maps them, and what a unit maps of them
 * comes off the shares of others that the parent's change does not show.
 */
int record_memory(struct samples *samples, const struct memory_readings *readings, int count)
{
    const struct accounts gained = difference(&readings->self_after, &readings->self_before), *units = &readings->units;
    const struct accounts *of = units->virtual ? units : &gained;
    const int64_t values[MEMORY_PARTS] = {
        [TOTAL] = units->anonymous + gained.anonymous + units->page_tables + gained.page_tables + count * kernel_stack,
        [VIRTUAL] = of->virtual,
        [RSS] = of->rss,
        [PSS] = of->pss,
        [USS] = of->uss,
        [PAGE_TABLES] = of->page_tables,
        [KERNEL_STACK] = count * kernel_stack,
    };
    for (int part = 0; part < MEMORY_PARTS; part++) {
        if (values[part] < 0)
            return -ERANGE;
        samples->values[part][samples->count] = values[part];
    }
    return 0;
}
