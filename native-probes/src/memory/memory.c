/*
 * What one more process or thread costs in memory. This process is the parent: it creates idle units, reads what the
 * kernel says that they have, and ends them; or it forks children that write to the memory that it holds.
 */
#include "memory.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "arguments.h"
#include "cow-child.h"
#include "idle-processes.h"
#include "idle-sample.h"
#include "idle-threads.h"
#include "memory-accounts.h"
#include "memory-record.h"
#include "parent-memory.h"
#include "report.h"
#include "session.h"

enum { STACK_KIB_LEAST = 64, STACK_KIB_GREATEST = 65536, MEMORY_LIMIT_MIB = 1024 };

/* A parent makes processes or threads, never both; `writers` are forked children that write to its memory. */
static const char *const unit_words[] = {"processes", "threads", "writers", NULL};

/*
 * Each series of idle units is offered with all of them, and with a half, a quarter and a tenth: so the lab can see how
 * memory grows with their number under the very parent that it will measure. Another parent would have other addresses
 * and, now and then, one page table more.
 */
static const char *const process_series[] = {"fork",        "fork/2",      "fork/4",       "fork/10", "fork-exec",
                                             "fork-exec/2", "fork-exec/4", "fork-exec/10", NULL};
static const char *const thread_series[] = {"thread", "thread/2", "thread/4", "thread/10", NULL};
static const char *const writer_series[] = {"cow-child", NULL};
static const int divisors[] = {1, 2, 4, 10};
enum { DIVISORS = sizeof divisors / sizeof *divisors };

static int units; /* in one sample of an undivided series */

static int divided(int series)
{
    int share = units / divisors[series % DIVISORS];
    return share > 0 ? share : 1;
}

static void answer_processes(int series, int count)
{
    answer_idle_block(series / DIVISORS == 0 ? &idle_fork : &idle_fork_exec, process_series[series], divided(series), count);
}

static void answer_threads(int series, int count)
{
    answer_idle_block(&idle_thread, thread_series[series], divided(series), count);
}

static void answer_writers(int series, int count)
{
    (void)series;
    answer_cow_block(count);
}

static int fail_reservation(int failure)
{
    return fail_session("reserving memory and descriptors", failure, "Close other programs or raise their limits.");
}

static int prepare_processes(void)
{
    static char path[4096];
    int failure = path_beside("idle-program", path, sizeof path);
    if (failure)
        return fail_session("finding the program idle-program beside threadprobe", failure, "Build the native probes again.");
    failure = prepare_idle_samples() ? prepare_idle_processes(path) : -errno;
    return failure ? fail_reservation(failure) : PROBE_DONE;
}

static int prepare_threads(long stack_kib)
{
    int failure = prepare_idle_samples() ? prepare_idle_threads((size_t)stack_kib << 10) : -errno;
    return failure ? fail_reservation(failure) : PROBE_DONE;
}

static int prepare_writers(long parent_mib, long percent)
{
    struct parent_memory held;
    int failure = hold_parent_memory(parent_mib, false, &held);
    if (failure == -ENOTSUP) {
        report_unsupported("the kernel did not back the parent's memory with pages of 4 KiB");
        return PROBE_UNSUPPORTED;
    }
    if (failure)
        return fail_session("holding the parent's memory", failure, "Close other programs.");
    failure = prepare_cow_children(&held, (int)percent);
    return failure ? fail_reservation(failure) : PROBE_DONE;
}

/* Once everything is reserved: the parent as the first unit finds it. */
static int describe_start(void)
{
    int failure = find_kernel_stack();
    if (failure == -EAGAIN)
        return fail_session("finding the size of a kernel stack while tasks come and go", failure,
                            "Wait until the machine is quieter and run it again.");
    if (failure) {
        report_unsupported("this kernel does not say how large the kernel stack of a task is");
        return PROBE_UNSUPPORTED;
    }
    failure = report_parent();
    return failure ? fail_session("reading /proc/self/smaps_rollup", failure, "Mount /proc; it takes Linux 5.4 or later.")
                   : PROBE_DONE;
}

int memory(int count, char **arguments)
{
    long unit_count = 1000, stack_kib = 8192, parent_mib = 64, percent = 100;
    const char *creates = "processes";
    const struct option_rule rules[] = {
        {.name = "creates", .word = &creates, .words = unit_words},
        {.name = "units", .number = &unit_count, .least = 1, .greatest = UNITS_LIMIT},
        {.name = "stack-kib", .number = &stack_kib, .least = STACK_KIB_LEAST, .greatest = STACK_KIB_GREATEST},
        {.name = "parent-mib", .number = &parent_mib, .least = 1, .greatest = MEMORY_LIMIT_MIB},
        {.name = "touched-percent", .number = &percent, .least = 0, .greatest = 100},
    };
    if (!read_options(count, arguments, rules, sizeof rules / sizeof *rules))
        return PROBE_USAGE;
    const bool threads = strcmp(creates, "threads") == 0, writers = strcmp(creates, "writers") == 0;
    struct experiment experiment = {
        .name = "memory", .series = process_series, .block_limit = IDLE_BLOCK_LIMIT, .answer = answer_processes};
    if (threads) {
        experiment.series = thread_series;
        experiment.answer = answer_threads;
    } else if (writers) {
        experiment.series = writer_series;
        experiment.answer = answer_writers;
    }
    units = (int)unit_count;
    int status = begin_session(&experiment, -1);
    if (status == PROBE_DONE)
        status = threads ? prepare_threads(stack_kib) : writers ? prepare_writers(parent_mib, percent) : prepare_processes();
    if (status == PROBE_DONE)
        status = describe_start();
    return status == PROBE_DONE ? serve_blocks(&experiment) : status;
}
