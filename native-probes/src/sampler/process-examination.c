#include "process-examination.h"

#include "process-clock.h"
#include "process-table.h"
#include "task-files.h"
#include "task-list.h"
#include "thread-examination.h"

/* Reading so few quiet threads costs no more than finding out whether it can be left. */
enum { FEW_THREADS = 4 };

void lose_process(int index)
{
    struct process *process = process_at(index);
    while (process->first_active != NO_THREAD)
        lose_thread(thread_at(process->first_active));
    while (process->first_quiet != NO_THREAD)
        lose_thread(thread_at(process->first_quiet));
    close_task_folder(process);
    remove_process(index);
}

static void examine_list(int first, void (*examine)(struct thread *))
{
    for (int index = first, next; index != NO_THREAD; index = next) {
        /* It may move to the other list, or be gone. */
        next = thread_at(index)->next;
        examine(thread_at(index));
    }
}

static void examine_counters(struct thread *thread)
{
    examine_thread(thread, false);
}

/* CPU time that no thread accounts for that was read so far: positive when one of the others ran. */
static int64_t unaccounted(const struct process *process, int64_t clock)
{
    return clock - process->besides - process->known;
}

static bool may_leave_quiet(const struct process *process, int64_t clock)
{
    if (process->threads - process->active <= FEW_THREADS || clock < 0 || !process->besides_is_known)
        return false;
    return unaccounted(process, clock) <= 0;
}

/*
 * The clock read after the threads is never behind them: what it is ahead by is a bound to what it holds besides. Threads
 * that run meanwhile make the bound too high, by microseconds; it falls again with any pass during which none does.
 */
static void account_besides(struct process *process, int64_t clock, bool read_all)
{
    bool too_low = read_all && unaccounted(process, clock) > 0;
    if (process->besides_is_known && unaccounted(process, clock) == 0)
        return;
    int64_t bound = read_process_clock(process->pid) - process->known;
    if (!process->besides_is_known ? read_all : too_low || bound < process->besides) {
        process->besides = bound;
        process->besides_is_known = true;
    }
}

static void read_threads(struct process *process, int64_t clock)
{
    examine_list(process->first_active, examine_counters);
    bool read_all = !may_leave_quiet(process, clock);
    if (read_all)
        examine_list(process->first_quiet, examine_counters);
    if (clock >= 0 && process->threads > FEW_THREADS)
        account_besides(process, clock, read_all);
}

bool has_threads(int index, bool *full)
{
    const struct process *process = process_at(index);
    return process->threads > 0 || !process->list_anew || follow_threads(index, full);
}

bool examine_process(int index, bool *full)
{
    struct process *process = process_at(index);
    int64_t clock = read_process_clock(process->pid);
    bool stands_still = clock >= 0 && clock == process->clock && process->runnable == 0 && !process->list_anew;
    process->clock = clock;
    if (!stands_still) {
        if (!follow_threads(index, full))
            return false;
        read_threads(process, clock);
    }
    examine_list(process->first_active, settle_thread);
    return has_threads(index, full);
}
