/*
 * Threads that all add to one counter. A sample is one race: how long it took, and how many of the increments the counter
 * does not know of afterwards.
 */
#include "lost-update.h"

#include <errno.h>
#include <string.h>

#include "arguments.h"
#include "cores.h"
#include "lifeline.h"
#include "race.h"
#include "report.h"
#include "samples.h"
#include "session.h"

enum {
    BLOCK_LIMIT = 64,
    HANGING_SECONDS = 60, /* after which SIGALRM ends the probe */
    CPU_NUMBERS = 1024
};
#define MOST_INCREMENTS 100000000L /* of all threads together */

static const char *const series[] = {"plain", "load-store", "atomic-add", "mutex", NULL};
static increments *const ways[] = {add_plainly, add_by_load_and_store, add_atomically, add_under_mutex};

static const char *const parts[] = {"elapsed", "lost", NULL};
enum part { ELAPSED, LOST };

static struct {
    long threads, each;
    const char *placement;
} settings = {.threads = 2, .each = 1000000, .placement = "spread"};

static int cores[RACE_CORE_LIMIT], core_count;
static struct samples *samples;

/* What was counted in all races of a block. */
struct block_counts {
    int64_t expected, lost, lossy, beyond;
    int64_t voluntary, involuntary, misplaced;
};

static void add_race(struct block_counts *counts, const struct race_result *result)
{
    const int64_t lost = result->expected - result->counted;
    counts->expected += result->expected;
    counts->lost += lost;
    counts->lossy += lost != 0;
    counts->beyond += lost < 0;
    counts->voluntary += result->voluntary;
    counts->involuntary += result->involuntary;
    counts->misplaced += result->misplaced;
    samples->values[ELAPSED][samples->count] = result->elapsed;
    samples->values[LOST][samples->count++] = lost < 0 ? 0 : lost;
}

static void answer(int index, int count)
{
    const struct race_plan plan = {
        .threads = (int)settings.threads,
        .each = settings.each,
        .add = ways[index],
        .cores = cores,
        .core_count = core_count,
    };
    struct block_counts counts = {0};
    clear_samples(samples, series[index], (int)(settings.threads * settings.each));
    bound_block(HANGING_SECONDS);
    while (samples->count < count && !samples->failure) {
        struct race_result result;
        samples->failure = -race_once(&plan, &result, &samples->failed_call);
        if (!samples->failure)
            add_race(&counts, &result);
    }
    bound_block(0);
    const struct named_count named[] = {
        {"races", samples->count},
        {"increments", counts.expected},
        {"lost", counts.lost},
        {"lossyRaces", counts.lossy},
        {"beyondAll", counts.beyond},
        {"voluntarySwitches", counts.voluntary},
        {"involuntarySwitches", counts.involuntary},
        {"misplaced", counts.misplaced},
        {NULL, 0},
    };
    report_samples(samples, named);
}

/* All that are allowed, or the last of them: the lowest-numbered cores serve most interrupts. */
static int choose_cores(void)
{
    static int allowed[CPU_NUMBERS];
    const int count = list_allowed_cores(allowed, CPU_NUMBERS);
    if (count <= 0)
        return count ? count : -EINVAL;
    const bool one = strcmp(settings.placement, "one-core") == 0;
    core_count = one ? 1 : count > RACE_CORE_LIMIT ? RACE_CORE_LIMIT : count;
    memcpy(cores, allowed + count - core_count, (size_t)core_count * sizeof *cores);
    return 0;
}

static int serve(void)
{
    const struct experiment experiment = {
        .name = "lost-update", .series = series, .block_limit = BLOCK_LIMIT, .answer = answer};
    int failure = choose_cores();
    int status = begin_session(&experiment, core_count == 1 ? cores[0] : -1);
    if (status != PROBE_DONE)
        return status;
    if (failure)
        return fail_session("reading which cores are allowed", failure, "Report this as a bug.");
    samples = reserve_samples(parts, BLOCK_LIMIT);
    if (!samples)
        return fail_session("reserving memory", -errno, "Close other programs or raise their limits.");
    return serve_blocks(&experiment);
}

int lost_update(int count, char **arguments)
{
    static const char *const placements[] = {"one-core", "spread", NULL};
    const struct option_rule rules[] = {
        {.name = "threads", .number = &settings.threads, .least = 2, .greatest = RACER_LIMIT},
        {.name = "increments", .number = &settings.each, .least = 1, .greatest = MOST_INCREMENTS},
        {.name = "placement", .word = &settings.placement, .words = placements},
    };
    if (!read_options(count, arguments, rules, sizeof rules / sizeof *rules))
        return PROBE_USAGE;
    if (settings.threads * settings.each > MOST_INCREMENTS)
        return refuse_usage("too many increments", "Ask for at most 100000000 of all threads together.");
    return serve();
}
