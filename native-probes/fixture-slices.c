/*
 * Makes slices of the records on standard input, of two threads, 1 and 2, that were at work from 100 to 1000. A record is
 * "core thread moment in" or "... out". Prints how many slices there are, and how many records are unmatched.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "slices.h"

int main(void)
{
    static struct slices slices;
    struct slicing slicing = {
        .slices = &slices, .task_count = 2, .tids = {1, 2}, .arrival = {100, 100}, .finished = {1000, 1000}};
    struct switch_record record = {0};
    char way[4];
    if (!reserve_slices(&slices))
        return 1;
    while (scanf("%d %" SCNd32 " %" SCNd64 " %3s", &record.core, &record.tid, &record.time, way) == 4) {
        record.in = strcmp(way, "in") == 0;
        slice_record(&slicing, &record);
    }
    printf("%d %" PRId64 "\n", slices.count, slicing.unmatched);
    return 0;
}
