#ifndef THREADLAB_CREATION_COST_H
#define THREADLAB_CREATION_COST_H

/* `threadprobe creation-cost`: its options in, its exit status out. */
int creation_cost(int count, char **arguments);

#endif
