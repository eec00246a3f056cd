#ifndef THREADLAB_SLICES_REPORT_H
#define THREADLAB_SLICES_REPORT_H

#include "slices.h"

/*
 * What a samples line says of a timeline, and one observation of how it is known. `refusal` is 0 where the kernel recorded
 * it, otherwise -errno of what it refused; then it is what the threads saw themselves.
 */
void report_timeline(const struct slices *slices, int refusal);
void observe_timeline_source(int refusal);

#endif
