#ifndef THREADLAB_COMMUNICATION_H
#define THREADLAB_COMMUNICATION_H

/* `threadprobe communication`: its options in, its exit status out. */
int communication(int count, char **arguments);

#endif
