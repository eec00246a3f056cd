#ifndef THREADLAB_SHARING_PAGE_H
#define THREADLAB_SHARING_PAGE_H

#include <sched.h>
#include <stdbool.h>
#include <sys/types.h>

/* Not known: the act itself failed, so nothing can be seen of it. */
enum sight { NOT_SEEN = 0, SEEN = 1, NOT_KNOWN = 2 };

/* One page of memory that probe, host and task all map: they tell each other there what they did and saw. */
struct sharing_page {
    unsigned long flags;
    pid_t probe;

    /* Steps, each set once by the one that takes it. */
    int task_acted;
    int host_returned; /* its call of clone did */
    int released;      /* by the probe; the task waits for it */
    int host_done;

    /* By the task: how it sees itself, and how its acts went (0 or -errno). */
    int pid, tid, parent;
    char place[64]; /* "<group>/task/<id>", in the probe's numbers */
    int word;       /* where CHILD_SETTID and CHILD_CLEARTID write */
    int word_found; /* as the task found it */
    int descriptor; /* the one that it opened */
    int moved, handled, prioritised;

    /* By the host, when the task is gone. */
    long created; /* clone's result, -errno where it refused */
    pid_t host, host_parent;
    bool has_priority; /* it could be given an I/O context to share */
    bool stood_still;  /* the task had been released before clone returned */
    enum sight write, open, folder, handler, priority;
    bool parent_word_written, word_cleared;
};

/* What the task changes, and what the host looks for. */
#define SHARING_FOLDER "/proc"
enum {
    SHARING_VALUE = 42,
    SHARING_SIGNAL = 10, /* SIGUSR1 */
    SHARING_PRIORITY = 2 << 13 | 6,
    HOST_PRIORITY = 2 << 13 | 4, /* best effort, level 4 */
    WORD_UNTOUCHED = -1
};

/* Ordinary memory, shared only if the flags say so. */
extern volatile int sharing_variable;

/* The task's whole life: a raw_task, its argument the page. */
void act_and_wait(void *page);

/* The host's whole life. */
_Noreturn void live_as_host(struct sharing_page *page);

#endif
