/*
 * How long a fixed amount of work takes where k workers share it out: threads on one core, threads on all cores, processes
 * on all cores. A recorded series is the same once more, with a timeline of who had which core.
 */
#include "parallelism.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "arguments.h"
#include "calculation.h"
#include "clock.h"
#include "cores.h"
#include "crew.h"
#include "lifeline.h"
#include "report.h"
#include "samples.h"
#include "session.h"
#include "slices-report.h"
#include "switch-records.h"

enum {
    BLOCK_LIMIT = 64,
    HANGING_SECONDS = 30, /* after which SIGALRM ends the probe */
    CPU_NUMBERS = 1024,
    RATE_RUNS = 7,
    RATE_NS = 2000000 /* the shortest run that a rate is taken from */
};
#define MOST_STEPS 2000000000L /* some seconds of work */

struct crew_series {
    const char *name;
    bool processes, all_cores, recorded;
};

static const struct crew_series series[] = {
    {"one-core", false, false, false},
    {"all-cores", false, true, false},
    {"processes-all-cores", true, true, false},
    {"one-core-recorded", false, false, true},
    {"all-cores-recorded", false, true, true},
    {"processes-all-cores-recorded", true, true, true},
};
enum { SERIES = sizeof series / sizeof *series };

static const char *const parts[] = {"elapsed", "processor", NULL};
enum part { ELAPSED, PROCESSOR };

static struct {
    long workers, steps, serial_percent;
    const char *observe;
} settings = {.workers = 1, .steps = 1000000, .observe = "nothing"};

static int cores[RECORDED_CORES_LIMIT], core_count;
static int refusal; /* of the kernel's records: -errno */
static struct samples *samples;
static struct slices slices;
static struct switch_recorder recorder;

/* What was counted in all shifts of a block. */
struct block_counts {
    int64_t voluntary, involuntary, migrated, misplaced, wrong_sums, lost, lost_to;
    int64_t lost_records, overlooked;
};

static struct crew_plan plan_of(const struct crew_series *one)
{
    return (struct crew_plan){
        .workers = (int)settings.workers,
        .steps = settings.steps,
        .serial_percent = (int)settings.serial_percent,
        .processes = one->processes,
        /* The lowest-numbered cores serve most interrupts. */
        .cores = one->all_cores ? cores : &cores[core_count - 1],
        .core_count = one->all_cores ? core_count : 1,
        .watching = one->recorded && refusal,
    };
}

static void add_counts(struct block_counts *counts, const struct crew_result *result)
{
    counts->voluntary += result->voluntary;
    counts->involuntary += result->involuntary;
    counts->migrated += result->migrated;
    counts->misplaced += result->misplaced;
    counts->wrong_sums += result->wrong_sums;
    counts->lost += result->lost;
    if (result->lost)
        counts->lost_to = result->lost_to;
}

static void take_slices(struct block_counts *counts)
{
    struct slicing slicing = {.slices = &slices};
    slices.count = 0;
    slices.dropped = 0;
    if (refusal) {
        counts->overlooked = take_watched_slices(&slices);
        return;
    }
    describe_shift(&slicing);
    counts->lost_records = take_switch_records(&recorder, slice_record, &slicing) + slicing.unmatched;
}

/* The records cost something at each switch: they are there for a recorded shift only. */
static int work_recorded(const struct crew_plan *plan, struct crew_result *result, struct block_counts *counts)
{
    if (!refusal) {
        int failure = open_switch_records(&recorder, cores, core_count);
        if (failure) {
            samples->failed_call = "perf_event_open";
            return failure;
        }
        start_switch_records(&recorder);
    }
    int failure = work_once(plan, result, &samples->failed_call);
    stop_switch_records(&recorder);
    if (!failure)
        take_slices(counts);
    close_switch_records(&recorder);
    return failure;
}

static void report_block(bool recorded, const struct block_counts *counts)
{
    const struct named_count named[] = {
        {"shifts", samples->count},
        {"voluntarySwitches", counts->voluntary},
        {"involuntarySwitches", counts->involuntary},
        {"migrated", counts->migrated},
        {"misplaced", counts->misplaced},
        {"wrongSums", counts->wrong_sums},
        {"lostWorkers", counts->lost},
        {"lostToSignal", counts->lost_to},
        {recorded ? "lostRecords" : NULL, counts->lost_records},
        {"droppedSlices", slices.dropped},
        {"overlookedStays", counts->overlooked},
        {NULL, 0},
    };
    begin_samples_report(samples, named);
    if (recorded && samples->count > 0)
        report_timeline(&slices, refusal);
    report_end();
}

/* The timeline of a recorded block is that of its last shift. */
static void answer(int index, int count)
{
    const struct crew_series *one = &series[index];
    const struct crew_plan plan = plan_of(one);
    struct block_counts counts = {0};
    slices.dropped = 0;
    clear_samples(samples, one->name, 1);
    bound_block(HANGING_SECONDS);
    while (samples->count < count && !samples->failure) {
        struct crew_result result = {0};
        int failure = one->recorded ? work_recorded(&plan, &result, &counts)
                                    : work_once(&plan, &result, &samples->failed_call);
        add_counts(&counts, &result);
        samples->failure = -failure;
        if (failure)
            break;
        samples->values[ELAPSED][samples->count] = result.elapsed;
        samples->values[PROCESSOR][samples->count++] = result.processor;
    }
    bound_block(0);
    report_block(one->recorded, &counts);
}

/* The shortest of several runs, each long enough for the clock: how fast this core takes steps undisturbed. */
static void observe_rate(void)
{
    struct calculation calculation;
    int64_t steps = 1000, least = 0;
    begin_calculation(&calculation, 0);
    for (int run = 0; run < RATE_RUNS;) {
        const int64_t start = clock_now();
        calculate(&calculation, steps);
        const int64_t took = clock_now() - start;
        if (took < RATE_NS) {
            /* Runs of fewer steps do not compare. */
            steps *= 2;
            run = 0;
            continue;
        }
        least = run++ == 0 || took < least ? took : least;
    }
    report_begin("observation");
    report_text("name", "rate");
    report_object("facts");
    report_integer("steps", steps);
    report_integer("tookNs", least);
    report_object_end();
    report_end();
}

static void observe_cores(void)
{
    char text[RECORDED_CORES_LIMIT * 6] = "";
    size_t length = 0;
    for (int i = 0; i < core_count; i++)
        length += (size_t)snprintf(text + length, sizeof text - length, "%s%d", i ? ", " : "", cores[i]);
    report_begin("observation");
    report_text("name", "cores");
    report_object("facts");
    report_text("oneCore", strrchr(text, ' ') ? strrchr(text, ' ') + 1 : text);
    report_text("allCores", text);
    report_object_end();
    report_end();
}

/* The last of those allowed, where there are more than can be recorded. */
static int choose_cores(void)
{
    static int allowed[CPU_NUMBERS];
    const int count = list_allowed_cores(allowed, CPU_NUMBERS);
    if (count <= 0)
        return count ? count : -EINVAL;
    const int skipped = count > RECORDED_CORES_LIMIT ? count - RECORDED_CORES_LIMIT : 0;
    core_count = count - skipped;
    memcpy(cores, allowed + skipped, (size_t)core_count * sizeof *cores);
    return 0;
}

static int prepare(void)
{
    int failure = choose_cores();
    if (!failure)
        failure = prepare_crew();
    if (failure)
        return failure;
    samples = reserve_samples(parts, BLOCK_LIMIT);
    if (!samples || !reserve_slices(&slices))
        return -errno;
    refusal = open_switch_records(&recorder, cores, core_count);
    close_switch_records(&recorder);
    return 0;
}

static int serve(void)
{
    const char *names[SERIES + 1] = {NULL};
    for (int i = 0; i < SERIES; i++)
        names[i] = series[i].name;
    const struct experiment experiment = {
        .name = "parallelism", .series = names, .block_limit = BLOCK_LIMIT, .answer = answer};
    int status = begin_session(&experiment, -1);
    if (status != PROBE_DONE)
        return status;
    int failure = prepare();
    if (failure)
        return fail_session("preparing the crew", failure, "Close other programs or raise their limits.");
    observe_cores();
    observe_timeline_source(refusal);
    if (strcmp(settings.observe, "rate") == 0)
        observe_rate();
    return serve_blocks(&experiment);
}

int parallelism(int count, char **arguments)
{
    static const char *const observed[] = {"nothing", "rate", NULL};
    const struct option_rule rules[] = {
        {.name = "workers", .number = &settings.workers, .least = 1, .greatest = CREW_LIMIT},
        {.name = "steps", .number = &settings.steps, .least = 1, .greatest = MOST_STEPS},
        {.name = "serial-percent", .number = &settings.serial_percent, .least = 0, .greatest = 100},
        {.name = "observe", .word = &settings.observe, .words = observed},
    };
    if (!read_options(count, arguments, rules, sizeof rules / sizeof *rules))
        return PROBE_USAGE;
    return serve();
}
