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
};

static struct bystander *bystanders; /* by pid */
static int *met, met_count;          /* pids that the census under way looked at and did not follow */
static int *waiting, waiting_count;  /* those that may yet take the name of the target */
static int load_file = -1;
static int last_number = -1;
static int64_t taken_at, fully_taken_at;
static bool doubted = true;
static int hidden;
static bool lists_first;
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

static bool read_process_stat(int pid, char *text, struct stat_text *stat)
{
    char path[32];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    ssize_t length = read(file, text, TASK_TEXT_BYTES);
    close(file);
    return length > 0 && parse_stat(text, (size_t)length, stat);
}

static int root_of_parent(int parent)
{
    int index = find_process(parent);
    return index == NO_PROCESS ? 0 : process_at(index)->root;
}

/* The root through which a process is meant by the target, or 0 where it is not. */
static int root_of(const struct target *target, int pid, const struct stat_text *stat)
{
    if (target->by == ALL || (target->by == BY_PIDS && is_root(target, pid)) ||
        (target->by == BY_NAME && has_target_name(target, stat->name, (unsigned)stat->name_length)))
        return pid;
    return root_of_parent(stat->parent);
}

static void look_at(const struct target *target, int pid)
{
    static char text[TASK_TEXT_BYTES];
    struct stat_text stat;
    if (pid >= TID_LIMIT || find_process(pid) != NO_PROCESS)
        return;
    int64_t clock = read_process_clock(pid);
    /* No process: a thread's number names files too, though none that are listed. */
    if (clock < 0 && clocks_work)
        return;
    struct bystander *bystander = &bystanders[pid];
    if (clock < 0 || clock != bystander->clock || !bystander->parent || doubted) {
        if (!read_process_stat(pid, text, &stat)) {
            /* One that ended has no clock any more. */
            if (read_process_clock(pid) >= 0 && (target->by != BY_PIDS || is_root(target, pid)))
                hidden++;
            return;
        }
        int root = root_of(target, pid, &stat);
        if (root) {
            add_process(pid, root);
            return;
        }
        *bystander = (struct bystander){clock, stat.parent};
    }
    met[met_count++] = pid;
}

/* A child may have been looked at before its parent was followed. */
static void follow_descendants(void)
{
    for (bool found = true; found;) {
        found = false;
        int left = 0;
        for (int i = 0; i < met_count; i++) {
            int root = root_of_parent(bystanders[met[i]].parent);
            if (root)
                found = add_process(met[i], root) != NO_PROCESS || found;
            else
                met[left++] = met[i];
        }
        met_count = left;
    }
}

struct looking {
    const struct target *target;
};

static void look_at_listed(int pid, void *context)
{
    const struct looking *looking = context;
    lists_first = lists_first || pid == 1;
    if (looking->target->by != BY_PIDS || !is_root(looking->target, pid))
        look_at(looking->target, pid);
}

static void look_at_all(const struct target *target)
{
    struct looking looking = {target};
    hidden = 0;
    waiting_count = 0;
    lists_first = false;
    for (int i = 0; i < target->root_count && target->by == BY_PIDS; i++)
        look_at(target, target->roots[i]);
    int folder = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        list_numbers(folder, look_at_listed, &looking);
        close(folder);
    }
    /* Process 1 exists in any case: where it is not listed, others are kept from us too. */
    if (!lists_first && target->by != BY_PIDS)
        hidden++;
}

static void look_at_waiting(const struct target *target)
{
    int count = waiting_count;
    waiting_count = 0;
    for (int i = 0; i < count; i++)
        look_at(target, waiting[i]);
}

static void await_renaming(const struct target *target)
{
    for (int i = 0; i < met_count && target->by == BY_NAME; i++)
        waiting[waiting_count++] = met[i];
}

void take_census(const struct target *target, int64_t now)
{
    if (!doubted && now - taken_at < CENSUS_NS)
        return;
    taken_at = now;
    int before = last_number;
    last_number = read_last_number();
    bool all = doubted || !clocks_work || last_number < before || last_number < 0 || last_number - before > MOST_NUMBERS_TRIED ||
               now - fully_taken_at >= FULL_CENSUS_NS;
    if (!all && last_number == before && target->by != BY_NAME)
        return;
    met_count = 0;
    if (all) {
        fully_taken_at = now;
        look_at_all(target);
    } else {
        look_at_waiting(target);
        for (int pid = before + 1; pid <= last_number; pid++)
            look_at(target, pid);
    }
    doubted = false;
    follow_descendants();
    await_renaming(target);
}
