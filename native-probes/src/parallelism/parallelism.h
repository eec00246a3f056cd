#ifndef THREADLAB_PARALLELISM_H
#define THREADLAB_PARALLELISM_H

/* Answers blocks of work that a crew shares out, on one core and on all. Gives the probe's exit status. */
int parallelism(int count, char **arguments);

#endif
