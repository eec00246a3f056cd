#ifndef THREADLAB_PARENT_MEMORY_H
#define THREADLAB_PARENT_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Memory that the measuring process holds and has touched, as the kernel accounts for it. */
struct parent_memory {
    char *start;
    size_t bytes;
    bool huge;
    int64_t resident_kib;   /* of this mapping, from smaps */
    int64_t huge_kib;       /* of this mapping, from smaps: AnonHugePages */
    int64_t page_table_kib; /* of the whole process, from status: VmPTE */
    int64_t process_kib;    /* of the whole process, from status: VmRSS */
    int64_t mappings;       /* of the whole process */
};

/*
 * Maps `mib` MiB, asks for 4 KiB pages or transparent huge pages, touches every page and verifies in smaps what
 * it got. Returns 0 or -errno: -ENOMEM where less memory is free, -ENOTSUP where the kernel did not back it with
 * the pages that were asked for.
 */
int hold_parent_memory(long mib, bool huge, struct parent_memory *memory);

/* Writes one byte to every 4 KiB of it, as a parent does that goes on working. */
void touch_parent_memory(const struct parent_memory *memory);

#endif
