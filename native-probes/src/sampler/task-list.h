#ifndef THREADLAB_TASK_LIST_H
#define THREADLAB_TASK_LIST_H

#include <stdbool.h>

/*
 * Meets the threads that a process has got and loses those that it has no more. Its task folder is listed only where
 * the folder's link count, which the kernel makes from the number of threads, is another than when it was listed last,
 * or where `list_anew` asks for it. False when the process is no more or closed to us.
 */
bool follow_threads(int process, bool *full);

#endif
