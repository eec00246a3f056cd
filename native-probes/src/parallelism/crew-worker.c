/* What a worker of a crew does: it waits for the release, does its share, and stays until all are done. */
#include "crew-worker.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "calculation.h"
#include "clock.h"
#include "wait-word.h"

enum { STEPS_BETWEEN_LOOKS = 1000 };

struct crew *crew;

static void take_steps(struct worker *worker, struct calculation *calculation, int64_t steps)
{
    if (!crew->plan.watching) {
        calculate(calculation, steps);
        return;
    }
    for (int64_t left = steps; left > 0; left -= STEPS_BETWEEN_LOOKS) {
        calculate(calculation, left < STEPS_BETWEEN_LOOKS ? left : STEPS_BETWEEN_LOOKS);
        look(&worker->presence);
    }
}

/* Its own share of the serial part, and then the wait for everybody else's. */
static void pass_serial_part(struct worker *worker, struct calculation *calculation)
{
    const uint32_t all = (uint32_t)crew->plan.workers;
    end_stay(&worker->presence);
    pthread_mutex_lock(&crew->serial);
    begin_stay(&worker->presence);
    take_steps(worker, calculation, worker->serial_steps);
    end_stay(&worker->presence);
    pthread_mutex_unlock(&crew->serial);
    if (atomic_fetch_add(&crew->through_serial, 1) + 1 == all)
        wake_sleepers(&crew->through_serial);
    wait_until(&crew->through_serial, all);
    begin_stay(&worker->presence);
}

static void work(struct worker *worker)
{
    struct calculation calculation;
    begin_calculation(&calculation, worker->seed);
    begin_stay(&worker->presence);
    worker->first_core = worker->presence.now.core;
    if (crew->plan.serial_percent > 0)
        pass_serial_part(worker, &calculation);
    take_steps(worker, &calculation, worker->parallel_steps);
    worker->finished = end_stay(&worker->presence);
    worker->last_core = current_core();
    worker->checksum = checksum_of(&calculation);
}

/*
 * All that is read and written while it is measured, once beforehand. A fork copies no tables for pages that are shared or of
 * the program's text: a process that touches one for the first time has to find it, and that takes longer than a short share.
 */
static void rehearse(struct worker *worker)
{
    const struct presence presence = worker->presence;
    struct calculation calculation;
    begin_calculation(&calculation, worker->seed);
    begin_stay(&worker->presence);
    calculate(&calculation, 1);
    worker->finished = end_stay(&worker->presence);
    worker->first_core = worker->last_core = current_core();
    worker->checksum = checksum_of(&calculation);
    worker->processor = worker->voluntary = worker->involuntary = 0;
    for (int i = 0; crew->plan.watching && i < STAYS_OF_ONE; i++)
        worker->stays[i] = (struct stay){0};
    if (crew->plan.serial_percent > 0) {
        pthread_mutex_lock(&crew->serial);
        pthread_mutex_unlock(&crew->serial);
    }
    atomic_fetch_add(&crew->ready, 0);
    worker->presence = presence;
}

/* The kernel records that a sleeper lost its core, and not that somebody who ends did: the last slice would stay open. */
static void lose_the_core(void)
{
    const struct timespec shortest = {.tv_nsec = 1};
    nanosleep(&shortest, NULL);
}

void serve_crew(struct worker *worker)
{
    struct rusage before, after;
    worker->tid = (int)syscall(SYS_gettid);
    rehearse(worker);
    getrusage(RUSAGE_THREAD, &before);
    /* Asked once beforehand: a process that asks for the first time has to find the pages of it, and that takes long. */
    int64_t used = processor_time();
    if (atomic_fetch_add(&crew->ready, 1) + 1 == (uint32_t)crew->plan.workers)
        wake_sleepers(&crew->ready);
    wait_until(&crew->released, 1);
    /* Until here a process has touched its memory for the first time, which is no part of the work. */
    used = processor_time();
    work(worker);
    worker->processor = processor_time() - used;
    getrusage(RUSAGE_THREAD, &after);
    worker->voluntary = after.ru_nvcsw - before.ru_nvcsw;
    worker->involuntary = after.ru_nivcsw - before.ru_nivcsw;
    if (atomic_fetch_add(&crew->done, 1) + 1 == (uint32_t)crew->plan.workers)
        wake_sleepers(&crew->done);
    wait_until(&crew->leave, 1);
    lose_the_core();
}
