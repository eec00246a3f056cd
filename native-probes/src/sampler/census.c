#include "census.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "folder-list.h"
#include "proc-text.h"
#include "process-clock.h"
#include "process-table.h"
#include "reserved-memory.h"
#include "task-files.h"

static const int64_t CENSUS_NS = 250000000;
/* Whatever the cheaper ways miss (a number chosen by whoever restores a process) is found after so long. */
static const int64_t FULL_CENSUS_NS = 10000000000;
/* With more new numbers than this, listing all processes is no dearer. */
enum { MOST_NUMBERS_TRIED = 2000 };

/* What is known of a process that is not followed. */
struct bystander {
    int64_t clock;
    int parent;
    uint32_t looked_at; /* the last census in which it was */
};

static struct bystander *bystanders; /* by pid */
static int *met, met_count;          /* pids that the census under way looked at and did not follow */
static int *waiting, waiting_count;  /* those that may yet take the name of the target */
/* Numbers that nobody had: a process is found by its number only some microseconds after it got it. */
static int unborn[MOST_NUMBERS_TRIED], unborn_count;
static uint32_t censuses;
static int load_file = -1;
static int last_number = -1;
static int64_t taken_at, fully_taken_at;
static bool doubted = true;
static int hidden;
static bool looks_at_all, lists_first;
static bool clocks_work; /* not on every system that offers /proc as Linux does */

bool census_start(void)
{
    bystanders = reserve_memory(sizeof *bystanders * TID_LIMIT);
    met = reserve_memory(sizeof *met * TID_LIMIT);
    waiting = reserve_memory(sizeof *waiting * TID_LIMIT);
    load_file = open("/proc/loadavg", O_RDONLY | O_CLOEXEC);
    clocks_work = read_process_clock(getpid()) >= 0;
    return bystanders && met && waiting;
}

void doubt_census(void)
{
    doubted = true;
}

int count_hidden(void)
{
    return hidden;
}

/* The last field of `loadavg`: the number that was given last, to a process or a thread; −1 where that cannot be read. */
static int read_last_number(void)
{
    char text[128];
    ssize_t length = load_file < 0 ? -1 : pread(load_file, text, sizeof text - 1, 0);
    if (length <= 0)
        return -1;
    text[length] = '\0';
    const char *blank = strrchr(text, ' ');
    return blank ? atoi(blank + 1) : -1;
}

static bool read_process_stat(int pid, struct stat_text *stat)
{
    static char text[TASK_TEXT_BYTES];
    char path[32];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    ssize_t length = read(file, text, sizeof text);
    close(file);
    return length > 0 && parse_stat(text, (size_t)length, stat);
}

static int root_of_parent(int parent)
{
    int index = find_process(parent);
    return index == NO_PROCESS ? 0 : process_at(index)->root;
}

/* The root through which a process is meant by the target, or 0 where it is not. */
static int root_of(struct target *target, int pid, const struct stat_text *stat)
{
    if (target->by == ALL || (target->by == BY_PIDS && meet_root(target, pid, stat->start)) ||
        (target->by == BY_NAME && has_target_name(target, stat->name, (unsigned)stat->name_length)))
        return pid;
    return root_of_parent(stat->parent);
}

/* A process that did not run since has the name that it had, and the parent unless that one ended. */
static bool is_as_known(const struct bystander *bystander, int64_t clock)
{
    if (clock < 0 || clock != bystander->clock || !bystander->parent || doubted)
        return false;
    return !looks_at_all || read_process_clock(bystander->parent) >= 0;
}

/* Where process 1 is not listed, that tells already that others are kept from us. */
static bool counts_as_hidden(const struct target *target, int pid)
{
    /* One that ended has no clock any more. */
    return (target->by == BY_PIDS ? is_root(target, pid) : lists_first) && read_process_clock(pid) >= 0;
}

static void look_closely(struct target *target, int pid, int64_t clock)
{
    struct stat_text stat;
    if (!read_process_stat(pid, &stat)) {
        hidden += counts_as_hidden(target, pid);
        return;
    }
    int root = root_of(target, pid, &stat);
    if (root) {
        add_process(pid, root, stat.start);
        return;
    }
    bystanders[pid].clock = clock;
    bystanders[pid].parent = stat.parent;
    met[met_count++] = pid;
}

/* False where nobody has this number, or nobody yet. */
static bool look_at(struct target *target, int pid)
{
    if (pid >= TID_LIMIT || find_process(pid) != NO_PROCESS || bystanders[pid].looked_at == censuses)
        return true;
    int64_t clock = read_process_clock(pid);
    /* No process: a thread's number names files too, though none that are listed. */
    if (clock < 0 && clocks_work)
        return false;
    bystanders[pid].looked_at = censuses;
    if (is_as_known(&bystanders[pid], clock))
        met[met_count++] = pid;
    else
        look_closely(target, pid, clock);
    return true;
}

/* What is known of its parent is asked again: that one may have ended, and its number be another's. */
static bool follow_child(int pid)
{
    struct stat_text stat;
    if (!root_of_parent(bystanders[pid].parent) || !read_process_stat(pid, &stat))
        return false;
    bystanders[pid].parent = stat.parent;
    int root = root_of_parent(stat.parent);
    return root && add_process(pid, root, stat.start) != NO_PROCESS;
}

/* A child may have been looked at before its parent was followed. */
static void follow_descendants(void)
{
    for (bool found = true; found;) {
        found = false;
        int left = 0;
        for (int i = 0; i < met_count; i++) {
            if (follow_child(met[i]))
                found = true;
            else
                met[left++] = met[i];
        }
        met_count = left;
    }
}

/* A root that is followed already keeps its number; one that is nobody does not get it. */
static void look_at_root(struct target *target, struct root *root)
{
    bool exists = look_at(target, root->pid);
    int index = find_process(root->pid);
    if (index != NO_PROCESS)
        meet_root(target, root->pid, process_at(index)->start);
    else if (root->state == NOT_MET && !exists)
        root->state = SPENT;
}

static void look_at_listed(int pid, void *context)
{
    struct target *target = context;
    lists_first = lists_first || pid == 1;
    look_at(target, pid);
}

static void look_at_all(struct target *target)
{
    hidden = 0;
    lists_first = false;
    for (int i = 0; i < target->root_count && target->by == BY_PIDS; i++)
        look_at_root(target, &target->roots[i]);
    int folder = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        list_numbers(folder, look_at_listed, target);
        close(folder);
    }
    /* Process 1 exists in any case: where it is not listed, others are kept from us too. */
    if (!lists_first && target->by != BY_PIDS)
        hidden++;
}

static void look_at_waiting(struct target *target)
{
    for (int i = 0; i < waiting_count; i++)
        look_at(target, waiting[i]);
}

/* Those that were given since, and once more those that were nobody's the time before. */
static void look_at_new(struct target *target, int before)
{
    int first = before > last_number || before < last_number - MOST_NUMBERS_TRIED ? last_number - MOST_NUMBERS_TRIED : before;
    for (int i = 0; i < unborn_count; i++)
        look_at(target, unborn[i]);
    unborn_count = 0;
    for (int pid = first < 0 ? 1 : first + 1; pid <= last_number; pid++)
        if (!look_at(target, pid))
            unborn[unborn_count++] = pid;
}

static void await_renaming(const struct target *target)
{
    waiting_count = 0;
    for (int i = 0; i < met_count && target->by == BY_NAME; i++)
        waiting[waiting_count++] = met[i];
}

void take_census(struct target *target, int64_t now)
{
    if (!doubted && now - taken_at < CENSUS_NS)
        return;
    taken_at = now;
    int before = last_number;
    last_number = read_last_number();
    looks_at_all = doubted || !clocks_work || last_number < before || last_number < 0 ||
                   last_number - before > MOST_NUMBERS_TRIED || now - fully_taken_at >= FULL_CENSUS_NS;
    if (!looks_at_all && last_number == before && unborn_count == 0 && target->by != BY_NAME)
        return;
    censuses++;
    met_count = 0;
    if (looks_at_all) {
        fully_taken_at = now;
        look_at_all(target);
    } else {
        look_at_waiting(target);
    }
    if (clocks_work)
        look_at_new(target, before);
    doubted = false;
    follow_descendants();
    await_renaming(target);
}
