#include "births.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "clock.h"
#include "harness-memory.h"

static volatile struct birth *shared_birth; /* harness memory: for tasks that share the creator's */
static int birth_pipe;

LIBC_FREE void write_birth(void)
{
    shared_birth->time = clock_now();
    shared_birth->core = current_core();
}

LIBC_FREE void send_birth(void)
{
    report_birth_in_pipe();
}

static int open_birth_pipe(void)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return -errno;
    /* Both ends first move out of the way of the descriptor that the started program writes to. */
    birth_pipe = fcntl(ends[0], F_DUPFD_CLOEXEC, BIRTH_DESCRIPTOR + 1);
    int writer = fcntl(ends[1], F_DUPFD_CLOEXEC, BIRTH_DESCRIPTOR + 1);
    if (birth_pipe < 0 || writer < 0 || dup2(writer, BIRTH_DESCRIPTOR) < 0)
        return -errno;
    close(writer);
    for (int i = 0; i < 2; i++)
        if (ends[i] != BIRTH_DESCRIPTOR)
            close(ends[i]);
    return 0;
}

int prepare_births(void)
{
    shared_birth = reserve_harness_memory(sizeof *shared_birth);
    return shared_birth ? open_birth_pipe() : -errno;
}

int take_birth(bool shares_memory, struct birth *birth)
{
    if (!shares_memory)
        return read(birth_pipe, birth, sizeof *birth) == (ssize_t)sizeof *birth ? 0 : -ENODATA;
    birth->time = shared_birth->time;
    birth->core = shared_birth->core;
    shared_birth->time = 0;
    return birth->time ? 0 : -ENODATA;
}

void forget_births(void)
{
    struct birth birth;
    shared_birth->time = 0;
    while (take_birth(false, &birth) == 0)
        ;
}
