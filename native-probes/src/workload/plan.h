#ifndef THREADLAB_WORKLOAD_PLAN_H
#define THREADLAB_WORKLOAD_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "task-plan.h"

/* Reads the numbers of cores, as in `0,3`. On a mistake says what is wrong and returns false. */
bool read_cores(const char *text, struct plan *plan, char *mistake, size_t size);

/*
 * Reads tasks, separated by `/`, each as `<arrival>,<nice>,<cores in hexadecimal>:<operation>,<operation>…` where an
 * operation is `c<ns>` or `s<ns>`. On a mistake says what is wrong and at which character, and returns false.
 */
bool read_tasks(const char *text, struct plan *plan, char *mistake, size_t size);

#endif
