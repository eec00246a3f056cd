#ifndef THREADLAB_HANDOVER_H
#define THREADLAB_HANDOVER_H

#include <stdint.h>

/*
 * The ways to hand control to another task. Each task of a ring waits on a channel of its own; handing over is to put a
 * token into the channel of the next and to wait for one in one's own. Every handover is two system calls: one that
 * wakes and one that waits.
 */
struct channel {
    /* Two pipe ends, or twice the same eventfd, or -1. */
    int reader, writer;
    /* 1 while there is a token, by futex; on a cache line of its own. */
    _Alignas(64) uint32_t word;
};

struct handover {
    const char *name;
    int (*open)(struct channel *channel);
    /* Both are async-signal-safe. send never waits, since a channel never holds more than a few tokens. */
    int (*send)(struct channel *channel);
    int (*receive)(struct channel *channel);
};

/* Each function returns 0 or -errno. */
extern const struct handover by_pipe, by_futex, by_eventfd;

/* Makes a channel that close_channel may be given, whether or not it was opened since. */
void forget_channel(struct channel *channel);
void close_channel(struct channel *channel);

#endif
