#include "thread-examination.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "changes.h"
#include "clock.h"
#include "task-files.h"
#include "wait-words.h"

/* Where a thread waits is asked at most so often while it runs in every reading: it waits elsewhere soon. */
static const int64_t WAIT_NS = 250000000;
/* Switches are dear to read and told as a rate over a second. */
static const int64_t SWITCHES_NS = 1000000000;
/* So long after it last ran a thread is quiet. */
static const int64_t QUIET_NS = 1500000000;
/* A counter of run time is brought up to date at every tick, of which there are at least so many a second. */
static const int64_t TICK_NS = 10000000;
/* What it is measured by is no slower or faster than CLOCK_MONOTONIC by more than this part. */
enum { CLOCK_TOLERANCE = 16 };

static int64_t now;
static int switches_left, waits_left;
static bool privileged;
static char text[TASK_TEXT_BYTES];

void begin_examinations(int64_t moment, int switches_limit, int waits_limit)
{
    now = moment;
    switches_left = switches_limit;
    waits_left = waits_limit;
    privileged = geteuid() == 0;
}

/* Neither is on a core or wants one, nor was it stopped: then there is something that it waits for. */
static bool is_asleep(const struct thread *thread)
{
    return thread->state == 'S' || thread->state == 'D' || thread->state == 'I';
}

static bool wait_is_owed(const struct thread *thread)
{
    return thread->wait_is_stale && thread->traceable && is_asleep(thread);
}

void lose_thread(struct thread *thread)
{
    struct process *process = process_at(thread->process);
    close_all_files(thread);
    unlist_thread(thread);
    process->list_anew = true;
    remove_thread(index_of_thread(thread));
}

/*
 * Nobody runs for longer than there was time for. A thread that was off its core had from when it was last read on. One that
 * had a core may have run before, and it was not told yet: a core without a tick (nohz_full) tells once a second, and one of a
 * virtual machine that was itself off its core tells when it is back.
 */
static bool can_have_run(const struct thread *thread, int64_t ran)
{
    int64_t since = thread->state == 'R' ? thread->ran_at : thread->counted_at;
    if (ran <= now - since)
        return true;
    int64_t elapsed = clock_now() - since;
    return ran <= elapsed + elapsed / CLOCK_TOLERANCE + TICK_NS;
}

/* By exec a thread takes over the number and the start of its process's first one, which no file tells: its counters do. */
static bool is_of_another(const struct thread *thread, const struct schedstat_text *counters)
{
    if (!thread->counted_at)
        return false;
    return counters->run < thread->run || counters->delay < thread->delay || counters->slices < thread->slices ||
           !can_have_run(thread, (int64_t)(counters->run - thread->run));
}

/* Gives 1 when a counter moved, 0 when none did or they cannot be read, -ESRCH when it is gone or another has its number. */
static int read_counters(struct thread *thread)
{
    struct schedstat_text counters;
    ssize_t length = read_task_file(thread, SCHEDSTAT, text);
    if (length < 0)
        return length == -ESRCH ? -ESRCH : 0;
    if (!parse_schedstat(text, (size_t)length, &counters))
        return 0;
    if (is_of_another(thread, &counters))
        return -ESRCH;
    thread->counted_at = now;
    if (counters.run == thread->run && counters.slices == thread->slices && counters.delay == thread->delay)
        return 0;
    process_at(thread->process)->known += (int64_t)(counters.run - thread->run);
    thread->run = counters.run;
    thread->delay = counters.delay;
    thread->slices = counters.slices;
    thread->ran_at = now;
    thread->wait_is_stale = thread->switches_are_stale = true;
    note_change(thread, COUNTED);
    return 1;
}

static bool is_described_by(const struct thread *thread, const struct stat_text *stat)
{
    return thread->name_length == stat->name_length && memcmp(thread->name, stat->name, stat->name_length) == 0 &&
           thread->parent == stat->parent && thread->nice == stat->nice && thread->policy == stat->policy;
}

static void keep_description(struct thread *thread, const struct stat_text *stat)
{
    thread->name_length = (uint8_t)stat->name_length;
    memcpy(thread->name, stat->name, stat->name_length);
    thread->parent = stat->parent;
    thread->nice = stat->nice;
    thread->policy = stat->policy;
    thread->kernel = stat->kernel;
    note_change(thread, DESCRIBED);
}

static void keep_state(struct thread *thread, const struct stat_text *stat)
{
    if (thread->state == stat->state && thread->core == stat->core && thread->traceable == stat->traceable)
        return;
    process_at(thread->process)->runnable += (stat->state == 'R') - (thread->state == 'R');
    thread->state = stat->state;
    thread->core = stat->core;
    thread->traceable = stat->traceable;
    note_change(thread, COUNTED);
}

/* 0, or -ESRCH when it is gone: also when another thread has its number now, which its start tells. */
static int read_stat(struct thread *thread)
{
    struct stat_text stat;
    ssize_t length = read_task_file(thread, STAT, text);
    if (length < 0)
        return length == -ESRCH ? -ESRCH : 0;
    if (!parse_stat(text, (size_t)length, &stat))
        return 0;
    bool is_new = !thread->state;
    if (!is_new && stat.start != thread->start)
        return -ESRCH;
    thread->start = stat.start;
    if (stat.name_length > NAME_BYTES)
        stat.name_length = NAME_BYTES;
    if (stat.kernel && !privileged)
        stat.traceable = false;
    if (is_new || !is_described_by(thread, &stat))
        keep_description(thread, &stat);
    keep_state(thread, &stat);
    return 0;
}

static void read_wait(struct thread *thread)
{
    ssize_t length = read_task_file(thread, WCHAN, text);
    int wait = length > 0 && text[0] != '0' ? find_wait_word(text, (size_t)length) : NO_WAIT;
    thread->wait_at = now;
    thread->wait_is_stale = false;
    if (wait == thread->wait)
        return;
    thread->wait = wait;
    note_change(thread, COUNTED);
}

/* 0, or -ESRCH when another thread has its number now. */
static int read_switches(struct thread *thread)
{
    struct switches_text switches;
    ssize_t length = read_task_file(thread, STATUS, text);
    switches_left--;
    thread->switches_at = now;
    thread->switches_are_stale = false;
    if (length < 0 || !parse_switches(text, (size_t)length, &switches))
        return 0;
    if (switches.voluntary < thread->voluntary || switches.involuntary < thread->involuntary)
        return -ESRCH;
    thread->voluntary = switches.voluntary;
    thread->involuntary = switches.involuntary;
    note_change(thread, SWITCHED);
    return 0;
}

bool meet_thread(int process, int tid, bool *full)
{
    int index = add_thread(process, tid);
    if (index == NO_THREAD) {
        *full = true;
        return false;
    }
    struct thread *thread = thread_at(index);
    list_thread(thread, true, true);
    /* Told in any case, also where it has no counters yet. */
    note_change(thread, COUNTED);
    if (read_counters(thread) < 0 || read_stat(thread) < 0 || !thread->state) {
        lose_thread(thread);
        return false;
    }
    struct process *owner = process_at(process);
    owner->is_another = owner->is_another || (tid == owner->pid && thread->start != owner->start);
    thread->ran_at = now;
    thread->wait_is_stale = thread->switches_are_stale = true;
    return true;
}

void examine_thread(struct thread *thread, bool fully)
{
    int moved = read_counters(thread);
    if (moved > 0 && !thread->active)
        list_thread(thread, true, false);
    if (moved < 0 || ((moved > 0 || fully || thread->state == 'R') && read_stat(thread) < 0))
        lose_thread(thread);
}

void settle_thread(struct thread *thread)
{
    bool ran = thread->ran_at == now;
    bool wait_is_due = !ran || !thread->wait_at || (waits_left > 0 && now - thread->wait_at >= WAIT_NS);
    if (wait_is_owed(thread) && wait_is_due) {
        waits_left -= ran;
        read_wait(thread);
    }
    bool switches_are_due = thread->switches_are_stale && switches_left > 0 && now - thread->switches_at >= SWITCHES_NS;
    if (switches_are_due && read_switches(thread) < 0) {
        lose_thread(thread);
        return;
    }
    if (!thread->active || thread->switches_are_stale || wait_is_owed(thread) || thread->state == 'R' ||
        now - thread->ran_at < QUIET_NS)
        return;
    list_thread(thread, false, false);
    close_spare_files(thread);
}
