#include "slices.h"

#include "harness-memory.h"

bool reserve_slices(struct slices *slices)
{
    int64_t *memory = reserve_harness_memory(5 * SLICE_LIMIT * sizeof *memory);
    if (!memory)
        return false;
    slices->task = memory;
    slices->core = memory + SLICE_LIMIT;
    slices->from = memory + 2 * SLICE_LIMIT;
    slices->to = memory + 3 * SLICE_LIMIT;
    slices->end = memory + 4 * SLICE_LIMIT;
    return true;
}

void add_slice(struct slices *slices, int task, int core, int64_t from, int64_t to, enum slice_end end)
{
    if (slices->count == SLICE_LIMIT) {
        slices->dropped++;
        return;
    }
    slices->task[slices->count] = task;
    slices->core[slices->count] = core;
    slices->from[slices->count] = from;
    slices->to[slices->count] = to;
    slices->end[slices->count++] = end;
}

static int task_with(const struct slicing *slicing, int tid)
{
    for (int i = 0; i < slicing->task_count; i++)
        if (slicing->tids[i] == tid)
            return i;
    return -1;
}

static void close_slice(struct slicing *slicing, int task, const struct switch_record *record)
{
    int64_t from = slicing->open.time - slicing->start;
    int64_t to = record->time - slicing->start;
    enum slice_end end = record->preempted ? PREEMPTED : WAITS;
    if (from < slicing->arrival[task])
        from = slicing->arrival[task];
    if (to >= slicing->finished[task]) {
        to = slicing->finished[task];
        end = ENDED;
    }
    if (to <= from)
        return;
    slicing->recorded[task] += to - from;
    add_slice(slicing->slices, task, record->core, from, to, end);
}

/* Whether the task was at work then. Before and after, a thread is created, waits and ends, the last without a record. */
static bool is_at_work(const struct slicing *slicing, int task, int64_t time)
{
    const int64_t at = time - slicing->start;
    return at > slicing->arrival[task] && at < slicing->finished[task];
}

/* An open slice that begins before the end of the task's work: it is unmatched until the task loses the core. */
static bool is_owed_an_end(const struct slicing *slicing, const struct switch_record *in)
{
    return in->time - slicing->start < slicing->finished[task_with(slicing, in->tid)];
}

void slice_record(void *to, const struct switch_record *record)
{
    struct slicing *slicing = to;
    const int task = task_with(slicing, record->tid);
    if (task < 0)
        return;
    const bool fits = slicing->open.tid == record->tid && slicing->open.core == record->core;
    if (record->in) {
        slicing->unmatched += is_owed_an_end(slicing, record);
        slicing->open = *record;
        return;
    }
    if (fits) {
        slicing->unmatched -= is_owed_an_end(slicing, &slicing->open);
        close_slice(slicing, task, record);
    } else {
        slicing->unmatched += is_at_work(slicing, task, record->time);
    }
    slicing->open.tid = 0;
}
