#ifndef THREADLAB_CLEAN_START_H
#define THREADLAB_CLEAN_START_H

/*
 * Undoes what the probe may have inherited from whoever started it and what would change its figures or its
 * manners: ignored or blocked signals (an ignored SIGCHLD makes waitpid fail, an ignored SIGALRM lifts the bound
 * on a block), and descriptors (each is copied by every fork). Opens standard input, output and error where they are
 * closed: a pipe of the probe's own would take their numbers. Offers the probe and its children to the out-of-memory
 * killer before anybody else.
 */
void start_clean(void);

#endif
