/* One block: a ring is started, sends its token round for every sample, and is gone again before anything is written. */
#include "switch-block.h"

#include <errno.h>

#include "clock.h"
#include "harness-memory.h"
#include "lifeline.h"
#include "report.h"
#include "samples.h"

enum {
    BLOCK_SECONDS = 15,   /* after which a block stops and gives what it has */
    HANGING_SECONDS = 30, /* after which SIGALRM ends the probe, since a token did not come back */
    EMPTY_RUNS = 31,      /* of a sample's turns without handovers, with every block */
    FEWEST_EMPTY_RUNS = 5,
    EMPTY_RUNS_NS = 2000000 /* unless the fewest took longer than this */
};

static const char *const parts[] = {"handover", NULL};
enum part { HANDOVER };

static struct samples *samples;
static int64_t *empty_runs;

int prepare_switch_blocks(void)
{
    samples = reserve_samples(parts, SWITCH_BLOCK_LIMIT);
    empty_runs = reserve_harness_memory(EMPTY_RUNS * sizeof *empty_runs);
    if (!samples || !empty_runs)
        return -errno;
    return prepare_rings();
}

static int64_t time_empty_run(int turns)
{
    int64_t start = clock_now();
    for (int turn = 0; turn < turns; turn++)
        take_turn_alone();
    return clock_now() - start;
}

/* The same turns of a task that nobody disturbs: what it takes to use a working set that is still in the caches. */
static void measure_overhead(int batch)
{
    const int64_t deadline = clock_now() + EMPTY_RUNS_NS;
    int runs = 0;
    time_empty_run(1);
    while (runs < EMPTY_RUNS && (runs < FEWEST_EMPTY_RUNS || clock_now() < deadline))
        empty_runs[runs++] = time_empty_run(batch);
    samples->overhead[HANDOVER] = median_of(empty_runs, runs);
}

/* Gives how many samples ended with tasks on different cores. */
static int64_t take_samples(int laps, int count)
{
    const int64_t deadline = clock_now() + BLOCK_SECONDS * INT64_C(1000000000);
    int64_t spanning = 0;
    while (samples->count < count) {
        int64_t start = clock_now();
        int failure = turn_ring(laps);
        int64_t end = clock_now();
        if (failure) {
            samples->failed_call = "a task of the ring";
            samples->failure = -failure;
            break;
        }
        samples->values[HANDOVER][samples->count++] = end - start;
        spanning += ring_spans_cores();
        if (end > deadline && samples->count < count) {
            samples->failed_call = "finishing the block in time";
            samples->failure = ETIME;
            break;
        }
    }
    return spanning;
}

static void report_block(int64_t spanning, const struct ring_evidence *evidence)
{
    struct named_count counts[] = {
        {"handovers", (int64_t)samples->count * samples->batch},
        {"voluntarySwitches", evidence->voluntary},
        {"involuntarySwitches", evidence->involuntary},
        {"samplesAcrossCores", spanning},
        {"migrations", evidence->moves},
        {evidence->lost ? "lostTasks" : NULL, evidence->lost},
        {"lostToSignal", evidence->lost_to},
        {NULL, 0},
    };
    report_samples(samples, counts);
}

void answer_switch_block(const char *series, const struct ring_plan *plan, int batch, int count)
{
    struct ring_evidence evidence;
    int64_t spanning = 0;
    const int laps = batch / plan->size;
    bound_block(HANGING_SECONDS);
    clear_samples(samples, series, batch);
    int failure = start_ring(plan, &samples->failed_call);
    if (!failure) {
        samples->failed_call = "a task of the ring";
        /* One sample goes before the block without being recorded: it warms what the block before it displaced. */
        failure = turn_ring(laps);
    }
    if (!failure) {
        measure_overhead(batch);
        failure = mark_ring();
    }
    if (failure)
        samples->failure = -failure;
    else
        spanning = take_samples(laps, count);
    stop_ring(&evidence);
    bound_block(0);
    report_block(spanning, &evidence);
}

static void report_counters(const char *series, int64_t handovers, const struct ring_evidence *evidence)
{
    const struct task_counts *counts = &evidence->counts;
    int level = 0;
    report_begin("observation");
    report_text("name", "counters");
    report_object("facts");
    report_text("series", series);
    report_integer("handovers", handovers);
    report_text("counted", counts->user_only ? "outside the kernel only" : "inside the kernel too");
    for (int i = 0; i < COUNTERS; i++) {
        if (counts->failures[i])
            report_text(counter_descriptions[i].name, errno_name(-counts->failures[i]));
        else
            report_integer(counter_descriptions[i].name, counts->values[i]);
    }
    if (read_paranoid_level(&level) == 0)
        report_integer("perfEventParanoid", level);
    report_object_end();
    report_end();
}

int observe_counters(const char *series, const struct ring_plan *plan, int handovers)
{
    struct ring_evidence evidence;
    const char *failed_call;
    struct ring_plan counting = *plan;
    const int laps = handovers / plan->size;
    counting.counting = true;
    bound_block(HANGING_SECONDS);
    int failure = start_ring(&counting, &failed_call);
    if (!failure)
        failure = turn_ring(laps / 10 + 1);
    if (!failure)
        failure = mark_ring();
    if (!failure)
        failure = turn_ring(laps);
    stop_ring(&evidence);
    bound_block(0);
    if (!failure)
        report_counters(series, (int64_t)laps * plan->size, &evidence);
    return failure;
}
