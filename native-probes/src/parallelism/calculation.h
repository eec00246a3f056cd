#ifndef THREADLAB_CALCULATION_H
#define THREADLAB_CALCULATION_H

#include <stdint.h>

/*
 * Work of a known amount: steps of four linear congruential generators side by side. Four, so that one worker keeps the
 * multiplier of its core busy, and two hardware threads of one core have to share it. It touches no memory.
 */
enum { GENERATORS = 4 };

struct calculation {
    uint64_t state[GENERATORS];
};

/* Each seed is another calculation. */
void begin_calculation(struct calculation *calculation, uint64_t seed);

void calculate(struct calculation *calculation, int64_t steps);

uint64_t checksum_of(const struct calculation *calculation);

/*
 * The checksum after so many steps, without taking them: as many generators as the binary number of steps has digits are
 * put together. A worker that left steps out, or a compiler that did, has another sum.
 */
uint64_t checksum_after(uint64_t seed, int64_t steps);

#endif
