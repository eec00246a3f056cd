#ifndef THREADLAB_TARGET_H
#define THREADLAB_TARGET_H

#include <stdbool.h>
#include <stdint.h>

enum { ROOT_LIMIT = 4096 };

/* Whoever has the number when it is first looked for, and nobody who gets it later. */
struct root {
    int pid;
    enum { NOT_MET, MET, SPENT } state;
    uint64_t start; /* of the one that was met, as `stat` has it */
};

/* Whom to follow; the descendants of all of them are followed too. */
struct target {
    enum { BY_PIDS, BY_NAME, ALL } by;
    const char *name;
    struct root roots[ROOT_LIMIT];
    int root_count;
};

/* Reads "1,2,3" as the roots. False, and the roots as they were, where that is no list of process ids or too long a one. */
bool read_roots(const char *text, struct target *target);

/* Whether the number is one of those named, whoever has it now. */
bool is_root(const struct target *target, int pid);
/* Whether the process of this number that started then is a root; it is met with that. */
bool meet_root(struct target *target, int pid, uint64_t start);
/* Whether a process of this name, as the kernel keeps it, is meant: of a longer one it has the first 15 bytes. */
bool has_target_name(const struct target *target, const char *name, unsigned length);

#endif
