#ifndef THREADLAB_SWITCH_RECORDS_H
#define THREADLAB_SWITCH_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The kernel's own records of when the threads of this process got a core and lost it again: perf_event_open(2) with
 * context-switch records, one ring of records a core. An unprivileged user may have them of its own tasks where
 * kernel.perf_event_paranoid is 2 or less. Every thread that is created after opening is recorded.
 */
enum { RECORDED_CORES_LIMIT = 64 };

struct switch_record {
    int64_t time; /* CLOCK_MONOTONIC, ns */
    int32_t tid;
    int core;
    bool in;        /* got the core; otherwise lost it */
    bool preempted; /* lost it while it could have run on */
};

struct switch_ring {
    int file, core;
    void *start;
    size_t bytes; /* of the records, without the page that describes them */
};

struct switch_recorder {
    struct switch_ring rings[RECORDED_CORES_LIMIT];
    int count;
};

/*
 * Opens a ring for each of these cores, not yet recording, as large as the user's limit on locked memory allows. Returns
 * 0, or -errno of what was refused; then nothing is open. A kernel older than 4.3 does not know such records: -EINVAL.
 */
int open_switch_records(struct switch_recorder *recorder, const int *cores, int count);

void start_switch_records(struct switch_recorder *recorder);
void stop_switch_records(struct switch_recorder *recorder);

/*
 * Takes all records out of the rings, those of one core after another and each core's in the order of time, and passes
 * them on. Returns how many the kernel had to drop because a ring was full.
 */
int64_t take_switch_records(struct switch_recorder *recorder, void (*take)(void *to, const struct switch_record *record),
                            void *to);

void close_switch_records(struct switch_recorder *recorder);

#endif
