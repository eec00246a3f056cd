#ifndef THREADLAB_TARGET_H
#define THREADLAB_TARGET_H

#include <stdbool.h>

enum { ROOT_LIMIT = 4096 };

/* Whom to follow; the descendants of all of them are followed too. */
struct target {
    enum { BY_PIDS, BY_NAME, ALL } by;
    const char *name;
    int roots[ROOT_LIMIT];
    int root_count;
};

/* Reads "1,2,3" as the roots. False, and the roots as they were, where that is no list of process ids or too long a one. */
bool read_roots(const char *text, struct target *target);

bool is_root(const struct target *target, int pid);
/* Whether a process of this name, as the kernel keeps it, is meant: of a longer one it has the first 15 bytes. */
bool has_target_name(const struct target *target, const char *name, unsigned length);

#endif
