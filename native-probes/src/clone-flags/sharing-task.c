/* The task of a demonstration: libc does not know about it, so it speaks to the kernel alone. */
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <sys/prctl.h>
#include <time.h>

#include "raw-system-call.h"
#include "sharing-page.h"

/* As rt_sigaction takes it, on x86-64 and on aarch64. */
struct kernel_action {
    void *handler;
    unsigned long flags;
    void *restorer;
    unsigned long mask;
};

enum { IGNORE = 1, KILL = 9, OF_PROCESS = 1, WAIT_SECONDS = 5 };

volatile int sharing_variable;

/*
 * It dies with its creator, and of itself where nobody releases it. A thread shares the fate of its group, and its parent is
 * the probe.
 */
static LIBC_FREE void bind_to_parent(void)
{
    raw_system_call4(SYS_prctl, PR_SET_PDEATHSIG, KILL, 0, 0);
}

static LIBC_FREE void change_what_it_reaches(struct sharing_page *page)
{
    struct kernel_action ignore;
    ignore.handler = (void *)IGNORE;
    ignore.flags = 0;
    ignore.restorer = 0;
    ignore.mask = 0;
    sharing_variable = SHARING_VALUE;
    page->descriptor = (int)raw_system_call4(SYS_openat, AT_FDCWD, (long)SHARING_FOLDER, O_PATH, 0);
    page->moved = (int)raw_system_call4(SYS_chdir, (long)SHARING_FOLDER, 0, 0, 0);
    page->handled = (int)raw_system_call4(SYS_rt_sigaction, SHARING_SIGNAL, (long)&ignore, 0, sizeof ignore.mask);
    page->prioritised = (int)raw_system_call4(SYS_ioprio_set, OF_PROCESS, 0, SHARING_PRIORITY, 0);
}

static LIBC_FREE void say_who_it_is(struct sharing_page *page)
{
    page->pid = (int)raw_system_call4(SYS_getpid, 0, 0, 0, 0);
    page->tid = (int)raw_system_call4(SYS_gettid, 0, 0, 0, 0);
    page->parent = (int)raw_system_call4(SYS_getppid, 0, 0, 0, 0);
    page->word_found = page->word;
    /* The rest of the page is zero, which ends the text. */
    raw_system_call4(SYS_readlinkat, AT_FDCWD, (long)"/proc/thread-self", (long)page->place, sizeof page->place - 1);
}

LIBC_FREE void act_and_wait(void *argument)
{
    struct sharing_page *page = argument;
    struct timespec patience;
    patience.tv_sec = WAIT_SECONDS;
    patience.tv_nsec = 0;
    bind_to_parent();
    say_who_it_is(page);
    change_what_it_reaches(page);
    __atomic_store_n(&page->task_acted, 1, __ATOMIC_SEQ_CST);
    while (!__atomic_load_n(&page->released, __ATOMIC_SEQ_CST))
        if (raw_system_call4(SYS_futex, (long)&page->released, FUTEX_WAIT, 0, (long)&patience) == -ETIMEDOUT)
            break;
    raw_exit_task(0);
}
