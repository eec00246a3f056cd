#ifndef THREADLAB_MESSAGE_RING_H
#define THREADLAB_MESSAGE_RING_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * One direction of a channel in shared memory: places for whole messages, used in turn by one giver and one taker. Who
 * finds no message, or no room, sleeps on a futex at once (nobody spins); who changes that makes the system call to
 * wake only if somebody said that he sleeps. Each side's counter has a cache line of its own.
 */
struct message_ring {
    _Alignas(128) _Atomic uint32_t given;
    _Atomic uint32_t taker_sleeps;
    _Alignas(128) _Atomic uint32_t taken;
    _Atomic uint32_t giver_sleeps;
};

/* One side's view of a ring, in its own memory: how far it is, and where its next place is. */
struct ring_end {
    struct message_ring *ring;
    unsigned char *places;
    size_t message_bytes;
    uint32_t capacity, place, done;
    uint32_t known; /* how far the other side was when last looked at: to look costs a cache line's way */
    bool private; /* both sides are threads of one process */
};

struct ring_end open_ring(struct message_ring *ring, unsigned char *places, size_t message_bytes, uint32_t capacity, bool private);

/* The place that is next: to be written after await_room, to be read after await_message. */
unsigned char *place_of(const struct ring_end *end);

/* Sleep until there is one; count the system calls. Return 0, or -EPIPE where the other side is gone. */
int await_room(struct ring_end *giving, int64_t *system_calls);
int await_message(struct ring_end *taking, int64_t *system_calls);

/* Hand the place over: to the taker with a message in it, back to the giver for the next. */
void give_message(struct ring_end *giving, int64_t *system_calls);
void release_place(struct ring_end *taking, int64_t *system_calls);

#endif
