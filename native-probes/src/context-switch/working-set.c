#include "working-set.h"

#include <errno.h>
#include <sys/mman.h>

enum { CACHE_LINE = 64 };

/* Never huge pages: whether the kernel has one to give would decide how many address translations a turn needs. */
int hold_working_set(struct working_set *set, size_t bytes)
{
    set->start = NULL;
    set->bytes = 0;
    if (bytes == 0)
        return 0;
    void *start = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED)
        return -errno;
    set->start = start;
    set->bytes = bytes;
    /* EINVAL: a kernel that has no huge pages gives none. */
    if (madvise(start, bytes, MADV_NOHUGEPAGE) != 0 && errno != EINVAL) {
        int failure = -errno;
        release_working_set(set);
        return failure;
    }
    traverse_working_set(set);
    return 0;
}

void release_working_set(struct working_set *set)
{
    if (set->start)
        munmap(set->start, set->bytes);
    set->start = NULL;
    set->bytes = 0;
}

void traverse_working_set(const struct working_set *set)
{
    for (size_t offset = 0; offset < set->bytes; offset += CACHE_LINE)
        ++*(volatile long *)(set->start + offset);
}
