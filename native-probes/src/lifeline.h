#ifndef THREADLAB_LIFELINE_H
#define THREADLAB_LIFELINE_H

#include <sys/types.h>

/*
 * Ties the probe to the lab that started it: it is killed when its parent ends, leads a process group of its
 * own so that everything it starts can be ended at once, and is not a candidate to survive anything.
 * Returns 0 or -errno.
 */
int tie_to_parent(void);

/* Bounds one block: SIGALRM ends the probe when a block takes longer than this many seconds. 0 lifts the bound. */
void bound_block(unsigned seconds);

/*
 * For a forked child that waits for something: it is killed when the task that created it ends, as every child of a
 * probe must be. Returns 0 or -errno, -ESRCH where `parent` is gone already: then the child has to leave at once.
 */
int die_with_parent(pid_t parent);

#endif
