/* The lead of a ring: it starts the tasks, sends the token round, and ends them. */
#include "ring-task.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lifeline.h"

static int started; /* tasks besides the lead */
static pthread_t threads[RING_LIMIT];
static pid_t processes[RING_LIMIT];
static int watching; /* a process that ends now is lost */

static struct task *lead(void)
{
    return &running_ring->tasks[0];
}

/* A task that ended or stopped never hands the token on. It is told apart from a wait that only takes long. */
static void notice_child(int signal)
{
    int number = errno;
    (void)signal;
    if (__atomic_load_n(&watching, __ATOMIC_SEQ_CST))
        break_ring();
    errno = number;
}

int prepare_rings(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = notice_child;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    if (sigaction(SIGCHLD, &action, NULL) != 0)
        return -errno;
    void *start = mmap(NULL, sizeof *running_ring, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (start == MAP_FAILED)
        return -errno;
    running_ring = start;
    return 0;
}

static void *serve_as_thread(void *task)
{
    serve_ring(task);
    return NULL;
}

static int start_thread(int place)
{
    int failure = pthread_create(&threads[place], NULL, serve_as_thread, &running_ring->tasks[place]);
    return failure ? stop_task_with(lead(), "pthread_create", -failure) : 0;
}

static int start_process(int place)
{
    pid_t parent = getpid();
    processes[place] = fork();
    if (processes[place] < 0)
        return stop_task_with(lead(), "fork", -errno);
    if (processes[place] == 0) {
        if (die_with_parent(parent) == 0)
            serve_ring(&running_ring->tasks[place]);
        _exit(0);
    }
    return 0;
}

static int start_tasks(void)
{
    for (int place = 1; place < running_plan.size; place++) {
        int failure = running_plan.tasks == PROCESSES ? start_process(place) : start_thread(place);
        if (failure)
            return failure;
        started = place;
    }
    return 0;
}

static int open_channels(void)
{
    for (int place = 0; place < running_plan.size; place++) {
        int failure = running_plan.by->open(&running_ring->tasks[place].channel);
        if (failure)
            return stop_task_with(lead(), running_plan.by->name, failure);
    }
    return 0;
}

static void clear_ring(void)
{
    memset(running_ring, 0, sizeof *running_ring);
    for (int place = 0; place < RING_LIMIT; place++) {
        running_ring->tasks[place].place = place;
        forget_channel(&running_ring->tasks[place].channel);
        for (int i = 0; i < COUNTERS; i++)
            running_ring->tasks[place].counters.files[i] = -1;
    }
    started = 0;
}

/* What a broken ring failed with: the first task that says why, or that one is gone. */
static int failure_of_ring(const char **failed_call)
{
    for (int place = 0; place < running_plan.size; place++) {
        if (running_ring->tasks[place].failure) {
            *failed_call = running_ring->tasks[place].failed_call;
            return running_ring->tasks[place].failure;
        }
    }
    *failed_call = "a task of the ring";
    return -ECANCELED;
}

int start_ring(const struct ring_plan *wanted, const char **failed_call)
{
    running_plan = *wanted;
    clear_ring();
    int failure = open_channels();
    if (!failure) {
        __atomic_store_n(&watching, 1, __ATOMIC_SEQ_CST);
        failure = start_tasks();
    }
    if (!failure)
        failure = settle_task(lead());
    if (!failure)
        failure = turn_ring(1);
    return failure ? failure_of_ring(failed_call) : 0;
}

int turn_ring(int laps)
{
    struct task *own = lead();
    struct channel *next = &running_ring->tasks[1 % running_plan.size].channel;
    for (int lap = 0; lap < laps; lap++) {
        take_turn(own);
        int failure = running_plan.by->send(next);
        if (!failure)
            failure = running_plan.by->receive(&own->channel);
        if (failure)
            return stop_task_with(own, "handing over", failure);
        if (__atomic_load_n(&running_ring->broken, __ATOMIC_ACQUIRE))
            return -ECANCELED;
    }
    return 0;
}

int mark_ring(void)
{
    __atomic_store_n(&running_ring->command, MARK, __ATOMIC_RELEASE);
    begin_task_counts(lead());
    int failure = turn_ring(1);
    __atomic_store_n(&running_ring->command, RUN, __ATOMIC_RELEASE);
    return failure;
}

void take_turn_alone(void)
{
    take_turn(lead());
}

bool ring_spans_cores(void)
{
    for (int place = 1; place < running_plan.size; place++)
        if (__atomic_load_n(&running_ring->tasks[place].core, __ATOMIC_RELAXED) != lead()->core)
            return true;
    return false;
}

static bool is_broken(void)
{
    return __atomic_load_n(&running_ring->broken, __ATOMIC_SEQ_CST);
}

/* Adds a process to the lost where its end was not asked for; true where it is gone. */
static bool note_end(int status, struct ring_evidence *evidence)
{
    if (WIFSIGNALED(status) || WIFSTOPPED(status)) {
        evidence->lost++;
        evidence->lost_to = WIFSIGNALED(status) ? WTERMSIG(status) : WSTOPSIG(status);
    }
    return !WIFSTOPPED(status);
}

/* Those that are gone from a broken ring already, found before the others are ended. */
static void find_lost(struct ring_evidence *evidence)
{
    int status;
    for (int place = 1; place <= started; place++)
        if (waitpid(processes[place], &status, WNOHANG | WUNTRACED) == processes[place] && note_end(status, evidence))
            processes[place] = 0;
}

/* Not reaped yet, so the number is still this process's own. */
static void end_process(pid_t process)
{
    kill(process, SIGKILL);
    while (waitpid(process, NULL, 0) < 0 && errno == EINTR)
        ;
}

/* Reaps a process that ends; one that somebody stopped would not, and is lost. */
static void await_end(pid_t process, struct ring_evidence *evidence)
{
    int status;
    pid_t ended;
    do
        ended = waitpid(process, &status, WUNTRACED);
    while (ended < 0 && errno == EINTR);
    if (ended > 0 && !note_end(status, evidence))
        end_process(process);
}

static void await_processes(struct ring_evidence *evidence)
{
    bool broken = is_broken();
    if (broken)
        find_lost(evidence);
    for (int place = 1; place <= started; place++) {
        if (!processes[place])
            continue;
        if (broken)
            end_process(processes[place]);
        else
            await_end(processes[place], evidence);
    }
}

static void await_tasks(struct ring_evidence *evidence)
{
    if (running_plan.tasks == PROCESSES) {
        await_processes(evidence);
        return;
    }
    for (int place = 1; place <= started; place++)
        pthread_join(threads[place], NULL);
}

static void add_evidence(const struct task *task, struct ring_evidence *evidence)
{
    /* What was counted is read at the end, which a lost task did not come to. */
    if (task->after.voluntary + task->after.involuntary < task->before.voluntary + task->before.involuntary)
        return;
    evidence->voluntary += task->after.voluntary - task->before.voluntary;
    evidence->involuntary += task->after.involuntary - task->before.involuntary;
    evidence->moves += task->moves;
    add_task_counts(&evidence->counts, &task->counts);
}

void stop_ring(struct ring_evidence *evidence)
{
    memset(evidence, 0, sizeof *evidence);
    __atomic_store_n(&watching, 0, __ATOMIC_SEQ_CST);
    leave_ring(lead());
    __atomic_store_n(&running_ring->command, STOP, __ATOMIC_RELEASE);
    for (int place = 1; place <= started; place++)
        running_plan.by->send(&running_ring->tasks[place].channel);
    await_tasks(evidence);
    for (int place = 0; place < running_plan.size; place++) {
        add_evidence(&running_ring->tasks[place], evidence);
        close_channel(&running_ring->tasks[place].channel);
    }
}
