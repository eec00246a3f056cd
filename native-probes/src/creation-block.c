/* One block: operations of one series, one after the other, with nothing written and nothing allocated meanwhile. */
#include "creation-block.h"

#include <errno.h>
#include <sys/resource.h>

#include "births.h"
#include "clock.h"
#include "harness-memory.h"
#include "lifeline.h"
#include "samples.h"

enum {
    BLOCK_SECONDS = 20,   /* after which a block stops and gives what it has */
    HANGING_SECONDS = 35, /* after which SIGALRM ends the probe, since one operation did not return */
    EMPTY_RUNS = 101      /* of the harness alone, with every block */
};

/* Harness memory, so that recording costs an operation no page fault. */
struct block {
    int64_t other_core; /* tasks whose first instruction ran on another core than the creator's */
    struct moments moments;
    struct birth birth;
    struct rusage before, after;
};

enum part { CALLED, FIRST_INSTRUCTION, JOINED };
static const char *const parts[] = {"called", "first-instruction", "joined", NULL};

static struct block *block;
static struct samples *samples;

bool prepare_blocks(void)
{
    block = reserve_harness_memory(sizeof *block);
    samples = reserve_samples(parts, BLOCK_LIMIT);
    return block && samples;
}

/* The same reads of the clock and the same report of a birth with nothing created between them: the harness itself. */
static void run_empty(const struct operation *operation, struct moments *moments, struct birth *birth)
{
    moments->start = clock_now();
    moments->called = clock_now();
    if (operation->shares_memory)
        write_birth();
    else
        send_birth();
    moments->joined = clock_now();
    take_birth(operation->shares_memory, birth);
}

static void measure_overhead(const struct operation *operation)
{
    int64_t called[EMPTY_RUNS], first[EMPTY_RUNS], joined[EMPTY_RUNS];
    for (int i = 0; i < EMPTY_RUNS; i++) {
        run_empty(operation, &block->moments, &block->birth);
        called[i] = block->moments.called - block->moments.start;
        /* The birth follows the reading of `called` here; in an operation it follows the start. */
        first[i] = block->birth.time - block->moments.called;
        joined[i] = block->moments.joined - block->moments.start;
    }
    samples->overhead[CALLED] = median_of(called, EMPTY_RUNS);
    samples->overhead[FIRST_INSTRUCTION] = median_of(first, EMPTY_RUNS);
    samples->overhead[JOINED] = median_of(joined, EMPTY_RUNS);
}

/* Whether what cannot happen before its cause did not: cores' clocks may disagree, and births may be mixed up. */
static bool is_in_order(const struct moments *moments, const struct birth *birth)
{
    return moments->start <= moments->called && moments->called <= moments->joined && moments->start <= birth->time &&
           birth->time <= moments->joined;
}

int run_once(const struct operation *operation)
{
    int failure = operation->run(&block->moments, &samples->failed_call);
    if (failure)
        return failure;
    samples->failed_call = "the child's report";
    failure = take_birth(operation->shares_memory, &block->birth);
    if (failure)
        return failure;
    samples->failed_call = "keeping the moments in order";
    return is_in_order(&block->moments, &block->birth) ? 0 : -ERANGE;
}

static void record(int core)
{
    const struct moments *moments = &block->moments;
    samples->values[CALLED][samples->count] = moments->called - moments->start;
    samples->values[FIRST_INSTRUCTION][samples->count] = block->birth.time - moments->start;
    samples->values[JOINED][samples->count] = moments->joined - moments->start;
    samples->count++;
    block->other_core += block->birth.core != core;
}

static void run_block(const struct operation *operation, int count)
{
    const int64_t deadline = clock_now() + BLOCK_SECONDS * INT64_C(1000000000);
    while (samples->count < count && !samples->failure) {
        if (clock_now() > deadline) {
            samples->failed_call = "finishing the block in time";
            samples->failure = ETIME;
            break;
        }
        int core = current_core();
        samples->failure = -run_once(operation);
        if (!samples->failure)
            record(core);
    }
}

static void report_block(void)
{
    const struct rusage *before = &block->before, *after = &block->after;
    const struct named_count counts[] = {
        {"created", block->moments.created},
        {"reaped", block->moments.reaped},
        {"otherCore", block->other_core},
        {"minorFaults", after->ru_minflt - before->ru_minflt},
        {"voluntarySwitches", after->ru_nvcsw - before->ru_nvcsw},
        {"involuntarySwitches", after->ru_nivcsw - before->ru_nivcsw},
        {NULL, 0},
    };
    report_samples(samples, counts);
}

/* One operation goes before the block without being recorded or counted: it warms what the block before it displaced. */
void answer_block(const struct operation *operation, int count)
{
    bound_block(HANGING_SECONDS);
    forget_births();
    clear_samples(samples, operation->name, 1);
    measure_overhead(operation);
    block->other_core = 0;
    samples->failure = -run_once(operation);
    block->moments.created = 0;
    block->moments.reaped = 0;
    getrusage(RUSAGE_SELF, &block->before);
    run_block(operation, count);
    getrusage(RUSAGE_SELF, &block->after);
    bound_block(0);
    report_block();
}
