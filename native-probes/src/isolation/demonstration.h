#ifndef THREADLAB_DEMONSTRATION_H
#define THREADLAB_DEMONSTRATION_H

#include <stdbool.h>
#include <stdint.h>

#include "cast.h"

/* What is tried, and by whom. */
struct demonstration {
    const char *name;
    bool in_threads;   /* the actors are threads of one process, or a process each */
    bool shares_cells; /* processes keep their data in memory that they share on purpose */
    enum deed deed;
};

enum { THREAD_FAULTS, PROCESS_FAULTS, THREAD_OVERWRITES, PROCESS_OVERWRITES, PROCESS_OVERWRITES_SHARED, DEMONSTRATIONS };

extern const struct demonstration demonstrations[DEMONSTRATIONS];

/* What came of one repetition. Times are CLOCK_MONOTONIC in ns. */
struct ending {
    int64_t start;     /* before the first process is started */
    int64_t told;      /* the observer knows the outcome: a process has ended, or the neighbour has read its data */
    int64_t collected; /* every process is reaped */
    struct cast cast;
    bool survived[ACTORS_LIMIT];   /* known to the kernel after the deed, and gave signs of life since */
    bool has_looked[ACTORS_LIMIT]; /* has read its data after the deed */
    int known_before;              /* actors that the kernel knew before the deed */
    int known_at_end;              /* and when all was over */
    bool observer_is_unharmed;     /* the data as the observer's own process has them */
};

/*
 * The place where one kind of demonstration is given, again and again. Prepared once; NULL with errno set where there
 * is no memory.
 */
struct theatre {
    const struct demonstration *demonstration;
    int actors;
    struct board *board;
    char *cells;
};

bool prepare_theatre(struct theatre *theatre, const struct demonstration *demonstration, int actors);

/*
 * Gives one repetition: starts the actors, waits until each gave `beats` signs of life, cues the deed, observes who
 * lives on for as many signs more, and ends what is left. Nothing is left behind, also where it fails. Returns 0 or -errno
 * of what failed, named in *failed_call.
 */
int perform(const struct theatre *theatre, int beats, struct ending *ending, const char **failed_call);

#endif
