#ifndef THREADLAB_PARTNER_H
#define THREADLAB_PARTNER_H

#include <pthread.h>
#include <stdbool.h>
#include <sys/types.h>

#include "exchange.h"

/* The other side of an exchange: a thread of this process, or a process of its own. */
struct partner {
    bool is_thread;
    pthread_t thread;
    pid_t pid;
    struct order_board *board;
    struct side side;
    int core; /* that it pins itself to; -1 where it runs free */
    /* In a child that was forked, before anything else: closes what belongs to the lead alone. */
    void (*settle_in_child)(void);
};

/* Starts it; returns when it waits for orders: 0 or -errno. A partner that ends before it is told to is noticed. */
int start_partner(struct partner *partner);

/* Tells it to leave and waits until it is gone. */
void end_partner(struct partner *partner);

/* The number of the signal that ended or stopped a partner process which is gone; 0 where none is known. */
int signal_that_took(const struct partner *partner);

#endif
