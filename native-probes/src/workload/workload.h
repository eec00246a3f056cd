#ifndef THREADLAB_WORKLOAD_H
#define THREADLAB_WORKLOAD_H

/* `threadprobe workload`: its options in, its exit status out. */
int workload(int count, char **arguments);

#endif
