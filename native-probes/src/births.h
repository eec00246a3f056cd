#ifndef THREADLAB_BIRTHS_H
#define THREADLAB_BIRTHS_H

#include <stdbool.h>

#include "birth.h"

/*
 * How the birth of a new task reaches its creator: one that shares the creator's memory writes it there, any other sends
 * it through a pipe.
 */

/* Reserves the births' place and pipe. Returns 0 or -errno. */
int prepare_births(void);

/* For the new task, as its first act; neither touches libc. */
void write_birth(void);
void send_birth(void);

/* The birth that the last task wrote down. Returns 0, or -ENODATA where it wrote none. */
int take_birth(bool shares_memory, struct birth *birth);

/* Drops what a task that failed half-way wrote, lest it be taken for a later one's birth. */
void forget_births(void);

#endif
