#ifndef THREADLAB_CLONE_FLAGS_H
#define THREADLAB_CLONE_FLAGS_H

/* `threadprobe clone-flags`: its options in, its exit status out. */
int clone_flags(int count, char **arguments);

#endif
