#include "flag-operation.h"

#include <errno.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "births.h"
#include "clock.h"
#include "harness-memory.h"
#include "raw-clone.h"
#include "raw-system-call.h"

enum {
    TASK_STACK = 64 << 10,
    /* The kernel takes network namespaces down later, in the background: made faster than that, they pile up. */
    NETWORK_PAUSE_NS = 5000000
};

/* Children need no PR_SET_PDEATHSIG: none of them waits for anything, and all are in the probe's process group. */

static char *stack_top;
static int parent_word;
static int child_word; /* cleared by the kernel when a thread ends */
static unsigned long flags;

static LIBC_FREE void separate_task(void *unused)
{
    (void)unused;
    send_birth();
    raw_exit_task(0);
}

static LIBC_FREE void sharing_task(void *unused)
{
    (void)unused;
    write_birth();
    raw_exit_task(0);
}

/* Asks itself for what CHILD_CLEARTID asks for at creation: nobody could wait for such a thread otherwise. */
static LIBC_FREE void unawaited_thread(void *unused)
{
    (void)unused;
    write_birth();
    raw_system_call4(SYS_set_tid_address, (long)&child_word, 0, 0, 0);
    raw_exit_task(0);
}

static int fail(const char **failed_call, const char *call, int number)
{
    *failed_call = call;
    return -number;
}

/*
 * A thread of our own group is nobody's child: no wait finds it. We sleep until the kernel clears the word, and then ask
 * for the thread by its id until there is none, for it still has to leave.
 */
static int await_thread(long tid, struct moments *moments)
{
    const pid_t group = getpid();
    int left;
    while ((left = __atomic_load_n(&child_word, __ATOMIC_SEQ_CST)) != 0)
        raw_system_call4(SYS_futex, (long)&child_word, FUTEX_WAIT, left, 0);
    while (raw_system_call4(SYS_tgkill, group, tid, 0, 0) == 0)
        sched_yield();
    moments->joined = clock_now();
    moments->reaped++;
    return 0;
}

/*
 * The first process of a PID namespace that ends has the kernel ignore SIGCHLD in its table of handlers
 * (zap_pid_ns_processes in the kernel's pid_namespace.c). Where that table is ours too, the kernel reaps the child itself:
 * waitpid still waits until it is gone, but then finds no child. Sets the handler right again.
 */
static bool is_reaped_by_kernel(void)
{
    return (flags & CLONE_SIGHAND) && (flags & CLONE_NEWPID) && signal(SIGCHLD, SIG_DFL) == SIG_IGN;
}

static int await_process(pid_t pid, struct moments *moments, const char **failed_call)
{
    int status = 0;
    pid_t reaped;
    do
        reaped = waitpid(pid, &status, 0);
    while (reaped < 0 && errno == EINTR);
    moments->joined = clock_now();
    const int failure = errno;
    if (reaped < 0 && !(failure == ECHILD && is_reaped_by_kernel()))
        return fail(failed_call, "waitpid", failure);
    moments->reaped++;
    return status == 0 ? 0 : fail(failed_call, "the child, which did not end by itself,", ECANCELED);
}

static raw_task *task_for_flags(void)
{
    if (!(flags & CLONE_VM))
        return separate_task;
    return (flags & CLONE_THREAD) && !(flags & CLONE_CHILD_CLEARTID) ? unawaited_thread : sharing_task;
}

static int create_and_await(struct moments *moments, const char **failed_call)
{
    const struct id_words words = {.parent = &parent_word, .child = &child_word};
    const unsigned long signal = flags & CLONE_THREAD ? 0 : SIGCHLD;
    void *stack = flags & CLONE_VM ? stack_top : NULL;
    raw_task *task = task_for_flags();
    /* Only then: where memory is copied, the creator's next write to a page costs a fault. */
    if (flags & CLONE_THREAD)
        __atomic_store_n(&child_word, 1, __ATOMIC_SEQ_CST);
    moments->start = clock_now();
    long id = clone_raw_task(flags | signal, stack, words, task, NULL);
    moments->called = clock_now();
    if (id < 0)
        return fail(failed_call, "clone", (int)-id);
    moments->created++;
    int failure = flags & CLONE_THREAD ? await_thread(id, moments) : await_process((pid_t)id, moments, failed_call);
    if (flags & CLONE_NEWNET)
        nanosleep(&(struct timespec){.tv_nsec = NETWORK_PAUSE_NS}, NULL);
    return failure;
}

int prepare_flag_operation(void)
{
    char *stack = reserve_harness_memory(TASK_STACK);
    if (!stack)
        return -errno;
    stack_top = stack + TASK_STACK;
    return prepare_births();
}

const struct operation *operation_with(const char *name, unsigned long chosen)
{
    static struct operation operation;
    flags = chosen;
    operation = (struct operation){.name = name, .run = create_and_await, .shares_memory = chosen & CLONE_VM};
    return &operation;
}
