#include "process-table.h"

#include "reserved-memory.h"

/* Every process has a thread, and more threads are not followed. */
enum { PROCESS_LIMIT = THREAD_LIMIT };

static struct process *processes;
static int *index_by_pid; /* index + 1; 0 for none */
static int *free_places, free_count;
static int used_places;

bool process_table_start(void)
{
    processes = reserve_memory(sizeof *processes * PROCESS_LIMIT);
    index_by_pid = reserve_memory(sizeof *index_by_pid * TID_LIMIT);
    free_places = reserve_memory(sizeof *free_places * PROCESS_LIMIT);
    return processes && index_by_pid && free_places;
}

int add_process(int pid, int root, uint64_t start)
{
    int index = NO_PROCESS;
    if (free_count > 0)
        index = free_places[--free_count];
    else if (used_places < PROCESS_LIMIT)
        index = used_places++;
    if (index == NO_PROCESS)
        return NO_PROCESS;
    processes[index] = (struct process){
        .pid = pid,
        .root = root,
        .start = start,
        .alive = true,
        .folder = -1,
        .list_anew = true,
        .clock = -1,
        .first_active = NO_THREAD,
        .first_quiet = NO_THREAD,
    };
    index_by_pid[pid] = index + 1;
    return index;
}

void remove_process(int index)
{
    processes[index].alive = false;
    index_by_pid[processes[index].pid] = 0;
    free_places[free_count++] = index;
}

struct process *process_at(int index)
{
    return &processes[index];
}

int find_process(int pid)
{
    return pid > 0 && pid < TID_LIMIT ? index_by_pid[pid] - 1 : NO_PROCESS;
}

int process_index_limit(void)
{
    return used_places;
}

static int *first_of(struct process *process, bool active)
{
    return active ? &process->first_active : &process->first_quiet;
}

static void unlink_thread(struct process *process, const struct thread *thread)
{
    if (thread->previous != NO_THREAD)
        thread_at(thread->previous)->next = thread->next;
    else
        *first_of(process, thread->active) = thread->next;
    if (thread->next != NO_THREAD)
        thread_at(thread->next)->previous = thread->previous;
    process->active -= thread->active;
}

void list_thread(struct thread *thread, bool active, bool is_new)
{
    struct process *process = &processes[thread->process];
    if (is_new)
        process->threads++;
    else
        unlink_thread(process, thread);
    int *first = first_of(process, active);
    thread->active = active;
    thread->previous = NO_THREAD;
    thread->next = *first;
    if (*first != NO_THREAD)
        thread_at(*first)->previous = index_of_thread(thread);
    *first = index_of_thread(thread);
    process->active += active;
}

void unlist_thread(struct thread *thread)
{
    struct process *process = &processes[thread->process];
    unlink_thread(process, thread);
    process->threads--;
    process->runnable -= thread->state == 'R';
    process->known -= (int64_t)thread->run;
    /* What it ran after it was last read is among the ended ones' time now. */
    process->besides_is_known = false;
}
