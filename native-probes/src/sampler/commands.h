#ifndef THREADLAB_COMMANDS_H
#define THREADLAB_COMMANDS_H

#include <stdbool.h>
#include <stdint.h>

#include "target.h"

/* What standard input may change while the sampler runs. */
struct orders {
    struct target *target;
    bool roots_are_new;
    double hertz;
};

enum waited { WAITED_LONG_ENOUGH, INPUT_ENDED, INPUT_NOT_UNDERSTOOD };

/*
 * Waits until this moment of CLOCK_MONOTONIC, or not at all where it is past, and carries out the commands that come on
 * standard input meanwhile, a line each: `pids 1,2,3` and `hertz n`. Writes an error line for what it does not understand.
 */
enum waited wait_and_obey(int64_t until, struct orders *orders);

/* A rate within bounds, in readings a second; false for anything else. */
bool read_hertz(const char *text, double *hertz);

#endif
