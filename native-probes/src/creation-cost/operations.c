#include "operations.h"

#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "births.h"
#include "clock.h"
#include "harness-memory.h"
#include "raw-clone.h"
#include "raw-system-call.h"

/*
 * Children need no PR_SET_PDEATHSIG: none of them waits for anything, so each ends by itself within
 * microseconds, and all are in the probe's process group.
 */

enum { CLONE_STACK = 64 << 10 };

static char *clone_stack_top;
static int clone_tid; /* 1 until the kernel clears it */
static char *exec_path;
static char *no_environment[] = {NULL};

static int fail(const char **failed_call, const char *call, int number)
{
    *failed_call = call;
    return -number;
}

static int reap(pid_t pid, struct moments *moments, const char **failed_call)
{
    int status;
    pid_t reaped;
    moments->created++;
    do
        reaped = waitpid(pid, &status, 0);
    while (reaped < 0 && errno == EINTR);
    moments->joined = clock_now();
    if (reaped < 0)
        return fail(failed_call, "waitpid", errno);
    moments->reaped++;
    if (WIFSIGNALED(status))
        return fail(failed_call, "the child, ended by a signal,", ECANCELED);
    return WEXITSTATUS(status) == 0 ? 0 : fail(failed_call, "execve", WEXITSTATUS(status));
}

static int run_fork(struct moments *moments, const char **failed_call)
{
    moments->start = clock_now();
    pid_t pid = fork();
    if (pid == 0) {
        send_birth();
        _exit(0);
    }
    moments->called = clock_now();
    return pid < 0 ? fail(failed_call, "fork", errno) : reap(pid, moments, failed_call);
}

/* The child borrows the parent's memory and stack; the parent stands still until the child has ended. */
static int run_vfork(struct moments *moments, const char **failed_call)
{
    moments->start = clock_now();
    pid_t pid = vfork();
    if (pid == 0) {
        write_birth();
        _exit(0);
    }
    moments->called = clock_now();
    return pid < 0 ? fail(failed_call, "vfork", errno) : reap(pid, moments, failed_call);
}

static int run_posix_spawn(struct moments *moments, const char **failed_call)
{
    char *arguments[] = {exec_path, NULL};
    pid_t pid;
    moments->start = clock_now();
    int failure = posix_spawn(&pid, exec_path, NULL, NULL, arguments, no_environment);
    moments->called = clock_now();
    return failure ? fail(failed_call, "posix_spawn", failure) : reap(pid, moments, failed_call);
}

static int run_fork_exec(struct moments *moments, const char **failed_call)
{
    char *arguments[] = {exec_path, NULL};
    moments->start = clock_now();
    pid_t pid = fork();
    if (pid == 0) {
        execve(exec_path, arguments, no_environment);
        _exit(errno); /* every errno fits into an exit status */
    }
    moments->called = clock_now();
    return pid < 0 ? fail(failed_call, "fork", errno) : reap(pid, moments, failed_call);
}

/* clone(SIGCHLD) and nothing else: fork without libc's handlers. */
static LIBC_FREE int run_clone_process(struct moments *moments, const char **failed_call)
{
    moments->start = clock_now();
    long pid = raw_system_call4(SYS_clone, SIGCHLD, 0, 0, 0);
    if (pid == 0) {
        send_birth();
        raw_exit_task(0);
    }
    moments->called = clock_now();
    return pid < 0 ? fail(failed_call, "clone", (int)-pid) : reap((pid_t)pid, moments, failed_call);
}

/* The whole life of a raw thread. It ends with the exit of its own task, never by returning. */
static LIBC_FREE void raw_thread(void *unused)
{
    (void)unused;
    write_birth();
    raw_exit_task(0);
}

/*
 * A thread shares everything that a thread of libc shares. Of libc's flags only those are left out that give the task
 * something of its own: thread-local storage, and its id written for the parent. CHILD_CLEARTID is how the kernel says
 * that the task no longer uses its stack. Without FILES and FS the kernel would copy the tables of descriptors and
 * folders for it: fewer flags, but more work.
 */
enum {
    RAW_THREAD_FLAGS = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM |
                       CLONE_CHILD_CLEARTID
};

static LIBC_FREE int run_clone_thread(struct moments *moments, const char **failed_call)
{
    const struct id_words words = {.child = &clone_tid};
    __atomic_store_n(&clone_tid, 1, __ATOMIC_SEQ_CST);
    moments->start = clock_now();
    long tid = clone_raw_task(RAW_THREAD_FLAGS, clone_stack_top, words, raw_thread, NULL);
    moments->called = clock_now();
    if (tid < 0)
        return fail(failed_call, "clone", (int)-tid);
    moments->created++;
    /* Not FUTEX_WAIT_PRIVATE: the kernel's wake-up at the end of a task is a shared one. EINTR and EAGAIN look again. */
    while (__atomic_load_n(&clone_tid, __ATOMIC_SEQ_CST) != 0)
        raw_system_call4(SYS_futex, (long)&clone_tid, FUTEX_WAIT, 1, 0);
    moments->joined = clock_now();
    moments->reaped++;
    return 0;
}

static void *libc_thread(void *unused)
{
    write_birth();
    return unused;
}

static int run_pthread(struct moments *moments, const char **failed_call)
{
    pthread_t thread;
    moments->start = clock_now();
    int failure = pthread_create(&thread, NULL, libc_thread, NULL);
    moments->called = clock_now();
    if (failure)
        return fail(failed_call, "pthread_create", failure);
    moments->created++;
    failure = pthread_join(thread, NULL);
    moments->joined = clock_now();
    if (failure)
        return fail(failed_call, "pthread_join", failure);
    moments->reaped++;
    return 0;
}

const struct operation operations[OPERATIONS] = {
    [BY_FORK] = {"fork", run_fork, false},
    [BY_VFORK] = {"vfork", run_vfork, true},
    [BY_POSIX_SPAWN] = {"posix-spawn", run_posix_spawn, false},
    [BY_FORK_EXEC] = {"fork-exec", run_fork_exec, false},
    [BY_CLONE_PROCESS] = {"clone-process", run_clone_process, false},
    [BY_CLONE_THREAD] = {"clone-thread", run_clone_thread, true},
    [BY_PTHREAD] = {"pthread", run_pthread, true},
};

int prepare_operations(const char *first_instruction_path)
{
    char *stack = reserve_harness_memory(CLONE_STACK);
    if (!stack)
        return -errno;
    clone_stack_top = stack + CLONE_STACK;
    exec_path = strdup(first_instruction_path);
    return exec_path ? prepare_births() : -ENOMEM;
}
