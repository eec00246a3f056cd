/* One repetition of a workload: every thread is there and asleep before the common start, and stays until all are done. */
#include "repetition.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "harness-memory.h"
#include "pinned-thread.h"
#include "presence.h"

enum {
    STACK_BYTES = 256 << 10,
    STAYS = 20480,         /* of all threads together */
    LEAD_NS = 5000000,     /* from the first creation to the common start, */
    LEAD_A_TASK_NS = 300000, /* and so much more for each thread */
    QUIET_NS = 2000000,    /* of it for looking at the sleeping threads */
    ATTEMPTS = 4           /* each with twice the lead */
};

struct worker {
    const struct task_plan *plan;
    struct task_result result;
    struct presence presence;
    pthread_t thread;
    int tid;
    struct rusage before;
    int64_t counted_before, delayed_before;
};

static struct worker *workers;
static struct switch_recorder recorder;
static int refusal;

static int64_t start; /* the common one */
static uint32_t planned; /* threads */
static _Atomic uint32_t ready, done, leave;
static _Atomic int failure; /* errno of what keeps the repetition from being one: then nobody works */

static void wait_for(_Atomic uint32_t *word, uint32_t seen)
{
    syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, seen, NULL, NULL, 0);
}

static void sleep_until(int64_t moment)
{
    const struct timespec time = {.tv_sec = moment / 1000000000, .tv_nsec = moment % 1000000000};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL) == EINTR)
        continue;
}

static void run_operations(struct worker *worker)
{
    struct presence *presence = &worker->presence;
    for (int i = 0; i < worker->plan->count; i++) {
        const struct operation *operation = &worker->plan->operations[i];
        if (operation->work == COMPUTES) {
            compute(presence, operation->ns);
        } else if (operation->work == BUSY_UNTIL) {
            stay_busy_until(presence, start + operation->ns);
        } else if (operation->ns > 0) {
            sleep_until(end_stay(presence) + operation->ns);
            begin_stay(presence);
        }
    }
}

static int64_t seen_by(const struct presence *presence)
{
    int64_t sum = 0;
    for (int i = 0; i < presence->count; i++)
        sum += presence->stays[i].to - presence->stays[i].from;
    return sum;
}

/* Timers of a thread may by default fire 50 µs late, in favour of waking up less often. */
static void settle(struct worker *worker)
{
    worker->tid = (int)syscall(SYS_gettid);
    prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0);
    if (worker->plan->nice != 0 && setpriority(PRIO_PROCESS, 0, worker->plan->nice) != 0)
        atomic_store(&failure, errno);
    worker->result.nice = getpriority(PRIO_PROCESS, 0);
}

static void work(struct worker *worker)
{
    struct rusage after;
    const int64_t used = processor_time();
    sleep_until(start + worker->plan->arrival);
    if (atomic_load(&failure))
        return;
    begin_stay(&worker->presence);
    worker->result.first = worker->presence.now.from - start;
    run_operations(worker);
    worker->result.last = worker->presence.now.from - start;
    worker->result.finished = end_stay(&worker->presence) - start;
    worker->result.computed = processor_time() - used;
    getrusage(RUSAGE_THREAD, &after);
    worker->result.voluntary = after.ru_nvcsw - worker->before.ru_nvcsw;
    worker->result.involuntary = after.ru_nivcsw - worker->before.ru_nivcsw;
}

/* It stays until all are done, so that its end costs nobody else a core. */
static void *be_worker(void *given)
{
    struct worker *worker = given;
    settle(worker);
    getrusage(RUSAGE_THREAD, &worker->before);
    atomic_fetch_add(&ready, 1);
    work(worker);
    if (atomic_fetch_add(&done, 1) + 1 == planned)
        syscall(SYS_futex, &done, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
    while (!atomic_load(&leave))
        wait_for(&leave, 0);
    return NULL;
}

/* The kernel's account of a thread: time on a core, time that it waited for one. */
static void read_account(int tid, int64_t *counted, int64_t *delayed)
{
    char path[64], text[96];
    snprintf(path, sizeof path, "/proc/self/task/%d/schedstat", tid);
    *counted = *delayed = -1;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return;
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    if (length <= 0)
        return;
    text[length] = '\0';
    long long values[2];
    if (sscanf(text, "%lld %lld", &values[0], &values[1]) == 2) {
        *counted = values[0];
        *delayed = values[1];
    }
}

static int create(struct worker *worker, const struct plan *plan)
{
    int cores[CORE_LIMIT], count = 0;
    for (int i = 0; i < plan->core_count; i++)
        if (worker->plan->cores >> i & 1)
            cores[count++] = plan->cores[i];
    return start_pinned_thread(&worker->thread, cores, count, be_worker, worker);
}

static void clear(struct worker *worker, const struct task_plan *plan)
{
    worker->plan = plan;
    memset(&worker->result, 0, sizeof worker->result);
    worker->presence.count = 0;
    worker->presence.overlooked = 0;
}

/* Creates all threads. Gives how many there are. */
static int create_all(const struct plan *plan, const char **failed_call)
{
    atomic_store(&ready, 0);
    atomic_store(&done, 0);
    atomic_store(&leave, 0);
    atomic_store(&failure, 0);
    for (int i = 0; i < plan->task_count; i++) {
        clear(&workers[i], &plan->tasks[i]);
        int error = create(&workers[i], plan);
        if (error) {
            *failed_call = "pthread_create";
            atomic_store(&failure, -error);
            return i;
        }
    }
    return plan->task_count;
}

static void join_all(int count)
{
    atomic_store(&leave, 1);
    syscall(SYS_futex, &leave, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
    for (int i = 0; i < count; i++)
        pthread_join(workers[i].thread, NULL);
}

static void wait_until_done(int count)
{
    for (uint32_t seen; (seen = atomic_load(&done)) < (uint32_t)count;)
        wait_for(&done, seen);
}

static void account(int count, bool before)
{
    for (int i = 0; i < count; i++) {
        struct worker *worker = &workers[i];
        int64_t counted, delayed;
        read_account(worker->tid, &counted, &delayed);
        if (before) {
            worker->counted_before = counted;
            worker->delayed_before = delayed;
        } else {
            const bool known = counted >= 0 && worker->counted_before >= 0;
            worker->result.counted = known ? counted - worker->counted_before : -1;
            worker->result.delayed = known ? delayed - worker->delayed_before : -1;
        }
    }
}

/* All threads have to be asleep when their accounts are read, and still when the common start comes. */
static void begin_accounts(int count, const char **failed_call)
{
    sleep_until(start - QUIET_NS);
    if (atomic_load(&failure)) {
        *failed_call = "setpriority";
        return;
    }
    if (atomic_load(&ready) == planned) {
        account(count, true);
        if (clock_now() < start)
            return;
    }
    *failed_call = "putting every thread to sleep before the start";
    atomic_store(&failure, ETIME);
}

/* -ETIME where the threads were not all asleep in time. */
static int run_once(const struct plan *plan, int64_t lead, const char **failed_call)
{
    start = clock_now() + lead;
    planned = (uint32_t)plan->task_count;
    const int count = create_all(plan, failed_call);
    if (count == plan->task_count) {
        begin_accounts(count, failed_call);
        wait_until_done(count);
        account(count, false);
    }
    join_all(count);
    return -atomic_load(&failure);
}

static void take_own_slices(struct repetition *repetition, int count)
{
    for (int i = 0; i < count; i++) {
        const struct presence *presence = &workers[i].presence;
        for (int k = 0; k < presence->count; k++) {
            const struct stay *stay = &presence->stays[k];
            const bool last = k + 1 == presence->count;
            const enum slice_end end = last ? ENDED : stay->gave_away ? WAITS : PREEMPTED;
            add_slice(&repetition->slices, i, stay->core, stay->from - start, stay->to - start, end);
        }
    }
}

static void take_recorded_slices(struct repetition *repetition, int count)
{
    struct slicing slicing = {.slices = &repetition->slices, .start = start, .task_count = count};
    for (int i = 0; i < count; i++) {
        slicing.tids[i] = workers[i].tid;
        slicing.arrival[i] = workers[i].plan->arrival;
        slicing.finished[i] = workers[i].result.finished;
    }
    repetition->lost = take_switch_records(&recorder, slice_record, &slicing) + slicing.unmatched;
    for (int i = 0; i < count; i++)
        repetition->tasks[i].recorded = slicing.recorded[i];
}

static void gather(const struct plan *plan, bool recorded, struct repetition *repetition)
{
    repetition->slices.count = 0;
    repetition->slices.dropped = 0;
    repetition->lost = 0;
    repetition->overlooked = 0;
    for (int i = 0; i < plan->task_count; i++) {
        workers[i].result.seen = seen_by(&workers[i].presence);
        repetition->overlooked += workers[i].presence.overlooked;
        repetition->tasks[i] = workers[i].result;
    }
    if (!recorded)
        return;
    if (refusal)
        take_own_slices(repetition, plan->task_count);
    else
        take_recorded_slices(repetition, plan->task_count);
}

static void ignore_record(void *nothing, const struct switch_record *record)
{
    (void)nothing;
    (void)record;
}

int repeat_workload(const struct plan *plan, bool recorded, struct repetition *repetition, const char **failed_call)
{
    int64_t lead = LEAD_NS + LEAD_A_TASK_NS * plan->task_count;
    int result = -ETIME;
    for (int i = 0; i < ATTEMPTS && result == -ETIME; i++, lead *= 2) {
        take_switch_records(&recorder, ignore_record, NULL);
        if (recorded)
            start_switch_records(&recorder);
        result = run_once(plan, lead, failed_call);
        stop_switch_records(&recorder);
    }
    if (result == 0)
        gather(plan, recorded, repetition);
    return result;
}

int prepare_repetition(const struct plan *plan)
{
    workers = reserve_harness_memory((size_t)plan->task_count * sizeof *workers);
    struct stay *stays = reserve_harness_memory(STAYS * sizeof *stays);
    if (!workers || !stays)
        return -errno;
    const int each = STAYS / plan->task_count;
    for (int i = 0; i < plan->task_count; i++)
        workers[i].presence = (struct presence){.stays = stays + (ptrdiff_t)i * each, .limit = each};
    refusal = open_switch_records(&recorder, plan->cores, plan->core_count);
    return 0;
}

int refusal_of_records(void)
{
    return refusal;
}
