#include "task-list.h"

#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>

#include "folder-list.h"
#include "process-table.h"
#include "task-files.h"
#include "thread-examination.h"

static uint32_t listings;

struct listing {
    int process;
    bool *full;
};

static void find_task(int tid, void *context)
{
    const struct listing *listing = context;
    int index = find_thread(tid);
    if (index != NO_THREAD && thread_at(index)->process != listing->process) {
        /* Its former owner has not been read since. */
        lose_thread(thread_at(index));
        index = NO_THREAD;
    }
    if (index == NO_THREAD && !*listing->full && meet_thread(listing->process, tid, listing->full))
        index = find_thread(tid);
    if (index != NO_THREAD)
        thread_at(index)->listing = listings;
}

static void lose_unlisted(int first)
{
    for (int index = first, next; index != NO_THREAD; index = next) {
        next = thread_at(index)->next;
        if (thread_at(index)->listing != listings)
            lose_thread(thread_at(index));
    }
}

/* The links are read before the names, so that a thread born between is found by the next reading at the latest. */
static bool list_tasks(int index, int folder, nlink_t links, bool *full)
{
    struct process *process = process_at(index);
    listings++;
    process->list_anew = false;
    process->links = links;
    struct listing listing = {index, full};
    if (list_numbers(folder, find_task, &listing) != 0)
        return false;
    lose_unlisted(process->first_active);
    lose_unlisted(process->first_quiet);
    /* Set by those that were just lost; the list is as new as it can be. */
    process->list_anew = false;
    return !process->is_another && (process->threads > 0 || *full);
}

bool follow_threads(int index, bool *full)
{
    struct process *process = process_at(index);
    struct stat now;
    if (process->folder >= 0 && !process->list_anew && fstat(process->folder, &now) == 0 && now.st_nlink == process->links)
        return true;
    int folder = open_task_folder(process);
    if (folder < 0)
        return folder != -ENOENT && folder != -ESRCH && folder != -EACCES && folder != -EPERM;
    bool exists = fstat(folder, &now) == 0;
    if (exists && (process->list_anew || now.st_nlink != process->links))
        exists = list_tasks(index, folder, now.st_nlink, full);
    leave_task_folder(process, folder);
    return exists;
}
