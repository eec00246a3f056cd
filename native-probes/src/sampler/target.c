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
    static int roots[ROOT_LIMIT];
    int count = 0;
    for (const char *at = text;; at++) {
        if (count == ROOT_LIMIT || !read_root(&at, &roots[count]))
            return false;
        count++;
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

bool is_root(const struct target *target, int pid)
{
    for (int i = 0; i < target->root_count; i++)
        if (target->roots[i] == pid)
            return true;
    return false;
}

bool has_target_name(const struct target *target, const char *name, unsigned length)
{
    size_t wanted = strnlen(target->name, COMM_BYTES);
    return length == wanted && memcmp(name, target->name, wanted) == 0;
}
