#include "other-core.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cores.h"

/* Reads a list of cores, such as "0,4-5", and tells whether one is in it. False where the system does not say. */
static bool is_listed(const char *path, int core)
{
    char list[512];
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? -1 : read(file, list, sizeof list - 1);
    if (file >= 0)
        close(file);
    if (length <= 0)
        return false;
    list[length] = '\0';
    for (char *at = list; *at >= '0' && *at <= '9'; at += *at == ',') {
        long first = strtol(at, &at, 10);
        long last = *at == '-' ? strtol(at + 1, &at, 10) : first;
        if (first <= core && core <= last)
            return true;
    }
    return false;
}

static bool are_siblings(int core, int other)
{
    char path[96];
    snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu%d/topology/thread_siblings_list", core);
    return is_listed(path, other);
}

static int find_other(const int *cores, int count, int core, bool allow_sibling)
{
    int nearest = -1;
    for (int i = 0; i < count; i++) {
        if (cores[i] == core || (!allow_sibling && are_siblings(core, cores[i])))
            continue;
        if (nearest < 0 || abs(cores[i] - core) < abs(nearest - core))
            nearest = cores[i];
    }
    return nearest;
}

int choose_core_pair(int core, struct core_pair *pair)
{
    int cores[CPU_SETSIZE];
    int count = list_allowed_cores(cores, CPU_SETSIZE);
    if (count <= 0)
        return count ? count : -EINVAL;
    pair->core = core < 0 ? cores[count - 1] : core;
    bool allowed = false;
    for (int i = 0; i < count; i++)
        allowed = allowed || cores[i] == pair->core;
    if (!allowed)
        return -EINVAL;
    pair->other = find_other(cores, count, pair->core, false);
    if (pair->other < 0)
        pair->other = find_other(cores, count, pair->core, true);
    pair->siblings = pair->other >= 0 && are_siblings(pair->core, pair->other);
    return 0;
}

void describe_allowed_cores(char *words, int size)
{
    int cores[CPU_SETSIZE];
    int count = list_allowed_cores(cores, CPU_SETSIZE);
    int length = 0;
    words[0] = '\0';
    for (int i = 0; i < count && length < size; i++)
        length += snprintf(words + length, (size_t)(size - length), i ? ", %d" : "%d", cores[i]);
}
