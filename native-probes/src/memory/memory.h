#ifndef THREADLAB_MEMORY_H
#define THREADLAB_MEMORY_H

/* `threadprobe memory`: its options in, its exit status out. */
int memory(int count, char **arguments);

#endif
