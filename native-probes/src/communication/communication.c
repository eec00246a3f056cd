/*
 * What it costs to pass a message: by sharing memory with a thread, or by sending it to another process. This probe is
 * one side; the other is a thread of it or a process that it forks, and lives as long as it does.
 */
#include "communication.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "arguments.h"
#include "cores.h"
#include "message-block.h"
#include "message-channels.h"
#include "message-memory.h"
#include "other-core.h"
#include "partner.h"
#include "partner-watch.h"
#include "report.h"
#include "session.h"

enum {
    GREATEST_MESSAGE = 16 << 20,
    MOST_ROUND_TRIPS = 1024,
    MOST_STREAMED = 16384,
    GREATEST_STREAM = 64 << 20 /* bytes: each side keeps all messages of a stream to compare them */
};

struct options {
    long message_bytes, round_trips, streamed, seed;
    const char *partner, *placement;
};

static struct exchange exchange;
static struct partner partner;
static struct endpoint lead_ends[CHANNELS], partner_ends[CHANNELS];
static struct side lead = {.exchange = &exchange, .endpoints = lead_ends};

/* Pins the lead and chooses the partner's core. Returns 0 or -errno; -ENODEV where there is no second core. */
static int place_sides(const char *placement, int *core)
{
    struct core_pair pair;
    *core = -1;
    partner.core = -1;
    if (strcmp(placement, "free") == 0)
        return 0;
    const bool apart = strcmp(placement, "other-core") == 0;
    const int failure = choose_core_pair(-1, &pair);
    if (failure)
        return failure;
    if (apart && pair.other < 0)
        return -ENODEV;
    *core = pair.core;
    partner.core = apart ? pair.other : pair.core;
    return pin_to_core(pair.core);
}

static int prepare_exchange(const struct options *options)
{
    const size_t bytes = (size_t)options->message_bytes;
    unsigned char *text = reserve_messages(bytes + TAPE_SPARE, true);
    partner.board = reserve_messages(sizeof *partner.board, true);
    lead.outgoing = reserve_messages(bytes * (size_t)options->streamed, false);
    lead.incoming = reserve_messages(bytes * (size_t)options->round_trips, false);
    if (!text || !partner.board || !lead.outgoing || !lead.incoming)
        return -errno;
    write_tape(&exchange.tape, text, bytes, (uint64_t)options->seed);
    exchange.round_trips = (int)options->round_trips;
    exchange.streamed = (int)options->streamed;
    partner.is_thread = strcmp(options->partner, "thread") == 0;
    partner.side = (struct side){.exchange = &exchange, .endpoints = partner_ends};
    partner.settle_in_child = settle_channels_in_child;
    watch_word(&partner.board->progress);
    return prepare_message_blocks() ? 0 : -errno;
}

static int open_channels(void)
{
    return partner.is_thread ? open_thread_channels(&exchange, lead.outgoing, lead_ends, partner_ends)
                             : open_process_channels(&exchange, lead_ends, partner_ends);
}

static int prepare(const struct options *options)
{
    int failure = prepare_exchange(options);
    if (failure)
        return fail_session("reserving memory for messages", failure, "Choose smaller messages or end other programs.");
    failure = open_channels();
    if (failure)
        return fail_session("opening the channels", failure, "Raise the limit on open files (ulimit -n) or end programs.");
    report_channels(partner.is_thread);
    failure = start_partner(&partner);
    if (failure)
        return fail_session("starting the other side", failure, "Raise the limit on processes (ulimit -u) or end some.");
    if (!partner.is_thread)
        close_partner_descriptors();
    return PROBE_DONE;
}

static void answer(int series, int count)
{
    answer_message_block(&lead, &partner, series, count);
}

static int refuse_sizes(const struct options *options)
{
    const long most = options->streamed > options->round_trips ? options->streamed : options->round_trips;
    char advice[128];
    if (options->round_trips > options->streamed)
        return refuse_usage("more round trips than streamed messages", "Give --streamed at least as many as --round-trips.");
    if (most * options->message_bytes <= GREATEST_STREAM)
        return PROBE_DONE;
    snprintf(advice, sizeof advice, "Give --streamed at most %ld for messages of %ld bytes.",
             GREATEST_STREAM / options->message_bytes, options->message_bytes);
    return refuse_usage("the messages together are too large", advice);
}

static int refuse_placement(int failure)
{
    if (failure == -ENODEV) {
        report_unsupported("this process may run on one core only, so the two sides cannot be on two");
        return PROBE_UNSUPPORTED;
    }
    return fail_session("pinning to a core", failure, "Choose placement free.");
}

int communication(int count, char **arguments)
{
    static const char *const partner_words[] = {"thread", "process", NULL};
    static const char *const placement_words[] = {"other-core", "one-core", "free", NULL};
    struct options options = {.message_bytes = 64, .round_trips = 16, .streamed = 64, .partner = "thread", .placement = "free"};
    const struct option_rule rules[] = {
        {.name = "bytes", .number = &options.message_bytes, .least = 1, .greatest = GREATEST_MESSAGE},
        {.name = "round-trips", .number = &options.round_trips, .least = 1, .greatest = MOST_ROUND_TRIPS},
        {.name = "streamed", .number = &options.streamed, .least = 1, .greatest = MOST_STREAMED},
        {.name = "seed", .number = &options.seed, .least = 0, .greatest = UINT32_MAX},
        {.name = "partner", .word = &options.partner, .words = partner_words},
        {.name = "placement", .word = &options.placement, .words = placement_words},
    };
    if (!read_options(count, arguments, rules, sizeof rules / sizeof *rules))
        return PROBE_USAGE;
    int status = refuse_sizes(&options);
    if (status != PROBE_DONE)
        return status;
    int core;
    const int failure = place_sides(options.placement, &core);
    if (failure)
        return refuse_placement(failure);
    const struct experiment experiment = {.name = "communication",
                                          .series = channel_names(strcmp(options.partner, "thread") == 0),
                                          .block_limit = MESSAGE_BLOCK_LIMIT,
                                          .answer = answer};
    status = begin_session(&experiment, core);
    if (status == PROBE_DONE)
        status = prepare(&options);
    if (status != PROBE_DONE)
        return status;
    status = serve_blocks(&experiment);
    end_partner(&partner);
    return status;
}
