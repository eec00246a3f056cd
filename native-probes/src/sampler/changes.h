#ifndef THREADLAB_CHANGES_H
#define THREADLAB_CHANGES_H

#include <stdbool.h>

#include "thread-table.h"

/* What the next line has to tell. Each thread is in each list at most once. */
enum change { DESCRIBED, COUNTED, SWITCHED, CHANGES };

/* Reserves the memory; false with errno set. */
bool changes_start(void);

void note_change(struct thread *thread, enum change change);
int count_changes(enum change change);
/* NO_THREAD where it is gone meanwhile. */
int changed_thread(enum change change, int i);

/* All is told: nothing has changed any more. */
void forget_changes(void);

#endif
