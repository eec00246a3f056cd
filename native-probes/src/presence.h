#ifndef THREADLAB_PRESENCE_H
#define THREADLAB_PRESENCE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * What a thread sees by itself of when it has a core: while it computes it reads the clock and the number of its core again
 * and again. Where two readings are further apart than a threshold, somebody else had the core in between, or the kernel.
 */
enum { ABSENCE_NS = 20000 };

/* A time on one core. */
struct stay {
    int64_t from, to;
    int core;
    bool gave_away; /* the thread gave the core away at the end; otherwise it was taken */
};

struct presence {
    struct stay *stays;
    int limit, count;
    int64_t overlooked; /* stays for which there was no room */
    struct stay now;
};

/* The thread has just got a core: it arrived, or woke up. */
void begin_stay(struct presence *presence);

/* One more reading; gives the time since the last one, -1 where the thread was away meanwhile. */
int64_t look(struct presence *presence);

/* It is about to give its core away; gives the moment. */
int64_t end_stay(struct presence *presence);

/* Uses this much of the calling thread's processor time, in ns, as CLOCK_THREAD_CPUTIME_ID counts it. */
void compute(struct presence *presence, int64_t ns);

/* Keeps the calling thread busy until that moment of the clock, however much or little of a core it gets. */
void stay_busy_until(struct presence *presence, int64_t moment);

/* Processor time that the calling thread has used. */
int64_t processor_time(void);

#endif
