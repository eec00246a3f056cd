#include "wait-word.h"

#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

void sleep_while(_Atomic uint32_t *word, uint32_t value, const struct timespec *longest)
{
    syscall(SYS_futex, word, FUTEX_WAIT, value, longest, NULL, 0);
}

void wait_until(_Atomic uint32_t *word, uint32_t wanted)
{
    for (uint32_t seen; (seen = atomic_load(word)) != wanted;)
        sleep_while(word, seen, NULL);
}

void wake_sleepers(_Atomic uint32_t *word)
{
    syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}
