#ifndef THREADLAB_ISOLATION_BLOCK_H
#define THREADLAB_ISOLATION_BLOCK_H

#include <stdbool.h>

#include "demonstration.h"

enum { REPETITIONS_LIMIT = 1000 /* in one block */ };

/* Reserves what blocks write into; false with errno set where there is no memory. */
bool prepare_repetitions(void);

/* Gives a demonstration 1 to REPETITIONS_LIMIT times and writes the `samples` line. */
void answer_repetitions(const struct theatre *theatre, int count);

#endif
