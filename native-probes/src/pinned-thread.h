#ifndef THREADLAB_PINNED_THREAD_H
#define THREADLAB_PINNED_THREAD_H

#include <pthread.h>

/* Starts a thread that the scheduler may put on these cores and no other. Returns 0 or -errno. */
int start_pinned_thread(pthread_t *thread, const int *cores, int core_count, void *(*serve)(void *), void *argument);

#endif
