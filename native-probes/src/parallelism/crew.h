#ifndef THREADLAB_CREW_H
#define THREADLAB_CREW_H

#include <stdbool.h>
#include <stdint.h>

#include "slices.h"

/*
 * Workers, threads or processes, that share out a fixed amount of work. All are there and asleep before the release. The
 * serial part of the work comes first, behind a mutex: each does its share of it while all others wait. When the last one
 * is through, all begin with their shares of the rest at once.
 */
enum { CREW_LIMIT = TASK_LIMIT };

struct crew_plan {
    int workers;
    int64_t steps; /* of all of them together */
    int serial_percent;
    bool processes; /* otherwise threads */
    const int *cores; /* that the scheduler may put any of them on */
    int core_count;
    bool watching; /* each keeps an eye on when it has a core, which costs something */
};

/* What one shift came to; times in ns. */
struct crew_result {
    int64_t elapsed; /* from the release until the last one is done */
    int64_t processor; /* time that all of them used since they woke up for the release */
    int64_t voluntary, involuntary; /* switches */
    int64_t migrated; /* workers that ended on another core than they began on */
    int64_t misplaced; /* workers that were seen on a core that is not among those of the plan */
    int64_t wrong_sums; /* workers whose checksum is not that of their steps */
    int lost, lost_to; /* processes that somebody ended or stopped, and the signal */
};

/* Reserves memory. Returns 0 or -errno. */
int prepare_crew(void);

/* Creates a crew, has it work once, and ends it. Returns 0, or -errno of the call that is named in *failed_call. */
int work_once(const struct crew_plan *plan, struct crew_result *result, const char **failed_call);

/* When the crew of the last shift was at work, for slices to be made of records; moments are counted from its release. */
void describe_shift(struct slicing *slicing);

/* What the workers of the last shift saw themselves; they have to have watched. Gives how many stays found no room. */
int64_t take_watched_slices(struct slices *slices);

#endif
