#ifndef THREADLAB_PASS_H
#define THREADLAB_PASS_H

#include <stdbool.h>
#include <stdint.h>

#include "target.h"

/* Brings the tables up to date with /proc and notes what changed since the pass before. `now` is CLOCK_MONOTONIC. */
void pass_over_proc(struct target *target, int64_t now);

/* After another list of roots: those that descend from none of them are followed no more. */
void keep_roots(const struct target *target);

/* Whether there are threads for which there is no place. */
bool is_full(void);

#endif
