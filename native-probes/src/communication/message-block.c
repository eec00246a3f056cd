#include "message-block.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "lifeline.h"
#include "message-channels.h"
#include "report.h"
#include "samples.h"
#include "session.h"

enum {
    BLOCK_SECONDS = 20,   /* after which a block stops and gives what it has */
    HANGING_SECONDS = 35, /* after which SIGALRM ends the probe, since a message did not arrive */
    EMPTY_RUNS = 31       /* of the harness alone, with every block */
};

enum part { LATENCY, STREAMED };
static const char *const parts[] = {"latency", "streamed", NULL};

struct message_counts {
    struct tally round_trips, stream;
    int movements, same_core;
};

static struct samples *samples;
static struct message_counts counts;
static uint32_t next_index; /* of messages, over the life of the probe */

bool prepare_message_blocks(void)
{
    samples = reserve_samples(parts, MESSAGE_BLOCK_LIMIT);
    return samples != NULL;
}

/* What the stream would come to if it had as many messages as the round trips of a sample. */
static int64_t as_batch(const struct exchange *exchange, int64_t nanoseconds)
{
    return nanoseconds * 2 * exchange->round_trips / exchange->streamed;
}

static void measure_overhead(const struct side *lead)
{
    int64_t latency[EMPTY_RUNS], streamed[EMPTY_RUNS];
    struct endpoint empty;
    open_empty_end(&empty);
    for (int i = 0; i < EMPTY_RUNS; i++) {
        const int64_t start = clock_now();
        lead_round_trips(lead, &empty);
        const int64_t between = clock_now();
        lead_stream(lead, &empty);
        const int64_t end = clock_now();
        latency[i] = between - start;
        streamed[i] = as_batch(lead->exchange, end - between);
    }
    samples->overhead[LATENCY] = median_of(latency, EMPTY_RUNS);
    samples->overhead[STREAMED] = median_of(streamed, EMPTY_RUNS);
}

static void add_tally(struct tally *sum, const struct tally *more)
{
    sum->checked += more->checked;
    sum->wrong += more->wrong;
    sum->system_calls += more->system_calls;
    add_account(&sum->account, &more->account);
    counts.movements++;
    counts.same_core += more->same_core;
}

static int take_sample(const struct side *lead, struct order_board *board, int channel)
{
    const struct exchange *exchange = lead->exchange;
    struct tally tally;
    int64_t latency, streamed;
    int failure = lead_movement(lead, board, ROUND_TRIPS, channel, next_index, &latency, &tally);
    if (failure)
        return failure;
    next_index += (uint32_t)exchange->round_trips;
    add_tally(&counts.round_trips, &tally);
    failure = lead_movement(lead, board, STREAM, channel, next_index, &streamed, &tally);
    if (failure)
        return failure;
    next_index += (uint32_t)exchange->streamed;
    add_tally(&counts.stream, &tally);
    samples->values[LATENCY][samples->count] = latency;
    samples->values[STREAMED][samples->count] = as_batch(exchange, streamed);
    samples->count++;
    return 0;
}

static void report_block(const struct exchange *exchange)
{
    const struct tally *there_and_back = &counts.round_trips, *one_way = &counts.stream;
    struct kernel_account both = there_and_back->account;
    add_account(&both, &one_way->account);
    const struct named_count named[] = {
        {"messages", (int64_t)samples->count * (2 * exchange->round_trips + exchange->streamed)},
        {"bytesChecked", there_and_back->checked + one_way->checked},
        {"wrongBytes", there_and_back->wrong + one_way->wrong},
        {"systemCalls", there_and_back->system_calls + one_way->system_calls},
        {"latencySwitches", there_and_back->account.switches},
        {"streamedSwitches", one_way->account.switches},
        {"minorFaults", both.minor_faults},
        {"movements", counts.movements},
        {"movementsOnOneCore", counts.same_core},
        /* Last, so that it can be left out where the kernel does not say. */
        {both.copied_bytes < 0 ? NULL : "copiedBySystemCalls", both.copied_bytes},
        {NULL, 0},
    };
    report_samples(samples, named);
}

static _Noreturn void end_without_partner(const struct partner *partner, int failure)
{
    char what[128];
    const int signal = signal_that_took(partner);
    const char *name = signal ? sigabbrev_np(signal) : NULL;
    if (name)
        snprintf(what, sizeof what, "the other side was sent SIG%s while a message was on its way", name);
    else
        snprintf(what, sizeof what, "the other side ended while a message was on its way");
    exit(fail_session(what, failure, "If memory was short, choose smaller messages; otherwise somebody ended it: run it again."));
}

void answer_message_block(const struct side *lead, const struct partner *partner, int channel, int count)
{
    bound_block(HANGING_SECONDS);
    clear_samples(samples, channel_names(partner->is_thread)[channel], 2 * lead->exchange->round_trips);
    memset(&counts, 0, sizeof counts);
    measure_overhead(lead);
    const int64_t deadline = clock_now() + BLOCK_SECONDS * INT64_C(1000000000);
    int failure = 0;
    while (samples->count < count && !failure) {
        failure = clock_now() > deadline ? -ETIME : take_sample(lead, partner->board, channel);
        if (failure == -EPIPE)
            end_without_partner(partner, failure);
    }
    bound_block(0);
    samples->failure = -failure;
    samples->failed_call = failure == -ETIME ? "finishing the block in time" : "passing a message";
    report_block(lead->exchange);
}
