/* Idle children of this process. Only those that it created and has not yet reaped are ever signalled. */
#include "idle-processes.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness-memory.h"
#include "idle-word.h"
#include "lifeline.h"

enum { LOOK_MS = 200 /* between looks at whether a child has ended that did not come up */ };

static pid_t *children; /* harness memory */
static int count;
static int up_pipe;
static pid_t self;
static const char *exec_path;

static _Noreturn void wait_idle(void)
{
    for (;;)
        pause();
}

static _Noreturn void live_as_fork(void)
{
    if (die_with_parent(self) != 0 || write(UP_DESCRIPTOR, UP_WORD, 1) != 1)
        _exit(1);
    wait_idle();
}

static _Noreturn void live_as_program(void)
{
    char *const arguments[] = {"idle-program", NULL}, *const environment[] = {NULL};
    /* The tie to the parent outlasts exec. */
    if (die_with_parent(self) == 0)
        execve(exec_path, arguments, environment);
    _exit(1);
}

static int create_child(void (*live)(void), const char **failed_call)
{
    pid_t pid = fork();
    if (pid == 0)
        live();
    if (pid < 0) {
        *failed_call = "fork";
        return -errno;
    }
    children[count++] = pid;
    return 0;
}

static int create_by_fork(const char **failed_call)
{
    return create_child(live_as_fork, failed_call);
}

static int create_by_exec(const char **failed_call)
{
    return create_child(live_as_program, failed_call);
}

/* Whether a child has ended; it is not reaped by looking. */
static bool has_ended(idtype_t which, pid_t pid)
{
    siginfo_t info = {.si_pid = 0};
    return waitid(which, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0;
}

static int await_children(void)
{
    char words[512];
    for (int up = 0; up < count;) {
        struct pollfd readable = {.fd = up_pipe, .events = POLLIN};
        int ready = poll(&readable, 1, LOOK_MS);
        if (ready < 0 && errno != EINTR)
            return -errno;
        if (ready == 0 && has_ended(P_ALL, 0))
            return 0;
        ssize_t size = ready > 0 ? read(up_pipe, words, sizeof words) : 0;
        up += size > 0 ? (int)size : 0;
    }
    return 0;
}

/* Looks for those that have ended only when the memory of all was read: a figure needs them alive until then. */
static int add_alive_children(struct accounts *sum)
{
    int alive = 0;
    for (int i = 0; i < count; i++) {
        int failure = add_accounts(children[i], sum);
        if (failure && failure != -ESRCH)
            return failure;
    }
    for (int i = 0; i < count; i++)
        alive += !has_ended(P_PID, children[i]);
    return alive;
}

static bool reap(pid_t pid)
{
    int status;
    pid_t reaped;
    do
        reaped = waitpid(pid, &status, 0);
    while (reaped < 0 && errno == EINTR);
    return reaped == pid;
}

static void forget_words(void)
{
    char words[512];
    while (read(up_pipe, words, sizeof words) > 0)
        continue;
}

static int end_children(void)
{
    int gone = 0;
    for (int i = 0; i < count; i++)
        kill(children[i], SIGKILL);
    for (int i = 0; i < count; i++)
        gone += reap(children[i]);
    count = 0;
    forget_words();
    return gone;
}

const struct idle_kind idle_fork = {create_by_fork, await_children, add_alive_children, end_children};
const struct idle_kind idle_fork_exec = {create_by_exec, await_children, add_alive_children, end_children};

/* The writing end has the number that the program knows; the reading end must not block, nor be there in it. */
static int open_up_pipe(void)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return -errno;
    up_pipe = fcntl(ends[0], F_DUPFD_CLOEXEC, UP_DESCRIPTOR + 1);
    int writer = fcntl(ends[1], F_DUPFD_CLOEXEC, UP_DESCRIPTOR + 1);
    if (up_pipe < 0 || writer < 0 || dup2(writer, UP_DESCRIPTOR) < 0 || fcntl(up_pipe, F_SETFL, O_NONBLOCK) != 0)
        return -errno;
    close(writer);
    for (int i = 0; i < 2; i++)
        if (ends[i] != UP_DESCRIPTOR)
            close(ends[i]);
    return 0;
}

int prepare_idle_processes(const char *path)
{
    self = getpid();
    exec_path = path;
    children = reserve_harness_memory(UNITS_LIMIT * sizeof *children);
    return children ? open_up_pipe() : -errno;
}
