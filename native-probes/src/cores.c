#include "cores.h"

#include <errno.h>
#include <sched.h>

int list_allowed_cores(int *cores, int limit)
{
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        return -errno;
    int count = 0;
    for (int core = 0; core < CPU_SETSIZE && count < limit; core++)
        if (CPU_ISSET(core, &allowed))
            cores[count++] = core;
    return count;
}

int pin_to_core(int core)
{
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(core, &one);
    return sched_setaffinity(0, sizeof one, &one) == 0 ? 0 : -errno;
}

int pin_to_one_core(int *pinned)
{
    int cores[CPU_SETSIZE];
    int count = list_allowed_cores(cores, CPU_SETSIZE);
    if (count <= 0)
        return count ? count : -EINVAL;
    *pinned = cores[count - 1];
    return pin_to_core(*pinned);
}
