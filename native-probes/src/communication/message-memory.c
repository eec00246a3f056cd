#include "message-memory.h"

#include <string.h>
#include <sys/mman.h>

void *reserve_messages(size_t bytes, bool shared)
{
    const int flags = MAP_ANONYMOUS | (shared ? MAP_SHARED : MAP_PRIVATE);
    void *start = mmap(NULL, bytes, PROT_READ | PROT_WRITE, flags, -1, 0);
    if (start == MAP_FAILED)
        return NULL;
    /* A kernel without huge pages refuses the advice, and does not need it. */
    (void)madvise(start, bytes, MADV_NOHUGEPAGE);
    /* Shared with a fork until it is written to, memory of one side would take its faults while messages are timed. */
    if (!shared)
        (void)madvise(start, bytes, MADV_DONTFORK);
    memset(start, 0, bytes);
    return start;
}
