#include "target.h"

#include <stdlib.h>
#include <string.h>

#include "thread-table.h"

/* What the kernel keeps of a name. */
enum { COMM_BYTES = 15 };

static bool read_root(const char **at, int *root)
{
    if (**at < '0' || **at > '9')
        return false;
    char *end;
    long value = strtol(*at, &end, 10);
    *at = end;
    *root = (int)value;
    return value > 0 && value < TID_LIMIT;
}

bool read_roots(const char *text, struct target *target)
{
    static struct root roots[ROOT_LIMIT];
    int count = 0;
    for (const char *at = text;; at++) {
        if (count == ROOT_LIMIT || !read_root(&at, &roots[count].pid))
            return false;
        roots[count++].state = NOT_MET;
        if (!*at)
            break;
        if (*at != ',')
            return false;
    }
    memcpy(target->roots, roots, sizeof *roots * (size_t)count);
    target->root_count = count;
    target->by = BY_PIDS;
    return true;
}

/* The index of the root of this number, or the count of them. */
static int find_root(const struct target *target, int pid)
{
    int i = 0;
    while (i < target->root_count && target->roots[i].pid != pid)
        i++;
    return i;
}

bool is_root(const struct target *target, int pid)
{
    return find_root(target, pid) < target->root_count;
}

bool meet_root(struct target *target, int pid, uint64_t start)
{
    int i = find_root(target, pid);
    if (i == target->root_count)
        return false;
    struct root *root = &target->roots[i];
    if (root->state == NOT_MET)
        *root = (struct root){pid, MET, start};
    else if (root->start != start)
        root->state = SPENT;
    return root->state == MET;
}

bool has_target_name(const struct target *target, const char *name, unsigned length)
{
    size_t wanted = strnlen(target->name, COMM_BYTES);
    return length == wanted && memcmp(name, target->name, wanted) == 0;
}
