#ifndef THREADLAB_CREW_WORKER_H
#define THREADLAB_CREW_WORKER_H

#include <pthread.h>
#include <stdatomic.h>

#include "crew.h"
#include "presence.h"

/* What the workers of a crew and their lead share, processes too; for crew.c and crew-worker.c alone. */
enum { STAYS_OF_ONE = 512 };

struct worker {
    uint64_t seed;
    int64_t serial_steps, parallel_steps;
    int tid;
    int first_core, last_core;
    int64_t finished;  /* moment of the clock */
    int64_t processor; /* time that it used since it woke up for the release */
    int64_t voluntary, involuntary;
    uint64_t checksum;
    struct presence presence;
    struct stay stays[STAYS_OF_ONE];
};

struct crew {
    struct crew_plan plan;
    _Atomic uint32_t ready, released, through_serial, done, leave;
    pthread_mutex_t serial; /* whoever holds it is the only one at work */
    int64_t start;
    struct worker workers[CREW_LIMIT];
};

extern struct crew *crew;

/* The whole life of a worker. */
void serve_crew(struct worker *worker);

#endif
