#ifndef THREADLAB_ISOLATION_H
#define THREADLAB_ISOLATION_H

/* `threadprobe isolation`: its options in, its exit status out. */
int isolation(int count, char **arguments);

#endif
