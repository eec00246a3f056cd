#ifndef THREADLAB_CREATION_BLOCK_H
#define THREADLAB_CREATION_BLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* When one task was created and gone, and how many were, by CLOCK_MONOTONIC in nanoseconds. */
struct moments {
    int64_t start;   /* before the call */
    int64_t called;  /* the call has returned in the creator */
    int64_t joined;  /* the task is reaped or joined */
    int64_t created; /* counted up by each call that says that it created a task */
    int64_t reaped;  /* counted up by each wait that says that a task is gone */
};

/* Returns 0, or -errno of the call that failed (its name goes to *failed_call). Both are harness memory. */
typedef int create_and_join(struct moments *moments, const char **failed_call);

/* A way to create a process or a thread: creates one task that writes its birth down and ends, and waits until it is gone. */
struct operation {
    const char *name;
    create_and_join *run;
    bool shares_memory; /* the task writes its birth into the creator's memory, others send it through a pipe */
};

enum { BLOCK_LIMIT = 10000 /* operations in one block */ };

/* Reserves what blocks write into; false with errno set where there is no memory. Once, before the functions below. */
bool prepare_blocks(void);

/* Runs one operation without recording it. Returns 0 or -errno of what failed. */
int run_once(const struct operation *operation);

/* Runs a block of 1 to BLOCK_LIMIT operations and writes its `samples` line. */
void answer_block(const struct operation *operation, int count);

#endif
