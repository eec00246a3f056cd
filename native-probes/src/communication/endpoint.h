#ifndef THREADLAB_ENDPOINT_H
#define THREADLAB_ENDPOINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "message-ring.h"

/*
 * One side's end of a channel that carries messages of one size both ways. `send` returns when the message has left the
 * sender's memory, `receive` when all of the next one is in the receiver's. Both return 0 or -errno; -EPIPE says that
 * the other side is gone.
 */
struct endpoint {
    int (*send)(struct endpoint *endpoint, const unsigned char *message);
    int (*receive)(struct endpoint *endpoint, unsigned char *message);
    size_t message_bytes;
    int64_t system_calls;    /* made by send and receive */
    unsigned char *in_place; /* where messages are that are handed over without a copy; NULL where they are copied */
    int read_from, write_to;
    struct ring_end taking, giving;
};

/* An end of a pipe pair or of a socket. */
void open_descriptor_end(struct endpoint *endpoint, size_t message_bytes, int read_from, int write_to);

/* An end of two rings in shared memory: the message is copied into the ring and out of it. */
void open_ring_end(struct endpoint *endpoint, size_t message_bytes, struct ring_end taking, struct ring_end giving);

/* The same without copies: what is handed over is the word that a message is there, in memory that both sides see. */
void open_in_place_end(struct endpoint *endpoint, unsigned char *messages, struct ring_end taking, struct ring_end giving);

/* No channel at all, for what the harness itself costs. */
void open_empty_end(struct endpoint *endpoint);

#endif
