#include "changes.h"

#include "reserved-memory.h"

static int *lists[CHANGES];
static int counts[CHANGES];

bool changes_start(void)
{
    for (int i = 0; i < CHANGES; i++) {
        lists[i] = reserve_memory(sizeof(int) * THREAD_LIMIT);
        if (!lists[i])
            return false;
    }
    return true;
}

static bool *mark_of(struct thread *thread, enum change change)
{
    switch (change) {
    case DESCRIBED:
        return &thread->described_anew;
    case COUNTED:
        return &thread->counted_anew;
    default:
        return &thread->switched_anew;
    }
}

void note_change(struct thread *thread, enum change change)
{
    bool *mark = mark_of(thread, change);
    if (*mark)
        return;
    *mark = true;
    lists[change][counts[change]++] = index_of_thread(thread);
}

int count_changes(enum change change)
{
    return counts[change];
}

int changed_thread(enum change change, int i)
{
    int index = lists[change][i];
    return thread_at(index)->alive ? index : NO_THREAD;
}

void forget_changes(void)
{
    for (int change = 0; change < CHANGES; change++) {
        for (int i = 0; i < counts[change]; i++)
            *mark_of(thread_at(lists[change][i]), (enum change)change) = false;
        counts[change] = 0;
    }
}
