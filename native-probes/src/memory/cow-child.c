#include "cow-child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "harness-memory.h"
#include "lifeline.h"
#include "memory-record.h"

enum { PAGE = 4096, HANGING_SECONDS = 35, CHILD_MS = 20000 };

/* What the child says of its writing: of the first pass, which faults, and of the second, which does not. */
struct writing {
    int64_t faulting, again; /* ns */
    int64_t faults;          /* minor faults of the first pass */
};

/* Harness memory, but what the child needs: that is on its stack. */
struct cow_block {
    struct memory_readings readings;
    struct writing writing;
    int64_t created, alive, reaped, pages, faults;
    int64_t again[COW_BLOCK_LIMIT];
};

static struct cow_block *block;
static struct samples *samples;
static struct parent_memory held;
static int64_t pages;
static int words[2];
static pid_t self;

static void write_pages(void)
{
    for (int64_t page = 0; page < pages; page++)
        ((volatile char *)held.start)[page * PAGE] = 2;
}

static int64_t time_writing(void)
{
    int64_t start = clock_now();
    write_pages();
    return clock_now() - start;
}

/* What the readings themselves touch first must not fault between them, so each is done once beforehand. */
static void write_and_time(struct writing *writing)
{
    struct rusage before, after;
    clock_now();
    getrusage(RUSAGE_SELF, &after);
    getrusage(RUSAGE_SELF, &before);
    writing->faulting = time_writing();
    getrusage(RUSAGE_SELF, &after);
    writing->faults = after.ru_minflt - before.ru_minflt;
    writing->again = time_writing();
}

static _Noreturn void live_as_child(void)
{
    struct writing writing;
    if (die_with_parent(self) != 0)
        _exit(1);
    write_and_time(&writing);
    if (write(words[1], &writing, sizeof writing) != (ssize_t)sizeof writing)
        _exit(1);
    for (;;)
        pause();
}

/* The child's word; -ECHILD where it ended without one, -ETIME where it takes too long. */
static int await_word(pid_t child)
{
    for (int waited = 0; waited < CHILD_MS; waited += 100) {
        struct pollfd readable = {.fd = words[0], .events = POLLIN};
        siginfo_t info = {.si_pid = 0};
        if (poll(&readable, 1, 100) > 0)
            return read(words[0], &block->writing, sizeof block->writing) == (ssize_t)sizeof block->writing ? 0 : -EIO;
        if (waitid(P_PID, (id_t)child, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0)
            return -ECHILD;
    }
    return -ETIME;
}

static bool is_alive(pid_t child)
{
    siginfo_t info = {.si_pid = 0};
    return waitid(P_PID, (id_t)child, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == 0;
}

static void reap(pid_t child)
{
    int status;
    pid_t reaped;
    kill(child, SIGKILL);
    do
        reaped = waitpid(child, &status, 0);
    while (reaped < 0 && errno == EINTR);
    block->reaped += reaped == child;
}

static void record_faults(void)
{
    const struct writing *writing = &block->writing;
    block->faults += writing->faults;
    block->pages += pages;
    if (pages == 0)
        return;
    samples->values[FAULT][samples->count] = (writing->faulting + pages / 2) / pages;
    block->again[samples->count] = (writing->again + pages / 2) / pages;
}

/* A child that ended by itself has no figure; the counts say so, and the lab withholds it. */
static int read_child(pid_t child)
{
    int failure = await_word(child);
    samples->failed_call = "waiting for the child’s writing";
    if (failure)
        return failure == -ECHILD ? 0 : failure;
    samples->failed_call = "reading what is in memory";
    failure = add_accounts(child, &block->readings.units);
    if (failure)
        return failure == -ESRCH ? 0 : failure;
    block->alive += is_alive(child);
    failure = read_after(&block->readings);
    if (failure)
        return failure;
    samples->failed_call = "adding up memory that did not grow";
    failure = record_memory(samples, &block->readings, 1);
    if (!failure)
        record_faults();
    return failure;
}

static int take_sample(void)
{
    samples->failed_call = "reading what is in memory";
    int failure = read_before(&block->readings);
    if (failure)
        return failure;
    samples->failed_call = "fork";
    pid_t child = fork();
    if (child == 0)
        live_as_child();
    if (child < 0)
        return -errno;
    block->created++;
    failure = read_child(child);
    reap(child);
    if (!failure)
        samples->count++;
    return failure;
}

static void report_block(void)
{
    const struct named_count counts[] = {
        {"created", block->created},
        {"alive", block->alive},
        {"reaped", block->reaped},
        {"pagesWritten", block->pages},
        {"minorFaults", block->faults},
        {NULL, 0},
    };
    if (pages > 0 && samples->count > 0)
        samples->overhead[FAULT] = median_of(block->again, samples->count);
    report_samples(samples, counts);
}

void answer_cow_block(int count)
{
    bound_block(HANGING_SECONDS);
    block->created = block->alive = block->reaped = block->pages = block->faults = 0;
    clear_samples(samples, "cow-child", 1);
    while (samples->count < count && !samples->failure)
        samples->failure = -take_sample();
    bound_block(0);
    report_block();
}

int prepare_cow_children(const struct parent_memory *memory, int percent)
{
    held = *memory;
    pages = (int64_t)(memory->bytes / PAGE) * percent / 100;
    self = getpid();
    block = reserve_harness_memory(sizeof *block);
    samples = reserve_memory_samples(pages > 0, COW_BLOCK_LIMIT);
    return block && samples && prepare_accounts() && pipe2(words, O_CLOEXEC) == 0 ? 0 : -errno;
}
