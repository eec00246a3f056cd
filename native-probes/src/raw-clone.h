#ifndef THREADLAB_RAW_CLONE_H
#define THREADLAB_RAW_CLONE_H

/* Where the kernel may write the new task's id: for the creator, and for the task itself. Both may be NULL. */
struct id_words {
    int *parent;
    int *child;
};

/* The whole life of a task that libc does not know about: LIBC_FREE, and it never returns. */
typedef void raw_task(void *argument);

/*
 * clone(2) without libc: the new task runs `task` on the stack that ends at `stack_top`, or, where that is NULL, on what
 * it has of the creator's stack: a copy. A task that shares the creator's memory needs a stack of its own. CLONE_SETTLS
 * must not be among the flags. Gives what the kernel gave: the task's id, or -errno.
 */
long clone_raw_task(unsigned long flags, void *stack_top, struct id_words words, raw_task *task, void *argument);

#endif
