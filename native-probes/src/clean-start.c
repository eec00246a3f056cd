#include "clean-start.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

static void reset_signals(void)
{
    static const int signals[] = {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGALRM, SIGTERM, SIGCHLD};
    for (unsigned i = 0; i < sizeof signals / sizeof *signals; i++)
        signal(signals[i], SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Before Linux 5.9 they stay open: then a fork copies them, as it does for every program started this way. */
static void close_inherited_descriptors(void)
{
#ifdef SYS_close_range
    syscall(SYS_close_range, STDERR_FILENO + 1, ~0u, 0);
#endif
}

/* The null device is at its end at once, as standard input; the lowest number that is free is given first. */
static void open_standard_descriptors(void)
{
    int file;
    do
        file = open("/dev/null", O_RDWR);
    while (file >= 0 && file <= STDERR_FILENO);
    if (file >= 0)
        close(file);
}

/* Raising one's own score needs no privilege; where /proc is closed the machine has its usual protection. */
static void offer_to_memory_killer(void)
{
    int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (file < 0)
        return;
    ssize_t written = write(file, "1000", 4);
    (void)written;
    close(file);
}

void start_clean(void)
{
    reset_signals();
    open_standard_descriptors();
    close_inherited_descriptors();
    offer_to_memory_killer();
}
