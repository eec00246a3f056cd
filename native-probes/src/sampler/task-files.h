#ifndef THREADLAB_TASK_FILES_H
#define THREADLAB_TASK_FILES_H

#include <stddef.h>
#include <sys/types.h>

#include "process-table.h"

/* Longer than any of the files that are read here but `status`, which lists the groups of its user. */
enum { TASK_TEXT_BYTES = 4096 };

/*
 * Raises the soft limit on open files to the hard one, for this program alone, and plans with what that gives. 0, or -errno
 * where not even a folder and a file in it can be open at once; *allowed is the limit then.
 */
int task_files_start(long *allowed);

/*
 * Reads a file of a thread from its beginning, and of a longer one the end. It is kept open where there is room: `schedstat`
 * always, the others of threads that are active. Gives the text's length or -errno: -ESRCH when the thread is no more.
 */
ssize_t read_task_file(struct thread *thread, enum task_file kind, char *text);

/* The task folder of a process at its beginning: kept open where there is room. Gives a descriptor or -errno. */
int open_task_folder(struct process *process);
/* What open_task_folder gave is not used further for now. */
void leave_task_folder(const struct process *process, int folder);

/* Gives back what is kept of a thread; `schedstat` only when it is of no more use. */
void close_spare_files(struct thread *thread);
void close_all_files(struct thread *thread);
void close_task_folder(struct process *process);

/* Threads whose `schedstat` is kept open. */
int count_kept(void);

#endif
