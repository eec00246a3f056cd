#ifndef THREADLAB_OTHER_CORE_H
#define THREADLAB_OTHER_CORE_H

#include <stdbool.h>

/* Two hardware threads on which two tasks run at the same time. */
struct core_pair {
    int core;
    int other; /* -1 where there is no other */
    bool siblings; /* both belong to one physical core */
};

/*
 * The pair that begins with `core`, or with the highest-numbered core that this process may run on where it is -1. The
 * other one belongs to another physical core if one is allowed; the nearest number is taken. Returns 0, -errno, or
 * -EINVAL where `core` is not among those allowed.
 */
int choose_core_pair(int core, struct core_pair *pair);

/* The cores that this process may run on, in words: "0, 1". */
void describe_allowed_cores(char *words, int size);

#endif
