#include "lifeline.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

int tie_to_parent(void)
{
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
        return -errno;
    /* Fails with EPERM where the starter already made this process a session leader: then it leads its group too. */
    if (setpgid(0, 0) != 0 && errno != EPERM)
        return -errno;
    /* A parent that ended before prctl leaves a closed standard input behind, which ends the command loop. */
    return 0;
}

void bound_block(unsigned seconds)
{
    alarm(seconds);
}

int pin_to_one_core(int *pinned)
{
    cpu_set_t allowed, one;
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        return -errno;
    for (int core = CPU_SETSIZE - 1; core >= 0; core--) {
        if (!CPU_ISSET(core, &allowed))
            continue;
        *pinned = core;
        CPU_ZERO(&one);
        CPU_SET(core, &one);
        return sched_setaffinity(0, sizeof one, &one) == 0 ? 0 : -errno;
    }
    return -EINVAL;
}
