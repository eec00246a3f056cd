#include "cast.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "lifeline.h"

enum {
    LIFETIME_SECONDS = 30, /* after which a sacrificial process ends itself, whatever happened */
    PATIENCE_SECONDS = 5,  /* for all actors to be at work */
    LOOK_AGAIN_NS = 20000000,
    TIMER_SLACK_NS = 1000
};

int process_of(const struct cast *cast, int actor)
{
    return cast->in_threads ? 0 : actor;
}

/* No file of memory is to be left behind, nor a crash reporter called: a process that is not dumpable has neither. */
static void become_sacrificial(pid_t parent)
{
    const struct rlimit none = {0, 0};
    if (die_with_parent(parent) != 0)
        _exit(1);
    alarm(LIFETIME_SECONDS);
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
    prctl(PR_SET_TIMERSLACK, TIMER_SLACK_NS);
    signal(SIGSEGV, SIG_DFL); /* sanitizers have a handler of their own */
}

static void *play_in_thread(void *role)
{
    play(role);
    return NULL;
}

/* The last actor is the process' first thread, so that the one who does the deed never is. */
static _Noreturn void play_in_threads(const struct role *role, int actors)
{
    pthread_t threads[ACTORS_LIMIT];
    struct role roles[ACTORS_LIMIT];
    const int others = actors - 1;
    for (int i = 0; i < actors; i++) {
        roles[i] = *role;
        roles[i].actor = i;
    }
    for (int i = 0; i < others; i++) {
        int failure = pthread_create(&threads[i], NULL, play_in_thread, &roles[i]);
        if (failure) {
            atomic_store(&role->board->failure, failure);
            announce(&role->board->present, NOT_ALL_STARTED);
            _exit(1);
        }
    }
    play(&roles[others]);
    for (int i = 0; i < others; i++)
        pthread_join(threads[i], NULL);
    _exit(0);
}

static _Noreturn void play_alone(const struct role *role, int actor)
{
    struct role own = *role;
    own.actor = actor;
    play(&own);
    _exit(0);
}

/* The children read only what they get a copy of: their role, and these. */
static int start_processes(struct cast *cast, const struct role *role)
{
    const pid_t parent = getpid();
    const bool in_threads = cast->in_threads;
    const int actors = cast->actors, processes = in_threads ? 1 : actors;
    for (int i = 0; i < processes; i++) {
        pid_t child = fork();
        if (child < 0)
            return -errno;
        if (child == 0) {
            become_sacrificial(parent);
            if (in_threads)
                play_in_threads(role, actors);
            play_alone(role, i);
        }
        cast->processes[i] = child;
        cast->created++;
    }
    return 0;
}

static int await_actors(struct cast *cast, struct board *board, const char **failed_call)
{
    const int64_t deadline = clock_now() + PATIENCE_SECONDS * INT64_C(1000000000);
    for (;;) {
        /* Looked at first: who failed to start the others says so before it ends. */
        const bool somebody_ended = some_have_ended();
        const uint32_t present = atomic_load(&board->present);
        if (present & NOT_ALL_STARTED) {
            *failed_call = "pthread_create";
            return -atomic_load(&board->failure);
        }
        if (present == (uint32_t)cast->actors)
            break;
        *failed_call = "waiting for the actors";
        if (somebody_ended)
            return -ESRCH;
        if (clock_now() > deadline)
            return -ETIME;
        wait_for_change(&board->present, present, LOOK_AGAIN_NS);
    }
    if (cast->in_threads)
        cast->created += cast->actors - 1;
    return 0;
}

int start_cast(struct cast *cast, const struct role *role, const char **failed_call)
{
    *failed_call = "fork";
    int failure = start_processes(cast, role);
    return failure ? failure : await_actors(cast, role->board, failed_call);
}

/* Signal 0 is not sent; the kernel only says whether there is such a task. */
bool is_known(const struct board *board, int actor)
{
    const struct actor_record *record = &board->actors[actor];
    return syscall(SYS_tgkill, atomic_load(&record->pid), atomic_load(&record->tid), 0) == 0;
}

int count_known(const struct cast *cast, const struct board *board)
{
    int known = 0;
    for (int actor = 0; actor < cast->actors; actor++)
        known += is_known(board, actor);
    return known;
}

bool some_have_ended(void)
{
    siginfo_t ended = {.si_pid = 0};
    return waitid(P_ALL, 0, &ended, WEXITED | WNOHANG | WNOWAIT) == 0 && ended.si_pid != 0;
}

int reap(struct cast *cast, int process)
{
    pid_t reaped;
    do
        reaped = waitpid(cast->processes[process], &cast->statuses[process], 0);
    while (reaped < 0 && errno == EINTR);
    if (reaped < 0)
        return -errno;
    cast->reaped[process] = true;
    return 0;
}

int reap_all(struct cast *cast)
{
    for (int i = 0; i < ACTORS_LIMIT; i++) {
        int failure = cast->processes[i] > 0 && !cast->reaped[i] ? reap(cast, i) : 0;
        if (failure)
            return failure;
    }
    return 0;
}

/* Only what was started here and is not reaped, whose number is therefore still its own. */
void end_all(struct cast *cast)
{
    for (int i = 0; i < ACTORS_LIMIT; i++)
        if (cast->processes[i] > 0 && !cast->reaped[i])
            kill(cast->processes[i], SIGKILL);
    reap_all(cast);
}
