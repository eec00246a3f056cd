/* One task of a ring, from its place to its end. */
#include "ring-task.h"

#include <sys/resource.h>

#include "clock.h"
#include "cores.h"

struct ring *running_ring;
struct ring_plan running_plan;

void break_ring(void)
{
    __atomic_store_n(&running_ring->broken, 1, __ATOMIC_SEQ_CST);
    running_plan.by->send(&running_ring->tasks[0].channel);
}

static void read_switches(struct switches *switches)
{
    struct rusage usage;
    getrusage(RUSAGE_THREAD, &usage);
    switches->voluntary = usage.ru_nvcsw;
    switches->involuntary = usage.ru_nivcsw;
}

int stop_task_with(struct task *task, const char *call, int failure)
{
    task->failed_call = call;
    task->failure = failure;
    return failure;
}

int settle_task(struct task *task)
{
    int core = running_plan.cores[task->place % 2];
    int failure = core < 0 ? 0 : pin_to_core(core);
    if (failure)
        return stop_task_with(task, "sched_setaffinity", failure);
    failure = hold_working_set(&task->set, running_plan.working_set);
    if (failure)
        return stop_task_with(task, "mmap", failure);
    if (running_plan.counting)
        open_task_counters(&task->counters);
    task->core = current_core();
    return 0;
}

void take_turn(struct task *task)
{
    traverse_working_set(&task->set);
    int core = current_core();
    task->moves += core != task->core;
    __atomic_store_n(&task->core, core, __ATOMIC_RELAXED);
}

void begin_task_counts(struct task *task)
{
    task->moves = 0;
    read_switches(&task->before);
    if (running_plan.counting)
        start_task_counters(&task->counters);
}

void leave_ring(struct task *task)
{
    read_switches(&task->after);
    if (running_plan.counting)
        take_task_counts(&task->counters, &task->counts);
    release_working_set(&task->set);
}

void serve_ring(struct task *task)
{
    struct channel *next = &running_ring->tasks[(task->place + 1) % running_plan.size].channel;
    if (settle_task(task) != 0) {
        break_ring();
        return;
    }
    for (;;) {
        int failure = running_plan.by->receive(&task->channel);
        int command = __atomic_load_n(&running_ring->command, __ATOMIC_ACQUIRE);
        if (command == STOP)
            break;
        if (command == MARK)
            begin_task_counts(task);
        if (!failure) {
            take_turn(task);
            failure = running_plan.by->send(next);
        }
        if (failure) {
            stop_task_with(task, "handing over", failure);
            break_ring();
            break;
        }
    }
    leave_ring(task);
}
