#ifndef THREADLAB_THREAD_EXAMINATION_H
#define THREADLAB_THREAD_EXAMINATION_H

#include <stdbool.h>
#include <stdint.h>

#include "process-table.h"

/* Begins a pass at this moment: no more are read in it than so many `status` files, and `wchan` files of threads that ran. */
void begin_examinations(int64_t now, int switches_limit, int waits_limit);

/* Meets a thread of a process: reads all of it but its switches. False where it is gone already or there is no place. */
bool meet_thread(int process, int tid, bool *full);

/*
 * Reads a thread's counters, and the rest of what may have changed with them; `fully` also where they have not changed.
 * Takes it off the tables where it is no more, and then has its process listed anew.
 */
void examine_thread(struct thread *thread, bool fully);

/*
 * Reads what was put off: what it waits for, its switches. Has it among the quiet when it has not run for a while. May take it
 * off the tables as examine_thread() does.
 */
void settle_thread(struct thread *thread);

/* Takes a thread off the tables and gives its descriptors back. */
void lose_thread(struct thread *thread);

#endif
