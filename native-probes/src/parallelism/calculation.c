#include "calculation.h"

/* Knuth's constants for a modulus of 2^64: The Art of Computer Programming, volume 2, section 3.3.4. */
static const uint64_t multiplier = UINT64_C(6364136223846793005), increment = UINT64_C(1442695040888963407);

void begin_calculation(struct calculation *calculation, uint64_t seed)
{
    for (int i = 0; i < GENERATORS; i++)
        calculation->state[i] = GENERATORS * seed + (uint64_t)i;
}

/* The barrier leaves the compiler no step that it could put together with the next one. */
void calculate(struct calculation *calculation, int64_t steps)
{
    uint64_t a = calculation->state[0], b = calculation->state[1], c = calculation->state[2], d = calculation->state[3];
    for (int64_t step = 0; step < steps; step++) {
        a = a * multiplier + increment;
        b = b * multiplier + increment;
        c = c * multiplier + increment;
        d = d * multiplier + increment;
        __asm__ volatile("" : "+r"(a), "+r"(b), "+r"(c), "+r"(d));
    }
    calculation->state[0] = a;
    calculation->state[1] = b;
    calculation->state[2] = c;
    calculation->state[3] = d;
}

uint64_t checksum_of(const struct calculation *calculation)
{
    uint64_t sum = 0;
    for (int i = 0; i < GENERATORS; i++)
        sum = (sum << 7 | sum >> 57) ^ calculation->state[i];
    return sum;
}

/* Two steps of a generator are one step of another one, whose constants follow from its own. */
uint64_t checksum_after(uint64_t seed, int64_t steps)
{
    struct calculation calculation;
    uint64_t factor = multiplier, added = increment;
    begin_calculation(&calculation, seed);
    for (uint64_t left = (uint64_t)steps; left; left >>= 1) {
        if (left & 1)
            for (int i = 0; i < GENERATORS; i++)
                calculation.state[i] = calculation.state[i] * factor + added;
        added = added * factor + added;
        factor = factor * factor;
    }
    return checksum_of(&calculation);
}
