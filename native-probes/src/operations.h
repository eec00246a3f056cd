#ifndef THREADLAB_OPERATIONS_H
#define THREADLAB_OPERATIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "birth.h"

/*
 * The ways to create a process or a thread. Each operation creates one task that writes its birth down and
 * ends, and waits until it is gone.
 */
struct moments {
    int64_t start;   /* before the call */
    int64_t called;  /* the call has returned in the creator */
    int64_t joined;  /* the task is reaped or joined */
    int64_t created; /* counted up by each call that says that it created a task */
    int64_t reaped;  /* counted up by each wait that says that a task is gone */
};

/* Returns 0, or -errno of the call that failed (its name goes to *failed_call). Both are harness memory. */
typedef int create_and_join(struct moments *moments, const char **failed_call);

struct operation {
    const char *name;
    create_and_join *run;
    bool shares_memory; /* the task writes its birth into the creator's memory, others send it through a pipe */
};

enum { BY_FORK, BY_VFORK, BY_POSIX_SPAWN, BY_FORK_EXEC, BY_CLONE_PROCESS, BY_CLONE_THREAD, BY_PTHREAD, OPERATIONS };

extern const struct operation operations[OPERATIONS];

/* Reserves what the operations share: the births' place and pipe, the thread's stack. */
int prepare_operations(const char *first_instruction_path);

/* The same reads of the clock and the same report of a birth with nothing created between them: the harness itself. */
void run_empty(const struct operation *operation, struct moments *moments, struct birth *birth);

#endif
