/*
 * Idle threads of this process. Their stacks are mapped here in the way in which the C library maps them, guard
 * included, and not by it: it keeps the stacks of threads that have ended and would hand them out again, so that a later
 * thread would seem to cost less than an earlier one.
 */
#include "idle-threads.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <malloc.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "harness-memory.h"

struct idle_unit {
    pthread_t thread;
    char *mapping;
};

static struct idle_unit *units; /* harness memory */
static int count;
static size_t guard_size, stack_size;
static unsigned up, ended; /* futex words */

static void await_word(unsigned *word, unsigned value)
{
    const struct timespec look = {.tv_nsec = 200 * 1000 * 1000};
    syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, &look, NULL, 0);
}

static void wake(unsigned *word)
{
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
}

static void *live_as_thread(void *unused)
{
    __atomic_add_fetch(&up, 1, __ATOMIC_SEQ_CST);
    wake(&up);
    while (!__atomic_load_n(&ended, __ATOMIC_SEQ_CST))
        syscall(SYS_futex, &ended, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
    return unused;
}

static int map_stack(char **mapping)
{
    *mapping = mmap(NULL, guard_size + stack_size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (*mapping == MAP_FAILED)
        return -errno;
    if (mprotect(*mapping + guard_size, stack_size, PROT_READ | PROT_WRITE) == 0)
        return 0;
    int failure = -errno;
    munmap(*mapping, guard_size + stack_size);
    return failure;
}

static int start_on_stack(struct idle_unit *unit)
{
    pthread_attr_t attributes;
    int failure = pthread_attr_init(&attributes);
    if (failure)
        return -failure;
    failure = pthread_attr_setstack(&attributes, unit->mapping + guard_size, stack_size);
    if (!failure)
        failure = pthread_create(&unit->thread, &attributes, live_as_thread, NULL);
    pthread_attr_destroy(&attributes);
    return -failure;
}

static int create_thread(const char **failed_call)
{
    struct idle_unit *unit = &units[count];
    int failure = map_stack(&unit->mapping);
    if (failure) {
        *failed_call = "mapping the stack";
        return failure;
    }
    failure = start_on_stack(unit);
    if (failure) {
        *failed_call = "pthread_create";
        munmap(unit->mapping, guard_size + stack_size);
        return failure;
    }
    count++;
    return 0;
}

static int await_threads(void)
{
    unsigned now;
    while ((now = __atomic_load_n(&up, __ATOMIC_SEQ_CST)) < (unsigned)count)
        await_word(&up, now);
    return 0;
}

/* Threads have no memory of their own: what they cost is seen in their process. The kernel says how many there are. */
static int count_alive_threads(struct accounts *unused)
{
    struct accounts own;
    (void)unused;
    return read_own_accounts(&own) == 0 ? (int)own.tasks - 1 : 0;
}

static int end_threads(void)
{
    int gone = 0;
    __atomic_store_n(&ended, 1, __ATOMIC_SEQ_CST);
    wake(&ended);
    for (int i = 0; i < count; i++) {
        gone += pthread_join(units[i].thread, NULL) == 0;
        munmap(units[i].mapping, guard_size + stack_size);
    }
    count = 0;
    up = ended = 0;
    /* Lest the next ones find a heap that these have already grown. */
    malloc_trim(0);
    return gone;
}

const struct idle_kind idle_thread = {create_thread, await_threads, count_alive_threads, end_threads};

int prepare_idle_threads(size_t stack_bytes)
{
    guard_size = (size_t)sysconf(_SC_PAGESIZE);
    stack_size = stack_bytes;
    units = reserve_harness_memory(UNITS_LIMIT * sizeof *units);
    return units ? 0 : -errno;
}
