#ifndef THREADLAB_LIFELINE_H
#define THREADLAB_LIFELINE_H

/*
 * Ties the probe to the lab that started it: it is killed when its parent ends, leads a process group of its
 * own so that everything it starts can be ended at once, and is not a candidate to survive anything.
 * Returns 0 or -errno.
 */
int tie_to_parent(void);

/* Bounds one block: SIGALRM ends the probe when a block takes longer than this many seconds. 0 lifts the bound. */
void bound_block(unsigned seconds);

/* Pins the process to the highest-numbered core that it may use and gives that core. Returns 0 or -errno. */
int pin_to_one_core(int *pinned);

#endif
