#ifndef THREADLAB_EXCHANGE_H
#define THREADLAB_EXCHANGE_H

#include <stdatomic.h>
#include <stdint.h>

#include "endpoint.h"
#include "message-tape.h"
#include "kernel-account.h"

/*
 * What two sides do with a channel: the lead sends messages and times them, the partner answers orders. Messages go
 * there and back one at a time (round trips), or follow each other one way (streamed). What was received is compared
 * with what was sent when the time is taken.
 */
struct exchange {
    struct message_tape tape;
    int round_trips, streamed;
};

/* One of the two sides: its ends of all channels and its own memory for messages. */
struct side {
    const struct exchange *exchange;
    struct endpoint *endpoints;
    unsigned char *outgoing; /* the lead's: as many messages as are streamed */
    unsigned char *incoming; /* the lead's: as many as there are round trips; the partner's: as many as are streamed */
};

enum movement { ROUND_TRIPS, STREAM, FINISH, LEAVE };

/* What came of one movement, on both sides together. */
struct tally {
    int64_t checked, wrong; /* bytes that were received and compared */
    int64_t system_calls;   /* for sending and receiving */
    struct kernel_account account;
    int same_core; /* 1 where both sides ended it on the same core */
};

/* Where the lead posts orders and the partner says how far it is; in memory that both see. */
struct order_board {
    _Alignas(128) _Atomic uint32_t order;    /* its number */
    _Alignas(128) _Atomic uint32_t progress; /* 1: serves; order + 1: ready for it, or done where it is FINISH */
    /* Written before `order`. */
    enum movement movement;
    int channel;
    uint32_t first_index;
    /* Written before `progress`. */
    struct tally tally;
    int64_t last_arrival;
    int core, failure;
};

/* The partner's whole life; returns when it is told to leave, or -errno. */
int serve_orders(const struct side *partner, struct order_board *board);

/* Waits until the partner serves orders. Returns 0, or -errno of what kept it from it. */
int await_start_of_partner(struct order_board *board);

/* The partner cannot serve: `failure` is -errno. */
void report_start_of_partner(struct order_board *board, int failure);

/* Tells the partner to leave. */
void dismiss_partner(struct order_board *board);

/*
 * Orders one movement and leads it. `nanoseconds` is from before the first message is sent until the last has come back,
 * or has arrived. `first_index` names the messages: no two movements share an index. Returns 0 or -errno.
 */
int lead_movement(const struct side *lead, struct order_board *board, enum movement movement, int channel,
                  uint32_t first_index, int64_t *nanoseconds, struct tally *tally);

/* The timed loops alone. */
int lead_round_trips(const struct side *lead, struct endpoint *endpoint);
int lead_stream(const struct side *lead, struct endpoint *endpoint);

#endif
