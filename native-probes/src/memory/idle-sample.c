#include "idle-sample.h"

#include <errno.h>
#include <stdio.h>
#include <time.h>

#include "clock.h"
#include "harness-memory.h"
#include "lifeline.h"
#include "memory-record.h"

enum {
    KEPT_FREE_MIB = 512,  /* of the machine's memory: units are created no further */
    LOOK_EVERY = 64,      /* units between looks at the memory and the clock */
    BLOCK_SECONDS = 20,   /* after which a block stops and gives what it has */
    HANGING_SECONDS = 35, /* after which SIGALRM ends the probe */
    DRAIN_MS = 10,        /* between looks at what the kernel has given back */
    DRAINED = 128 << 10,  /* bytes between two looks */
    MOST_LOOKS = 20,
};

/* Harness memory: what is written between the readings must not change what is read. */
struct idle_block {
    struct memory_readings readings;
    int64_t created, alive, gone;
    int64_t creating, reading, ending; /* ns */
    int64_t kernel_stacks, page_tables, slab, taken; /* bytes, of the whole machine */
    char failed_call[80];
};

static struct idle_block *block;
static struct samples *samples;

bool prepare_idle_samples(void)
{
    block = reserve_harness_memory(sizeof *block);
    samples = reserve_memory_samples(false, IDLE_BLOCK_LIMIT);
    return block && samples && prepare_accounts();
}

/* Why no further unit may be created though the kernel might; 0 where none speaks against it. */
static int look_around(int64_t deadline, const char **failed_call)
{
    struct system_accounts system;
    if (clock_now() > deadline) {
        *failed_call = "finishing in time";
        return -ETIME;
    }
    int failure = read_system_accounts(&system);
    *failed_call = "leaving 512 MiB of memory free";
    return failure ? failure : system.available < (int64_t)KEPT_FREE_MIB << 20 ? -ENOMEM : 0;
}

/* Returns how many were created; fewer than `units` where *failure says why. */
static int create_units(const struct idle_kind *kind, int units, int64_t deadline, int *failure)
{
    int created = 0;
    const char *failed_call = "";
    while (created < units) {
        *failure = created % LOOK_EVERY == 0 ? look_around(deadline, &failed_call) : 0;
        if (!*failure)
            *failure = kind->create(&failed_call);
        if (*failure) {
            snprintf(block->failed_call, sizeof block->failed_call, "%s for number %d of %d", failed_call, created + 1, units);
            break;
        }
        created++;
    }
    return created;
}

static void count_system_growth(void)
{
    const struct system_accounts *before = &block->readings.system_before, *after = &block->readings.system_after;
    block->kernel_stacks += after->kernel_stacks - before->kernel_stacks;
    block->page_tables += after->page_tables - before->page_tables;
    block->slab += after->slab - before->slab;
    block->taken += before->available - after->available;
}

static int fail_reading(int failure)
{
    if (failure)
        snprintf(block->failed_call, sizeof block->failed_call, "reading what is in memory");
    return failure;
}

/* All units are there: waits until they are up, and reads what they have in memory. */
static int read_units(const struct idle_kind *kind, int units)
{
    int64_t start = clock_now();
    int failure = kind->await_up();
    int64_t up = clock_now();
    block->creating += up - start;
    if (failure)
        return fail_reading(failure);
    const int alive = kind->add_alive(&block->readings.units);
    block->alive += alive > 0 ? alive : 0;
    failure = alive < 0 ? alive : read_after(&block->readings);
    block->reading += clock_now() - up;
    if (failure)
        return fail_reading(failure);
    count_system_growth();
    failure = record_memory(samples, &block->readings, units);
    if (failure)
        snprintf(block->failed_call, sizeof block->failed_call, "adding up memory that did not grow");
    return failure;
}

static int64_t kernel_memory(void)
{
    struct system_accounts system;
    return read_system_accounts(&system) == 0 ? system.kernel_stacks + system.page_tables + system.slab : 0;
}

/* What the kernel holds of tasks that have ended it gives back a little later: it must not hide the growth that follows. */
static void let_kernel_drain(void)
{
    const struct timespec pause = {.tv_nsec = DRAIN_MS * 1000 * 1000};
    int64_t before = kernel_memory();
    for (int look = 0; look < MOST_LOOKS; look++) {
        nanosleep(&pause, NULL);
        int64_t now = kernel_memory();
        if (now - before <= DRAINED && before - now <= DRAINED)
            return;
        before = now;
    }
}

/* Returns 0 or -errno; every unit is gone either way. */
static int take_sample(const struct idle_kind *kind, int units, int64_t deadline)
{
    let_kernel_drain();
    int failure = fail_reading(read_before(&block->readings));
    if (failure)
        return failure;
    int64_t start = clock_now();
    block->created += create_units(kind, units, deadline, &failure);
    block->creating += clock_now() - start;
    if (!failure)
        failure = read_units(kind, units);
    start = clock_now();
    block->gone += kind->end();
    block->ending += clock_now() - start;
    if (!failure)
        samples->count++;
    return failure;
}

static void report_block(void)
{
    const struct named_count counts[] = {
        {"created", block->created},
        {"alive", block->alive},
        {"reaped", block->gone},
        {"creatingNs", block->creating},
        {"readingNs", block->reading},
        {"endingNs", block->ending},
        {"kernelStackGrowthKiB", block->kernel_stacks / 1024},
        {"pageTableGrowthKiB", block->page_tables / 1024},
        {"slabGrowthKiB", block->slab / 1024},
        {"availableTakenKiB", block->taken / 1024},
        {NULL, 0},
    };
    report_samples(samples, counts);
}

static void clear_block(void)
{
    block->created = block->alive = block->gone = 0;
    block->creating = block->reading = block->ending = 0;
    block->kernel_stacks = block->page_tables = block->slab = block->taken = 0;
    block->failed_call[0] = '\0';
}

void answer_idle_block(const struct idle_kind *kind, const char *series, int units, int count)
{
    const int64_t deadline = clock_now() + BLOCK_SECONDS * INT64_C(1000000000);
    bound_block(HANGING_SECONDS);
    clear_block();
    clear_samples(samples, series, units);
    samples->failed_call = block->failed_call;
    while (samples->count < count && !samples->failure)
        samples->failure = -take_sample(kind, units, deadline);
    bound_block(0);
    report_block();
}
