#include "harness-memory.h"

#include <sys/mman.h>

void *reserve_harness_memory(size_t bytes)
{
    void *start = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (start == MAP_FAILED)
        return NULL;
    return madvise(start, bytes, MADV_DONTFORK) == 0 ? start : NULL;
}
