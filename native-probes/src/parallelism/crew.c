/* The lead of a crew: it creates the workers, releases them, waits until the last one is done, and ends them. */
#include "crew.h"

#include <errno.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "calculation.h"
#include "clock.h"
#include "crew-worker.h"
#include "lifeline.h"
#include "pinned-thread.h"
#include "wait-word.h"

enum {
    SETTLING_NS = 300000, /* for the last one to fall asleep after it has said that it is ready */
    LOOK_NS = 50000000    /* while the crew is at work, the lead looks this often whether all are still there */
};

static pthread_t threads[CREW_LIMIT];
static pid_t processes[CREW_LIMIT];

int prepare_crew(void)
{
    void *start = mmap(NULL, sizeof *crew, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (start == MAP_FAILED)
        return -errno;
    crew = start;
    return 0;
}

/* Of an amount that is shared out as evenly as whole steps allow, the share of one. */
static int64_t share_of(int64_t amount, int place, int workers)
{
    return amount * (place + 1) / workers - amount * place / workers;
}

static int initialise_mutex(void)
{
    pthread_mutexattr_t attributes;
    int error = pthread_mutexattr_init(&attributes);
    if (error)
        return -error;
    error = pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    if (!error)
        error = pthread_mutex_init(&crew->serial, &attributes);
    pthread_mutexattr_destroy(&attributes);
    return -error;
}

static int plan_shift(const struct crew_plan *plan)
{
    const int64_t serial = plan->steps * plan->serial_percent / 100;
    crew->plan = *plan;
    atomic_store(&crew->ready, 0);
    atomic_store(&crew->released, 0);
    atomic_store(&crew->through_serial, 0);
    atomic_store(&crew->done, 0);
    atomic_store(&crew->leave, 0);
    for (int i = 0; i < plan->workers; i++) {
        struct worker *worker = &crew->workers[i];
        worker->seed = (uint64_t)i;
        worker->serial_steps = share_of(serial, i, plan->workers);
        worker->parallel_steps = share_of(plan->steps - serial, i, plan->workers);
        worker->checksum = 0;
        worker->presence = (struct presence){.stays = worker->stays, .limit = STAYS_OF_ONE};
    }
    return initialise_mutex();
}

static cpu_set_t cores_of(const struct crew_plan *plan)
{
    cpu_set_t cores;
    CPU_ZERO(&cores);
    for (int i = 0; i < plan->core_count; i++)
        CPU_SET(plan->cores[i], &cores);
    return cores;
}

static void *serve_as_thread(void *worker)
{
    serve_crew(worker);
    return NULL;
}

static int create_process(int place, const cpu_set_t *cores)
{
    const pid_t parent = getpid();
    processes[place] = fork();
    if (processes[place] < 0)
        return -errno;
    if (processes[place] == 0) {
        if (die_with_parent(parent) == 0 && sched_setaffinity(0, sizeof *cores, cores) == 0)
            serve_crew(&crew->workers[place]);
        _exit(0);
    }
    return 0;
}

/* Creates all of them; gives how many there are, and -errno in *failure where that is not all. */
static int create_all(const struct crew_plan *plan, int *failure, const char **failed_call)
{
    const cpu_set_t cores = cores_of(plan);
    for (int i = 0; i < plan->workers; i++) {
        *failure = plan->processes ? create_process(i, &cores)
                                   : start_pinned_thread(&threads[i], plan->cores, plan->core_count, serve_as_thread, &crew->workers[i]);
        if (*failure) {
            *failed_call = plan->processes ? "fork" : "pthread_create";
            return i;
        }
    }
    return plan->workers;
}

/* A worker that is gone or stopped will never be done. Those that ended need not be waited for again. */
static void find_lost(int count, struct crew_result *result)
{
    int status;
    for (int i = 0; i < count; i++) {
        if (processes[i] <= 0 || waitpid(processes[i], &status, WNOHANG | WUNTRACED) != processes[i])
            continue;
        result->lost++;
        result->lost_to = WIFSIGNALED(status) ? WTERMSIG(status) : WIFSTOPPED(status) ? WSTOPSIG(status) : 0;
        if (!WIFSTOPPED(status))
            processes[i] = 0;
    }
}

/* Waits until all have counted themselves; -ECANCELED where one was lost. */
static int wait_for_all(_Atomic uint32_t *word, struct crew_result *result)
{
    const struct timespec longest = {.tv_nsec = LOOK_NS};
    for (uint32_t seen; (seen = atomic_load(word)) < (uint32_t)crew->plan.workers;) {
        sleep_while(word, seen, &longest);
        if (crew->plan.processes)
            find_lost(crew->plan.workers, result);
        if (result->lost)
            return -ECANCELED;
    }
    return 0;
}

static int have_them_work(struct crew_result *result)
{
    const struct timespec settling = {.tv_nsec = SETTLING_NS};
    int failure = wait_for_all(&crew->ready, result);
    if (failure)
        return failure;
    nanosleep(&settling, NULL);
    crew->start = clock_now();
    atomic_store(&crew->released, 1);
    wake_sleepers(&crew->released);
    return wait_for_all(&crew->done, result);
}

/* Not reaped yet, so the number is still this worker's own. */
static void end_process(pid_t process, bool kill_it)
{
    if (kill_it)
        kill(process, SIGKILL);
    while (waitpid(process, NULL, 0) < 0 && errno == EINTR)
        continue;
}

/* Threads that were never released would wait for ever: they are sent through first. */
static void end_all(int count, bool broken)
{
    if (broken && !crew->plan.processes) {
        for (int i = 0; i < count; i++)
            crew->workers[i].serial_steps = crew->workers[i].parallel_steps = 0;
        atomic_store(&crew->through_serial, (uint32_t)crew->plan.workers - (uint32_t)count);
        atomic_store(&crew->released, 1);
        wake_sleepers(&crew->released);
    }
    atomic_store(&crew->leave, 1);
    wake_sleepers(&crew->leave);
    for (int i = 0; i < count; i++) {
        if (!crew->plan.processes)
            pthread_join(threads[i], NULL);
        else if (processes[i] > 0)
            end_process(processes[i], broken);
        processes[i] = 0;
    }
    pthread_mutex_destroy(&crew->serial);
}

static bool is_planned_core(int core)
{
    for (int i = 0; i < crew->plan.core_count; i++)
        if (crew->plan.cores[i] == core)
            return true;
    return false;
}

static void gather(struct crew_result *result)
{
    for (int i = 0; i < crew->plan.workers; i++) {
        const struct worker *worker = &crew->workers[i];
        const int64_t elapsed = worker->finished - crew->start;
        result->elapsed = elapsed > result->elapsed ? elapsed : result->elapsed;
        result->processor += worker->processor;
        result->voluntary += worker->voluntary;
        result->involuntary += worker->involuntary;
        result->migrated += worker->first_core != worker->last_core;
        result->misplaced += !is_planned_core(worker->first_core) || !is_planned_core(worker->last_core);
        result->wrong_sums += worker->checksum != checksum_after(worker->seed, worker->serial_steps + worker->parallel_steps);
    }
}

int work_once(const struct crew_plan *plan, struct crew_result *result, const char **failed_call)
{
    memset(result, 0, sizeof *result);
    int failure = plan_shift(plan);
    if (failure) {
        *failed_call = "pthread_mutex_init";
        return failure;
    }
    const int count = create_all(plan, &failure, failed_call);
    if (!failure) {
        *failed_call = "a worker of the crew";
        failure = have_them_work(result);
    }
    end_all(count, failure != 0);
    if (!failure)
        gather(result);
    return failure;
}

void describe_shift(struct slicing *slicing)
{
    slicing->start = crew->start;
    slicing->task_count = crew->plan.workers;
    for (int i = 0; i < crew->plan.workers; i++) {
        slicing->tids[i] = crew->workers[i].tid;
        slicing->arrival[i] = 0;
        slicing->finished[i] = crew->workers[i].finished - crew->start;
    }
}

int64_t take_watched_slices(struct slices *slices)
{
    int64_t overlooked = 0;
    for (int i = 0; i < crew->plan.workers; i++) {
        const struct presence *presence = &crew->workers[i].presence;
        overlooked += presence->overlooked;
        for (int k = 0; k < presence->count; k++) {
            const struct stay *stay = &presence->stays[k];
            const enum slice_end end = k + 1 == presence->count ? ENDED : stay->gave_away ? WAITS : PREEMPTED;
            const int64_t from = stay->from - crew->start, to = stay->to - crew->start;
            if (to > from)
                add_slice(slices, i, stay->core, from, to, end);
        }
    }
    return overlooked;
}
