/*
 * What it costs to hand control from one task to another. This process is the lead of every ring; for each block it
 * starts the threads or processes that it hands over to.
 */
#include "context-switch.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "address-space-tags.h"
#include "arguments.h"
#include "other-core.h"
#include "report.h"
#include "session.h"
#include "switch-block.h"

enum {
    MOST_CORES = 1 << 16,
    WORKING_SET_LIMIT_KIB = 65536, /* of each task; the lab checks against what is free */
    BATCH_LIMIT = 10000,
    COUNTED_BATCHES = 40
};

struct switch_series {
    const char *name;
    const struct handover *by;
    enum ring_tasks tasks;
    bool whole_ring; /* of as many tasks as --ring says, otherwise two */
};

static const struct switch_series series[] = {
    {"pipe-threads", &by_pipe, THREADS, false},
    {"pipe-processes", &by_pipe, PROCESSES, false},
    {"futex-threads", &by_futex, THREADS, false},
    {"futex-processes", &by_futex, PROCESSES, false},
    {"eventfd-threads", &by_eventfd, THREADS, false},
    {"eventfd-processes", &by_eventfd, PROCESSES, false},
    {"ring-threads", &by_pipe, THREADS, true},
    {"ring-processes", &by_pipe, PROCESSES, true},
    {"pipe-alone", &by_pipe, ALONE, false},
    {"futex-alone", &by_futex, ALONE, false},
    {"eventfd-alone", &by_eventfd, ALONE, false},
};
enum { SERIES = sizeof series / sizeof *series };

static struct {
    const char *placement;
    long core, working_set_kib, ring, batch;
    const char *observe;
} settings = {.placement = "one-core", .core = -1, .ring = 2, .batch = 48, .observe = "nothing"};

static struct core_pair cores;

static struct ring_plan plan_of(const struct switch_series *one)
{
    struct ring_plan plan = {.by = one->by, .tasks = one->tasks, .working_set = (size_t)settings.working_set_kib << 10};
    plan.size = one->tasks == ALONE ? 1 : one->whole_ring ? (int)settings.ring : 2;
    bool free = strcmp(settings.placement, "free") == 0;
    plan.cores[0] = free ? -1 : cores.core;
    plan.cores[1] = strcmp(settings.placement, "other-core") == 0 ? cores.other : plan.cores[0];
    return plan;
}

static void answer(int index, int count)
{
    const struct ring_plan plan = plan_of(&series[index]);
    answer_switch_block(series[index].name, &plan, (int)settings.batch, count);
}

static void observe_cores(void)
{
    report_begin("observation");
    report_text("name", "cores");
    report_object("facts");
    report_integer("core", cores.core);
    if (strcmp(settings.placement, "other-core") == 0) {
        report_integer("partnersCore", cores.other);
        report_boolean("sameCoreTwoHardwareThreads", cores.siblings);
    }
    report_object_end();
    report_end();
}

static int refuse_core(void)
{
    char allowed[256], advice[320];
    describe_allowed_cores(allowed, sizeof allowed);
    snprintf(advice, sizeof advice, "Give --core one of: %s.", allowed);
    return refuse_usage("the core is not among those that this program may run on", advice);
}

static int choose_cores(void)
{
    int failure = choose_core_pair((int)settings.core, &cores);
    if (failure == -EINVAL && settings.core >= 0)
        return refuse_core();
    if (failure)
        return fail_session("reading the allowed cores", failure, "Report this as a bug of the probe.");
    if (strcmp(settings.placement, "other-core") == 0 && cores.other < 0) {
        report_unsupported("there is no second core that this program may run on");
        return PROBE_UNSUPPORTED;
    }
    return PROBE_DONE;
}

static int check_settings(void)
{
    if (settings.batch % 2 != 0 || settings.batch % settings.ring != 0)
        return refuse_usage("a sample is no whole number of laps", "Give --batch an even multiple of --ring.");
    return choose_cores();
}

/* `processor` is both of the others. */
static bool observes(const char *what)
{
    return strcmp(settings.observe, what) == 0 || strcmp(settings.observe, "processor") == 0;
}

/* What the probe finds out besides the blocks: once, untimed, and before any of them. */
static int observe(void)
{
    if (strcmp(settings.placement, "free") != 0)
        observe_cores();
    if (observes("tags"))
        observe_address_space_tags();
    if (!observes("counters"))
        return PROBE_DONE;
    for (int i = 0; i < 2; i++) {
        const struct ring_plan plan = plan_of(&series[i]);
        int failure = observe_counters(series[i].name, &plan, (int)settings.batch * COUNTED_BATCHES);
        if (failure)
            return fail_session("handing over for the first time", failure,
                                "Raise the limit on processes or open files (ulimit -u, ulimit -n) or end other programs.");
    }
    return PROBE_DONE;
}

static int serve(const struct experiment *experiment, int core)
{
    int status = begin_session(experiment, core);
    if (status != PROBE_DONE)
        return status;
    int failure = prepare_switch_blocks();
    if (failure)
        return fail_session("reserving memory", failure, "Close other programs or raise their limits.");
    status = observe();
    return status == PROBE_DONE ? serve_blocks(experiment) : status;
}

int context_switch(int count, char **arguments)
{
    static const char *const placements[] = {"one-core", "other-core", "free", NULL};
    static const char *const observed[] = {"nothing", "tags", "counters", "processor", NULL};
    const char *names[SERIES + 1] = {NULL};
    for (int i = 0; i < SERIES; i++)
        names[i] = series[i].name;
    const struct experiment experiment = {
        .name = "context-switch", .series = names, .block_limit = SWITCH_BLOCK_LIMIT, .answer = answer};
    const struct option_rule rules[] = {
        {.name = "placement", .word = &settings.placement, .words = placements},
        {.name = "core", .number = &settings.core, .least = 0, .greatest = MOST_CORES},
        {.name = "working-set-kib", .number = &settings.working_set_kib, .least = 0, .greatest = WORKING_SET_LIMIT_KIB},
        {.name = "ring", .number = &settings.ring, .least = 2, .greatest = RING_LIMIT},
        {.name = "batch", .number = &settings.batch, .least = 2, .greatest = BATCH_LIMIT},
        {.name = "observe", .word = &settings.observe, .words = observed},
    };
    if (!read_options(count, arguments, rules, sizeof rules / sizeof *rules))
        return PROBE_USAGE;
    int status = check_settings();
    if (status != PROBE_DONE)
        return status;
    return serve(&experiment, strcmp(settings.placement, "one-core") == 0 ? cores.core : -1);
}
