#ifndef THREADLAB_PROCESS_TABLE_H
#define THREADLAB_PROCESS_TABLE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "thread-table.h"

enum { NO_PROCESS = -1 };

/* A followed process. */
struct process {
    int pid;
    int root; /* the pid named by the target that it descends from; its own where it was met otherwise */
    uint64_t start;
    bool alive;
    bool is_another; /* its number was seen to be that of a process with another start */
    int folder;    /* its task folder, or −1 where that is not kept open */
    nlink_t links; /* of that folder when it was last listed: 2 and one for each thread */
    bool list_anew;
    int64_t clock; /* its CPU time at the last reading */
    /* Run time known of its threads, and what its clock holds besides: that of the ended ones. The latter is an upper
     * bound, exact as soon as nothing ran while it was taken. */
    int64_t known, besides;
    bool besides_is_known;
    int threads;
    int runnable; /* of them, those last seen in state R */
    int active;   /* of them, those in the list of the active */
    int first_active, first_quiet;
};

/* Reserves the memory; false with errno set. */
bool process_table_start(void);

/* NO_PROCESS when the table is full. */
int add_process(int pid, int root, uint64_t start);
void remove_process(int index);

struct process *process_at(int index);
/* The followed process of this number, or NO_PROCESS. */
int find_process(int pid);
/* All indices that were ever given are below; not all of them are alive. */
int process_index_limit(void);

/* Moves a thread into its process's list of the active or of the quiet; it is in none yet where `is_new`. */
void list_thread(struct thread *thread, bool active, bool is_new);
/* Takes it out of the list and of the process's sums. */
void unlist_thread(struct thread *thread);

#endif
