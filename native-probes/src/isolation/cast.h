#ifndef THREADLAB_CAST_H
#define THREADLAB_CAST_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "actor.h"

/*
 * The sacrificial processes of one demonstration: one whose threads are the actors, or one for each actor. All are children
 * of this process, die with it, end themselves after a while, and leave no core dump.
 */
struct cast {
    int actors;
    bool in_threads;
    pid_t processes[ACTORS_LIMIT];  /* 0 where none was started */
    int statuses[ACTORS_LIMIT];     /* as waitpid gave it */
    bool reaped[ACTORS_LIMIT];
    int64_t created;                /* tasks that a fork gave, or that said that they are there */
};

/* The process in which an actor is. */
int process_of(const struct cast *cast, int actor);

/* Starts the actors and waits until all are at work. Returns 0 or -errno of the call that failed, named in *failed_call. */
int start_cast(struct cast *cast, const struct role *role, const char **failed_call);

/* How many of the actors the kernel knows now. It still knows one that has ended and was not reaped. */
int count_known(const struct cast *cast, const struct board *board);
bool is_known(const struct board *board, int actor);

/* Whether a process has ended and waits to be reaped: where none should have, somebody else ended it. */
bool some_have_ended(void);

/* Waits until a process has ended and takes its status. Returns 0 or -errno. */
int reap(struct cast *cast, int process);

/* Waits until every process has ended, or ends them all by force first. Returns 0 or -errno. */
int reap_all(struct cast *cast);
void end_all(struct cast *cast);

#endif
