#ifndef THREADLAB_IDLE_UNITS_H
#define THREADLAB_IDLE_UNITS_H

#include "memory-accounts.h"

enum { UNITS_LIMIT = 20000 /* at most so many at once, whatever the machine would hold */ };

/*
 * Idle processes or threads: each starts, says that it is up and then waits until it is ended. There is one set of
 * them at a time; each of these functions speaks of the units that were created and not yet ended.
 */
struct idle_kind {
    /* Creates one more. Returns 0, or -errno of the call that failed (its name goes to *failed_call). */
    int (*create)(const char **failed_call);
    /* Waits until all are up, or until one of them is seen to have ended. Returns 0 or -errno. */
    int (*await_up)(void);
    /*
     * Adds what the units themselves have in memory, for units with memory of their own. Gives how many of them are alive,
     * or -errno where the kernel does not say what a unit that may be alive has.
     */
    int (*add_alive)(struct accounts *sum);
    /* Ends all of them and waits until each is gone. Gives how many were. */
    int (*end)(void);
};

#endif
