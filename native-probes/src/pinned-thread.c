#include "pinned-thread.h"

#include <sched.h>

enum { STACK_BYTES = 256 << 10 };

int start_pinned_thread(pthread_t *thread, const int *cores, int core_count, void *(*serve)(void *), void *argument)
{
    pthread_attr_t attributes;
    cpu_set_t set;
    CPU_ZERO(&set);
    for (int i = 0; i < core_count; i++)
        CPU_SET(cores[i], &set);
    int error = pthread_attr_init(&attributes);
    if (error)
        return -error;
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    error = pthread_attr_setaffinity_np(&attributes, sizeof set, &set);
    if (!error)
        error = pthread_create(thread, &attributes, serve, argument);
    pthread_attr_destroy(&attributes);
    return -error;
}
