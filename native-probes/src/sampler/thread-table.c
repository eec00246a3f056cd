#include "thread-table.h"

#include <string.h>

#include "reserved-memory.h"

static struct thread *threads;
static int *index_by_tid; /* index + 1; 0 for none */
static int *free_places, free_count;
static int *removed, removed_count;
static int used_places;
static int thread_count;
static int64_t next_row;

bool thread_table_start(void)
{
    threads = reserve_memory(sizeof *threads * THREAD_LIMIT);
    index_by_tid = reserve_memory(sizeof *index_by_tid * TID_LIMIT);
    free_places = reserve_memory(sizeof *free_places * THREAD_LIMIT);
    removed = reserve_memory(sizeof *removed * THREAD_LIMIT);
    return threads && index_by_tid && free_places && removed;
}

static int take_place(void)
{
    if (free_count > 0)
        return free_places[--free_count];
    return used_places < THREAD_LIMIT ? used_places++ : NO_THREAD;
}

int add_thread(int process, int tid)
{
    int index = tid > 0 && tid < TID_LIMIT ? take_place() : NO_THREAD;
    if (index == NO_THREAD)
        return NO_THREAD;
    threads[index] = (struct thread){
        .row = next_row++,
        .tid = tid,
        .process = process,
        .next = NO_THREAD,
        .previous = NO_THREAD,
        .files = {-1, -1, -1},
        .alive = true,
        .wait = -1,
    };
    index_by_tid[tid] = index + 1;
    thread_count++;
    return index;
}

void remove_thread(int index)
{
    struct thread *thread = &threads[index];
    thread->alive = false;
    /* Its number may have been given to another one already. */
    if (index_by_tid[thread->tid] == index + 1)
        index_by_tid[thread->tid] = 0;
    thread_count--;
    removed[removed_count++] = index;
}

void release_removed(void)
{
    while (removed_count > 0)
        free_places[free_count++] = removed[--removed_count];
}

int count_removed(void)
{
    return removed_count;
}

int removed_thread(int i)
{
    return removed[i];
}

struct thread *thread_at(int index)
{
    return &threads[index];
}

int index_of_thread(const struct thread *thread)
{
    return (int)(thread - threads);
}

int find_thread(int tid)
{
    return tid > 0 && tid < TID_LIMIT ? index_by_tid[tid] - 1 : NO_THREAD;
}

int count_threads(void)
{
    return thread_count;
}

int thread_index_limit(void)
{
    return used_places;
}
