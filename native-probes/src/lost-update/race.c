#include "race.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>

#include "clock.h"
#include "pinned-thread.h"
#include "wait-word.h"

enum { SETTLING_NS = 300000 /* for the last one to fall asleep after it has said that it is ready */ };

struct racer {
    pthread_t thread;
    int core;
    int64_t finished; /* moment of the clock */
    int64_t voluntary, involuntary;
    bool misplaced;
};

static struct shared_counter counter = {.mutex = PTHREAD_MUTEX_INITIALIZER};
static struct racer racers[RACER_LIMIT];
static const struct race_plan *plan;
static int64_t each; /* what they add once they are released: nothing where not all of them exist */
static _Atomic uint32_t ready, released;

static void *race(void *argument)
{
    struct racer *racer = argument;
    struct rusage before, after;
    if (atomic_fetch_add(&ready, 1) + 1 == (uint32_t)plan->threads)
        wake_sleepers(&ready);
    wait_until(&released, 1);
    getrusage(RUSAGE_THREAD, &before);
    racer->misplaced = current_core() != racer->core;
    plan->add(&counter, each);
    racer->finished = clock_now();
    racer->misplaced |= current_core() != racer->core;
    getrusage(RUSAGE_THREAD, &after);
    racer->voluntary = after.ru_nvcsw - before.ru_nvcsw;
    racer->involuntary = after.ru_nivcsw - before.ru_nivcsw;
    return NULL;
}

/* Gives how many there are, and -errno in *failure where that is not all. */
static int start_racers(int *failure)
{
    for (int i = 0; i < plan->threads; i++) {
        racers[i].core = plan->cores[i % plan->core_count];
        *failure = start_pinned_thread(&racers[i].thread, &racers[i].core, 1, race, &racers[i]);
        if (*failure)
            return i;
    }
    return plan->threads;
}

static int64_t release(bool complete)
{
    const struct timespec settling = {.tv_nsec = SETTLING_NS};
    if (complete) {
        wait_until(&ready, (uint32_t)plan->threads);
        nanosleep(&settling, NULL);
    }
    each = complete ? plan->each : 0;
    const int64_t start = clock_now();
    atomic_store(&released, 1);
    wake_sleepers(&released);
    return start;
}

static void gather(int64_t start, struct race_result *result)
{
    for (int i = 0; i < plan->threads; i++) {
        const int64_t elapsed = racers[i].finished - start;
        result->elapsed = elapsed > result->elapsed ? elapsed : result->elapsed;
        result->voluntary += racers[i].voluntary;
        result->involuntary += racers[i].involuntary;
        result->misplaced += racers[i].misplaced;
    }
    result->expected = plan->threads * plan->each;
    /* Each way of adding uses one of the two. */
    result->counted = (int64_t)(counter.plain + atomic_load(&counter.atomic));
}

int race_once(const struct race_plan *wanted, struct race_result *result, const char **failed_call)
{
    int failure = 0;
    memset(result, 0, sizeof *result);
    plan = wanted;
    counter.plain = 0;
    atomic_store(&counter.atomic, 0);
    atomic_store(&ready, 0);
    atomic_store(&released, 0);
    const int count = start_racers(&failure);
    const int64_t start = release(!failure);
    for (int i = 0; i < count; i++)
        pthread_join(racers[i].thread, NULL);
    if (failure)
        *failed_call = "pthread_create";
    else
        gather(start, result);
    return failure;
}
