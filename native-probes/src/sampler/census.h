#ifndef THREADLAB_CENSUS_H
#define THREADLAB_CENSUS_H

#include <stdbool.h>
#include <stdint.h>

#include "target.h"

/* Reserves the memory; false with errno set. */
bool census_start(void);

/*
 * Finds processes of the target that are not followed yet and has them followed, at most every 250 ms. The list of all
 * processes is read seldom: the number that the kernel gave last tells which ones can have come since, and a process's
 * clock whether it can have taken another name.
 */
void take_census(struct target *target, int64_t now);

/* The next census looks at every process: the target is another, or a number may have been given anew. */
void doubt_census(void);

/* Processes that exist and could not be read, when last all were looked at and since. */
int count_hidden(void);

#endif
