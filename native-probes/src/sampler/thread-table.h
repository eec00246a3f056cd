#ifndef THREADLAB_THREAD_TABLE_H
#define THREADLAB_THREAD_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "proc-text.h"

/* Most threads that are followed, and beyond the greatest number that Linux can be set to give to one. */
enum { THREAD_LIMIT = 100000, TID_LIMIT = 1 << 22 };
/* In place of a thread's index. */
enum { NO_THREAD = -1 };

/* Files of a thread. Those before STATUS may be kept open. */
enum task_file { SCHEDSTAT, STAT, WCHAN, STATUS };
#define KEPT_FILES STATUS

struct thread {
    int64_t row; /* never given twice, unlike the place in the table */
    int tid;
    int process; /* its index */
    int next, previous; /* in the list of its process that it is in */
    int files[KEPT_FILES]; /* descriptors; −1 where it is not open */
    uint64_t run, delay, slices;
    uint64_t start;
    uint64_t voluntary, involuntary;
    /* CLOCK_MONOTONIC when its counters were last seen changed, and when they and these two were last read; 0 for never. */
    int64_t ran_at, counted_at, switches_at, wait_at;
    int parent, nice, policy, core;
    int wait; /* what it waited for when last asked */
    uint32_t listing; /* the last listing that it was in */
    char state;
    bool kernel, traceable;
    bool alive;
    bool told; /* the reader of our lines knows its row */
    bool active; /* in its process's list of those that ran lately */
    bool wait_is_stale, switches_are_stale; /* it ran since they were read */
    bool described_anew, counted_anew, switched_anew; /* to be told in this reading */
    uint8_t name_length;
    char name[NAME_BYTES];
};

/* Reserves the memory; false with errno set. */
bool thread_table_start(void);

/* Takes a place for a new thread; NO_THREAD when the table is full. */
int add_thread(int process, int tid);

/* Takes it off the table. Its place is given to nobody before release_removed(), so that the row can still be told. */
void remove_thread(int index);
void release_removed(void);

/* Those removed since release_removed(). */
int count_removed(void);
int removed_thread(int i);

struct thread *thread_at(int index);
int index_of_thread(const struct thread *thread);
/* The thread followed by this number, or NO_THREAD. */
int find_thread(int tid);
int count_threads(void);
/* All indices that were ever given are below. */
int thread_index_limit(void);

#endif
