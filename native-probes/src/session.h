#ifndef THREADLAB_SESSION_H
#define THREADLAB_SESSION_H

#include <stdbool.h>
#include <stddef.h>

/*
 * An experiment's conversation with the lab: it says hello, observes what it found, says that it is ready, then answers
 * each line `block <series> <count>` on standard input with one `samples` line, and ends when standard input does. The
 * lab decides which block comes when; nothing is written and nothing is allocated while a block runs.
 */
struct experiment {
    const char *name;
    const char *const *series; /* ends with NULL */
    int block_limit;           /* the greatest count of a block */
    /* Runs a block of 1 to block_limit operations of a series, by its index, and writes its `samples` line. */
    void (*answer)(int series, int count);
};

/* Ties the probe to the lab and says hello. `core` is the one that it is pinned to, -1 where it runs free. */
int begin_session(const struct experiment *experiment, int core);

/* Says that all is prepared and answers blocks until standard input ends. Gives the probe's exit status. */
int serve_blocks(const struct experiment *experiment);

/* Writes one `error` line; gives the exit status that goes with it. `failure` is -errno. */
int fail_session(const char *what, int failure, const char *advice);
int refuse_usage(const char *what, const char *advice);

/* The path of a program that lies beside this one. Returns 0 or -errno. */
int path_beside(const char *name, char *path, size_t size);

#endif
