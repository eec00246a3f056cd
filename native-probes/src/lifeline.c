#include "lifeline.h"

#include <errno.h>
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

int die_with_parent(pid_t parent)
{
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
        return -errno;
    /* It may have ended before prctl. */
    return getppid() == parent ? 0 : -ESRCH;
}
