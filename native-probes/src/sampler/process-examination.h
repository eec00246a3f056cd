#ifndef THREADLAB_PROCESS_EXAMINATION_H
#define THREADLAB_PROCESS_EXAMINATION_H

#include <stdbool.h>

/*
 * Reads what may have changed of a followed process since the pass before. Nothing of a process is read whose clock
 * stands still; and where the threads that ran lately account for all that its clock advanced by, the others did not
 * run and are not read either. False when it is no more, or closed to us. `full` is set where it has threads for which
 * there is no place.
 */
bool examine_process(int index, bool *full);

/* After some of its threads were lost: without any left it is listed anew at once, since exec leaves one that is another. */
bool has_threads(int index, bool *full);

/* Takes a process and its threads off the tables and gives their descriptors back. */
void lose_process(int index);

#endif
