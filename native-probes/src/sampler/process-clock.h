#ifndef THREADLAB_PROCESS_CLOCK_H
#define THREADLAB_PROCESS_CLOCK_H

#include <stdint.h>

enum { NO_PROCESS_CLOCK = -1 };

/*
 * CPU time of a process in nanoseconds: that of its threads, the ended ones too, added up by the kernel from the same
 * counters as `schedstat` shows. When it has not changed, none of them ran. One call, without a file and whoever owns
 * the process; NO_PROCESS_CLOCK when there is no process of this number, or no such clock on this system.
 */
int64_t read_process_clock(int pid);

#endif
