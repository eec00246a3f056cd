#include "exchange.h"

#include <errno.h>

#include "clock.h"
#include "partner-watch.h"

static unsigned char *message_at(const struct side *side, unsigned char *messages, int position)
{
    return messages + (size_t)position * side->exchange->tape.message_bytes;
}

/* Where a side finds what it received: for a channel without copies, in the memory of the sender. */
static unsigned char *received_by(const struct side *side, const struct endpoint *endpoint)
{
    return endpoint->in_place ? endpoint->in_place : side->incoming;
}

int lead_round_trips(const struct side *lead, struct endpoint *endpoint)
{
    unsigned char *incoming = received_by(lead, endpoint);
    int failure = 0;
    for (int i = 0; i < lead->exchange->round_trips && !failure; i++) {
        failure = endpoint->send(endpoint, message_at(lead, lead->outgoing, i));
        if (!failure)
            failure = endpoint->receive(endpoint, message_at(lead, incoming, i));
    }
    return failure;
}

int lead_stream(const struct side *lead, struct endpoint *endpoint)
{
    int failure = 0;
    for (int i = 0; i < lead->exchange->streamed && !failure; i++)
        failure = endpoint->send(endpoint, message_at(lead, lead->outgoing, i));
    return failure;
}

static int answer_round_trips(const struct side *partner, struct endpoint *endpoint)
{
    unsigned char *incoming = received_by(partner, endpoint);
    int failure = 0;
    for (int i = 0; i < partner->exchange->round_trips && !failure; i++) {
        failure = endpoint->receive(endpoint, message_at(partner, incoming, i));
        if (!failure)
            failure = endpoint->send(endpoint, message_at(partner, incoming, i));
    }
    return failure;
}

static int answer_stream(const struct side *partner, struct endpoint *endpoint)
{
    unsigned char *incoming = received_by(partner, endpoint);
    int failure = 0;
    for (int i = 0; i < partner->exchange->streamed && !failure; i++)
        failure = endpoint->receive(endpoint, message_at(partner, incoming, i));
    return failure;
}

static int messages_of(const struct exchange *exchange, enum movement movement)
{
    return movement == STREAM ? exchange->streamed : exchange->round_trips;
}

static void check(const struct side *side, const struct endpoint *endpoint, int messages, uint32_t first_index,
                  struct tally *tally)
{
    unsigned char *incoming = received_by(side, endpoint);
    const struct message_tape *tape = &side->exchange->tape;
    for (int i = 0; i < messages; i++)
        tally->wrong += count_wrong_bytes(tape, first_index + (uint32_t)i, message_at(side, incoming, i));
    tally->checked += (int64_t)messages * (int64_t)tape->message_bytes;
}

static void await_progress(struct order_board *board, uint32_t wanted)
{
    for (;;) {
        const uint32_t seen = atomic_load(&board->progress);
        if ((int32_t)(seen - wanted) >= 0 || partner_is_gone())
            return;
        sleep_on(&board->progress, seen, false);
    }
}

static void make_progress(struct order_board *board, uint32_t progress)
{
    atomic_store(&board->progress, progress);
    wake_sleeper(&board->progress, false);
}

static uint32_t await_order(struct order_board *board, uint32_t last)
{
    for (;;) {
        const uint32_t seen = atomic_load(&board->order);
        if (seen != last)
            return seen;
        sleep_on(&board->order, last, false);
    }
}

/* Gives the order's number. */
static uint32_t post_order(struct order_board *board, enum movement movement)
{
    board->movement = movement;
    const uint32_t order = atomic_fetch_add(&board->order, 1) + 1;
    wake_sleeper(&board->order, false);
    return order;
}

/*
 * Right after its part of a movement the partner sleeps until it is told to finish: whatever it did meanwhile would take
 * time from the lead where both share a core.
 */
static int answer_order(const struct side *partner, struct order_board *board, uint32_t order)
{
    struct endpoint *endpoint = &partner->endpoints[board->channel];
    /* Read now: the lead may post its next order before the messages of this one have arrived. */
    const enum movement movement = board->movement;
    const uint32_t first_index = board->first_index;
    const int messages = messages_of(partner->exchange, movement);
    const int64_t calls_before = endpoint->system_calls;
    struct kernel_account before, after;
    struct tally tally = {0};
    read_kernel_account(&before);
    make_progress(board, order + 1);
    const int failure =
        movement == STREAM ? answer_stream(partner, endpoint) : answer_round_trips(partner, endpoint);
    board->last_arrival = clock_now();
    board->core = current_core();
    await_order(board, order);
    read_kernel_account(&after);
    tally.account = account_between(&before, &after);
    tally.system_calls = endpoint->system_calls - calls_before;
    if (!failure)
        check(partner, endpoint, messages, first_index, &tally);
    board->tally = tally;
    board->failure = failure;
    make_progress(board, order + 2);
    return failure;
}

void report_start_of_partner(struct order_board *board, int failure)
{
    board->failure = failure;
    make_progress(board, 1);
}

int await_start_of_partner(struct order_board *board)
{
    await_progress(board, 1);
    return partner_is_gone() ? -EPIPE : board->failure;
}

int serve_orders(const struct side *partner, struct order_board *board)
{
    report_start_of_partner(board, 0);
    for (uint32_t order = 0;;) {
        order = await_order(board, order);
        if (board->movement == LEAVE)
            return 0;
        const int failure = answer_order(partner, board, order);
        if (failure)
            return failure;
        order++;
    }
}

void dismiss_partner(struct order_board *board)
{
    post_order(board, LEAVE);
}

static void write_messages(const struct side *lead, int messages, uint32_t first_index)
{
    for (int i = 0; i < messages; i++)
        write_message(&lead->exchange->tape, first_index + (uint32_t)i, message_at(lead, lead->outgoing, i));
}

/* Lets the partner finish and adds what it has to tell. */
static int hear_partner(struct order_board *board, int own_core, struct tally *tally)
{
    await_progress(board, post_order(board, FINISH) + 1);
    if (partner_is_gone())
        return -EPIPE;
    tally->checked += board->tally.checked;
    tally->wrong += board->tally.wrong;
    tally->system_calls += board->tally.system_calls;
    tally->same_core = board->core == own_core;
    add_account(&tally->account, &board->tally.account);
    return board->failure;
}

int lead_movement(const struct side *lead, struct order_board *board, enum movement movement, int channel,
                  uint32_t first_index, int64_t *nanoseconds, struct tally *tally)
{
    const int messages = messages_of(lead->exchange, movement);
    struct endpoint *endpoint = &lead->endpoints[channel];
    const int64_t calls_before = endpoint->system_calls;
    struct kernel_account before, after;
    write_messages(lead, messages, first_index);
    board->channel = channel;
    board->first_index = first_index;
    await_progress(board, post_order(board, movement) + 1);
    read_kernel_account(&before);
    const int64_t start = clock_now();
    int failure = movement == STREAM ? lead_stream(lead, endpoint) : lead_round_trips(lead, endpoint);
    const int64_t end = clock_now();
    const int core = current_core();
    read_kernel_account(&after);
    if (failure)
        return failure;
    *tally = (struct tally){.account = account_between(&before, &after),
                            .system_calls = endpoint->system_calls - calls_before};
    if (movement == ROUND_TRIPS)
        check(lead, endpoint, messages, first_index, tally);
    failure = hear_partner(board, core, tally);
    *nanoseconds = (movement == STREAM ? board->last_arrival : end) - start;
    return failure ? failure : *nanoseconds < 0 ? -ERANGE : 0;
}
