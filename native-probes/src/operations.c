#include "operations.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "harness-memory.h"
#include "raw-system-call.h"

/*
 * Children need no PR_SET_PDEATHSIG: none of them waits for anything, so each ends by itself within
 * microseconds, and all are in the probe's process group.
 */

enum { CLONE_STACK = 64 << 10 };

static volatile struct birth *shared_birth; /* harness memory: for tasks that share the creator's */
static char *clone_stack_top;
static int clone_tid; /* 1 until the kernel clears it */
static int birth_pipe;
static char *exec_path;
static char *no_environment[] = {NULL};

static LIBC_FREE void write_birth(void)
{
    shared_birth->time = clock_now();
    shared_birth->core = current_core();
}

static LIBC_FREE void send_birth(void)
{
    report_birth_in_pipe();
}

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
static LIBC_FREE _Noreturn __attribute__((used)) void raw_thread(void)
{
    write_birth();
    raw_exit_task(0);
}

/*
 * A thread shares everything that a thread of libc shares. Of libc's flags only those are left out that give the task
 * something of its own: thread-local storage, and its id written for the parent. CHILD_CLEARTID is how the kernel says
 * that the task no longer uses its stack. Without FILES and FS the kernel would copy the tables of descriptors and
 * folders for it: fewer flags, but more work.
 */
static LIBC_FREE long clone_raw_thread(void)
{
    const unsigned long flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM |
                                CLONE_CHILD_CLEARTID;
    long result;
#if defined(__x86_64__)
    register void *child_tid __asm__("r10") = &clone_tid;
    __asm__ volatile("syscall\n\t"
                     "test %%rax, %%rax\n\t"
                     "jnz 1f\n\t"
                     "xor %%ebp, %%ebp\n\t"
                     "call %P[thread]\n\t"
                     "hlt\n"
                     "1:"
                     : "=a"(result)
                     : "a"(SYS_clone), "D"(flags), "S"(clone_stack_top), "d"(0), "r"(child_tid), [thread] "i"(raw_thread)
                     : "rcx", "r11", "memory", "cc");
#else
    register long x8 __asm__("x8") = SYS_clone;
    register long x0 __asm__("x0") = (long)flags;
    register long x1 __asm__("x1") = (long)clone_stack_top;
    register long x2 __asm__("x2") = 0;
    register long x3 __asm__("x3") = 0;
    register long x4 __asm__("x4") = (long)&clone_tid;
    __asm__ volatile("svc #0\n\t"
                     "cbnz x0, 1f\n\t"
                     "mov x29, xzr\n\t"
                     "bl %[thread]\n"
                     "1:"
                     : "+r"(x0)
                     : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), [thread] "S"(raw_thread)
                     : "x30", "memory", "cc");
    result = x0;
#endif
    return result;
}

static LIBC_FREE int run_clone_thread(struct moments *moments, const char **failed_call)
{
    __atomic_store_n(&clone_tid, 1, __ATOMIC_SEQ_CST);
    moments->start = clock_now();
    long tid = clone_raw_thread();
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

const struct operation operations[] = {
    {"fork", run_fork, false},
    {"vfork", run_vfork, true},
    {"posix-spawn", run_posix_spawn, false},
    {"fork-exec", run_fork_exec, false},
    {"clone-process", run_clone_process, false},
    {"clone-thread", run_clone_thread, true},
    {"pthread", run_pthread, true},
};
const int operation_count = sizeof operations / sizeof *operations;

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

int prepare_operations(const char *first_instruction_path)
{
    shared_birth = reserve_harness_memory(sizeof *shared_birth);
    char *stack = reserve_harness_memory(CLONE_STACK);
    if (!shared_birth || !stack)
        return -errno;
    clone_stack_top = stack + CLONE_STACK;
    exec_path = strdup(first_instruction_path);
    return exec_path ? open_birth_pipe() : -ENOMEM;
}

int take_birth(const struct operation *operation, struct birth *birth)
{
    if (!operation->shares_memory)
        return read(birth_pipe, birth, sizeof *birth) == (ssize_t)sizeof *birth ? 0 : -ENODATA;
    birth->time = shared_birth->time;
    birth->core = shared_birth->core;
    shared_birth->time = 0;
    return birth->time ? 0 : -ENODATA;
}

void forget_births(void)
{
    struct birth birth;
    for (int i = 0; i < operation_count; i++)
        while (take_birth(&operations[i], &birth) == 0)
            ;
}

void run_empty(const struct operation *operation, struct moments *moments, struct birth *birth)
{
    moments->start = clock_now();
    moments->called = clock_now();
    if (operation->shares_memory)
        write_birth();
    else
        send_birth();
    moments->joined = clock_now();
    take_birth(operation, birth);
}
