#ifndef THREADLAB_CONTEST_H
#define THREADLAB_CONTEST_H

#include <stdbool.h>
#include <stddef.h>

#include "task-plan.h"

enum { CONTESTANT_LIMIT = 8 };

/*
 * Threads that are busy on one core from the common start until `period_ns` later, one for each nice value in `nice`, as
 * in `0,5`. On a mistake says what is wrong and returns false.
 */
bool plan_contest(struct plan *plan, int core, const char *nice, int64_t period_ns, char *mistake, size_t size);

/*
 * What the threads will inherit: the ordinary policy and nice 0, whatever the probe was started with. Returns 0, or
 * -errno of the call that is named in *failed_call.
 */
int start_from_nice_zero(const char **failed_call);

#endif
