#include "message-ring.h"

#include <errno.h>

#include "partner-watch.h"

struct ring_end open_ring(struct message_ring *ring, unsigned char *places, size_t message_bytes, uint32_t capacity, bool private)
{
    return (struct ring_end){
        .ring = ring, .places = places, .message_bytes = message_bytes, .capacity = capacity, .private = private};
}

unsigned char *place_of(const struct ring_end *end)
{
    return end->places + end->place * end->message_bytes;
}

/*
 * Sleeps until `word` is no longer `hindrance`. The order matters: first say that one sleeps, then look again; the other
 * side first changes the word, then looks whether somebody sleeps. All of it is sequentially consistent, so that one of
 * the two always sees the other. What is slept on is the saying itself: once the other side has taken it back, the kernel
 * lets nobody fall asleep on it.
 */
static int sleep_while(const struct ring_end *end, _Atomic uint32_t *word, uint32_t hindrance,
                       _Atomic uint32_t *sleeps, int64_t *system_calls)
{
    for (;;) {
        atomic_store(sleeps, 1);
        if (atomic_load(word) != hindrance)
            break;
        if (partner_is_gone())
            return -EPIPE;
        sleep_on(sleeps, 1, end->private);
        ++*system_calls;
    }
    atomic_store(sleeps, 0);
    return partner_is_gone() ? -EPIPE : 0;
}

static int await(struct ring_end *end, _Atomic uint32_t *word, uint32_t hindrance, _Atomic uint32_t *sleeps,
                 int64_t *system_calls)
{
    if (end->known != hindrance)
        return 0;
    int failure = 0;
    end->known = atomic_load_explicit(word, memory_order_acquire);
    if (end->known == hindrance) {
        failure = sleep_while(end, word, hindrance, sleeps, system_calls);
        end->known = atomic_load_explicit(word, memory_order_acquire);
    }
    return failure;
}

int await_room(struct ring_end *giving, int64_t *system_calls)
{
    struct message_ring *ring = giving->ring;
    const uint32_t full = giving->done - giving->capacity; /* what `taken` is while no place is free */
    return await(giving, &ring->taken, full, &ring->giver_sleeps, system_calls);
}

int await_message(struct ring_end *taking, int64_t *system_calls)
{
    struct message_ring *ring = taking->ring;
    return await(taking, &ring->given, taking->done, &ring->taker_sleeps, system_calls);
}

static void go_on(struct ring_end *end, _Atomic uint32_t *word, _Atomic uint32_t *sleeps, int64_t *system_calls)
{
    atomic_store(word, ++end->done);
    end->place = end->place + 1 == end->capacity ? 0 : end->place + 1;
    if (atomic_load(sleeps) && atomic_exchange(sleeps, 0)) {
        wake_sleeper(sleeps, end->private);
        ++*system_calls;
    }
}

void give_message(struct ring_end *giving, int64_t *system_calls)
{
    go_on(giving, &giving->ring->given, &giving->ring->taker_sleeps, system_calls);
}

void release_place(struct ring_end *taking, int64_t *system_calls)
{
    go_on(taking, &taking->ring->taken, &taking->ring->giver_sleeps, system_calls);
}
