/* One block: operations of one series, one after the other, with nothing written and nothing allocated meanwhile. */
#include "block.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "clock.h"
#include "harness-memory.h"
#include "lifeline.h"
#include "report.h"

enum {
    BLOCK_SECONDS = 20,   /* after which a block stops and gives what it has */
    HANGING_SECONDS = 35, /* after which SIGALRM ends the probe, since one operation did not return */
    EMPTY_RUNS = 101      /* of the harness alone, with every block */
};

/* All of it is harness memory, so that recording costs an operation no page fault. */
struct block {
    int64_t called[BLOCK_LIMIT], first[BLOCK_LIMIT], joined[BLOCK_LIMIT];
    int64_t other_core; /* tasks whose first instruction ran on another core than the creator's */
    int count;
    int failure; /* errno that ended the block early */
    const char *failed_call;
    struct moments moments;
    struct birth birth;
    struct rusage before, after;
};

struct overhead {
    int64_t called, first, joined;
};

static struct block *block;

bool prepare_blocks(void)
{
    block = reserve_harness_memory(sizeof *block);
    return block != NULL;
}

static int compare_integers(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static int64_t median_of(int64_t *values, int count)
{
    qsort(values, (size_t)count, sizeof *values, compare_integers);
    return values[count / 2];
}

static struct overhead measure_overhead(const struct operation *operation)
{
    int64_t called[EMPTY_RUNS], first[EMPTY_RUNS], joined[EMPTY_RUNS];
    for (int i = 0; i < EMPTY_RUNS; i++) {
        run_empty(operation, &block->moments, &block->birth);
        called[i] = block->moments.called - block->moments.start;
        /* The birth follows the reading of `called` here; in an operation it follows the start. */
        first[i] = block->birth.time - block->moments.called;
        joined[i] = block->moments.joined - block->moments.start;
    }
    return (struct overhead){median_of(called, EMPTY_RUNS), median_of(first, EMPTY_RUNS), median_of(joined, EMPTY_RUNS)};
}

/* Whether what cannot happen before its cause did not: cores' clocks may disagree, and births may be mixed up. */
static bool is_in_order(const struct moments *moments, const struct birth *birth)
{
    return moments->start <= moments->called && moments->called <= moments->joined && moments->start <= birth->time &&
           birth->time <= moments->joined;
}

int run_once(const struct operation *operation)
{
    int failure = operation->run(&block->moments, &block->failed_call);
    if (failure)
        return failure;
    block->failed_call = "the child's report";
    failure = take_birth(operation, &block->birth);
    if (failure)
        return failure;
    block->failed_call = "keeping the moments in order";
    return is_in_order(&block->moments, &block->birth) ? 0 : -ERANGE;
}

static void record(int core)
{
    const struct moments *moments = &block->moments;
    block->called[block->count] = moments->called - moments->start;
    block->first[block->count] = block->birth.time - moments->start;
    block->joined[block->count] = moments->joined - moments->start;
    block->other_core += block->birth.core != core;
    block->count++;
}

static void run_block(const struct operation *operation, int count)
{
    const int64_t deadline = clock_now() + BLOCK_SECONDS * INT64_C(1000000000);
    while (block->count < count && !block->failure) {
        if (clock_now() > deadline) {
            block->failed_call = "finishing the block in time";
            block->failure = ETIME;
            break;
        }
        int core = current_core();
        block->failure = -run_once(operation);
        if (!block->failure)
            record(core);
    }
}

static void report_overhead(const struct overhead *overhead)
{
    report_object("overhead");
    report_integer("called", overhead->called);
    report_integer("first-instruction", overhead->first);
    report_integer("joined", overhead->joined);
    report_object_end();
}

static void report_counts(void)
{
    const struct rusage *before = &block->before, *after = &block->after;
    report_object("counts");
    report_integer("created", block->moments.created);
    report_integer("reaped", block->moments.reaped);
    report_integer("otherCore", block->other_core);
    report_integer("minorFaults", after->ru_minflt - before->ru_minflt);
    report_integer("voluntarySwitches", after->ru_nvcsw - before->ru_nvcsw);
    report_integer("involuntarySwitches", after->ru_nivcsw - before->ru_nivcsw);
    report_object_end();
}

static void report_stop(void)
{
    report_object("stopped");
    report_text("call", block->failed_call);
    report_text("errno", errno_name(block->failure));
    report_text("message", strerror(block->failure));
    report_integer("iteration", block->count);
    report_object_end();
}

static void report_block(const struct operation *operation, const struct overhead *overhead)
{
    report_begin("samples");
    report_text("series", operation->name);
    report_text("unit", "ns");
    report_integer("batch", 1);
    report_object("values");
    report_integers("called", block->called, (size_t)block->count);
    report_integers("first-instruction", block->first, (size_t)block->count);
    report_integers("joined", block->joined, (size_t)block->count);
    report_object_end();
    report_overhead(overhead);
    report_counts();
    if (block->failure)
        report_stop();
    report_end();
}

/* One operation goes before the block without being recorded or counted: it warms what the block before it displaced. */
void answer_block(const struct operation *operation, int count)
{
    bound_block(HANGING_SECONDS);
    forget_births();
    struct overhead overhead = measure_overhead(operation);
    block->count = 0;
    block->other_core = 0;
    block->failure = -run_once(operation);
    block->moments.created = 0;
    block->moments.reaped = 0;
    getrusage(RUSAGE_SELF, &block->before);
    run_block(operation, count);
    getrusage(RUSAGE_SELF, &block->after);
    bound_block(0);
    report_block(operation, &overhead);
}
