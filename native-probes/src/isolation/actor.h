#ifndef THREADLAB_ACTOR_H
#define THREADLAB_ACTOR_H

#include "board.h"

/* Who does the deed, and whose data it is that suffer. */
enum { CULPRIT, NEIGHBOUR };

/* Between two signs of life an actor waits this long. */
enum { PACE_NS = 100000 };

/* The worst that an actor does. */
enum deed { FAULT, OVERWRITE };

/* What an actor needs to know; the same for a thread and for a process. */
struct role {
    int actor;
    enum deed deed;
    struct board *board;
    char *cells;
};

/*
 * An actor's life: a sign of life, a short wait, and again. On its cue the culprit does the deed. When the bell says so,
 * each reads its own data; in the end all leave. Returns when it is time to leave; after a fault, never.
 */
void play(const struct role *role);

#endif
