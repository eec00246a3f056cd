/* The host of a demonstration: it creates the task and, when that is gone, looks what of it reached itself. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lifeline.h"
#include "raw-clone.h"
#include "raw-system-call.h"
#include "sharing-page.h"

enum { TASK_STACK = 64 << 10, OF_PROCESS = 1, PAUSE_NS = 100000, HOST_SECONDS = 8 };

static _Alignas(16) char stack[TASK_STACK];
static int parent_word = WORD_UNTOUCHED;

static LIBC_FREE void leave_at_once(void *unused)
{
    (void)unused;
    raw_exit_task(0);
}

/*
 * kcmp finds two tasks that have no semaphore undo list, or no I/O context, to have the same one. So the host gets both
 * first: clone makes the list when it is to be shared, and setting an I/O priority makes the context.
 */
static void own_what_can_be_shared(struct sharing_page *page)
{
    long id = clone_raw_task(CLONE_SYSVSEM | SIGCHLD, NULL, (struct id_words){NULL, NULL}, leave_at_once, NULL);
    if (id > 0)
        waitpid((pid_t)id, NULL, 0);
    page->has_priority = syscall(SYS_ioprio_set, OF_PROCESS, 0, HOST_PRIORITY) == 0;
}

static bool is_gone(const struct sharing_page *page)
{
    if (!(page->flags & CLONE_THREAD))
        return waitpid((pid_t)page->created, NULL, 0) == page->created || errno != EINTR;
    return syscall(SYS_tgkill, getpid(), page->created, 0) != 0;
}

static enum sight sight_of(int outcome_of_act, bool seen)
{
    return outcome_of_act < 0 ? NOT_KNOWN : seen ? SEEN : NOT_SEEN;
}

static bool is_in_folder(void)
{
    char folder[64];
    return getcwd(folder, sizeof folder) && strcmp(folder, SHARING_FOLDER) == 0;
}

static bool is_signal_ignored(void)
{
    struct sigaction action;
    return sigaction(SHARING_SIGNAL, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

static void look(struct sharing_page *page)
{
    const bool priority_changed = syscall(SYS_ioprio_get, OF_PROCESS, 0) == SHARING_PRIORITY;
    page->write = sight_of(0, sharing_variable == SHARING_VALUE);
    page->open = sight_of(page->descriptor, fcntl(page->descriptor, F_GETFD) >= 0);
    page->folder = sight_of(page->moved, is_in_folder());
    page->handler = sight_of(page->handled, is_signal_ignored());
    page->priority = sight_of(page->has_priority ? page->prioritised : -1, priority_changed);
    page->parent_word_written = parent_word == page->created;
    page->word_cleared = page->word == 0;
}

static void create_and_look(struct sharing_page *page)
{
    const unsigned long signal = page->flags & CLONE_THREAD ? 0 : SIGCHLD;
    const struct id_words words = {.parent = &parent_word, .child = &page->word};
    void *top = page->flags & CLONE_VM ? stack + TASK_STACK : NULL;
    page->created = clone_raw_task(page->flags | signal, top, words, act_and_wait, page);
    page->stood_still = __atomic_load_n(&page->released, __ATOMIC_SEQ_CST);
    if (page->created < 0)
        return;
    __atomic_store_n(&page->host_returned, 1, __ATOMIC_SEQ_CST);
    while (!is_gone(page))
        nanosleep(&(struct timespec){.tv_nsec = PAUSE_NS}, NULL);
    look(page);
}

_Noreturn void live_as_host(struct sharing_page *page)
{
    if (die_with_parent(page->probe) != 0 || chdir("/") != 0)
        _exit(1);
    alarm(HOST_SECONDS);
    signal(SHARING_SIGNAL, SIG_DFL);
    page->host = getpid();
    page->host_parent = getppid();
    own_what_can_be_shared(page);
    create_and_look(page);
    __atomic_store_n(&page->host_done, 1, __ATOMIC_SEQ_CST);
    _exit(0);
}
