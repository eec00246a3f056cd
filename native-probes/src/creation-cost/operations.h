#ifndef THREADLAB_OPERATIONS_H
#define THREADLAB_OPERATIONS_H

#include "creation-block.h"

/* The ways to create a process or a thread that the experiment compares. */
enum { BY_FORK, BY_VFORK, BY_POSIX_SPAWN, BY_FORK_EXEC, BY_CLONE_PROCESS, BY_CLONE_THREAD, BY_PTHREAD, OPERATIONS };

extern const struct operation operations[OPERATIONS];

/* Reserves what the operations share: the births' place and pipe, the thread's stack. */
int prepare_operations(const char *first_instruction_path);

#endif
