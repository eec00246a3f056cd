#include "switch-records.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum {
    MOST_PAGES = 128, /* what an unprivileged user gets a core (kernel.perf_event_mlock_kb is 516) */
    FEWEST_PAGES = 4
};

/* A record of a switch, as sample_type orders it. */
struct raw_switch {
    struct perf_event_header header;
    uint32_t pid, tid;
    uint64_t time;
    uint32_t core, unused;
};

struct raw_lost {
    struct perf_event_header header;
    uint64_t id, lost;
};

static int open_event(int core)
{
    struct perf_event_attr attributes;
    memset(&attributes, 0, sizeof attributes);
    attributes.size = sizeof attributes;
    attributes.type = PERF_TYPE_SOFTWARE;
    attributes.config = PERF_COUNT_SW_DUMMY; /* counts nothing: only the records beside it are wanted */
    attributes.disabled = 1;
    attributes.inherit = 1; /* by every thread that is created from now on */
    attributes.exclude_kernel = 1;
    attributes.exclude_hv = 1;
    attributes.context_switch = 1;
    attributes.sample_id_all = 1;
    attributes.sample_type = PERF_SAMPLE_TID | PERF_SAMPLE_TIME | PERF_SAMPLE_CPU;
    attributes.use_clockid = 1;
    attributes.clockid = CLOCK_MONOTONIC;
    int file = (int)syscall(SYS_perf_event_open, &attributes, 0, core, -1, PERF_FLAG_FD_CLOEXEC);
    return file < 0 ? -errno : file;
}

static int map_ring(struct switch_ring *ring)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    int failure = -ENOMEM;
    for (size_t pages = MOST_PAGES; pages >= FEWEST_PAGES; pages /= 2) {
        ring->bytes = pages * page;
        ring->start = mmap(NULL, page + ring->bytes, PROT_READ | PROT_WRITE, MAP_SHARED, ring->file, 0);
        if (ring->start != MAP_FAILED)
            return 0;
        failure = -errno;
    }
    return failure;
}

static int open_ring(struct switch_ring *ring, int core)
{
    ring->core = core;
    ring->file = open_event(core);
    if (ring->file < 0)
        return ring->file;
    int failure = map_ring(ring);
    if (failure)
        close(ring->file);
    return failure;
}

int open_switch_records(struct switch_recorder *recorder, const int *cores, int count)
{
    recorder->count = 0;
    if (count > RECORDED_CORES_LIMIT)
        return -E2BIG;
    for (int i = 0; i < count; i++) {
        int failure = open_ring(&recorder->rings[i], cores[i]);
        if (failure) {
            close_switch_records(recorder);
            return failure;
        }
        recorder->count++;
    }
    return 0;
}

static void tell_rings(const struct switch_recorder *recorder, unsigned long what)
{
    for (int i = 0; i < recorder->count; i++)
        ioctl(recorder->rings[i].file, what, 0);
}

void start_switch_records(struct switch_recorder *recorder)
{
    tell_rings(recorder, PERF_EVENT_IOC_ENABLE);
}

void stop_switch_records(struct switch_recorder *recorder)
{
    tell_rings(recorder, PERF_EVENT_IOC_DISABLE);
}

/* Copies bytes that may go round the end of the ring. */
static void copy_out(const struct switch_ring *ring, uint64_t at, void *to, size_t size)
{
    const char *records = (const char *)ring->start + sysconf(_SC_PAGESIZE);
    const size_t offset = (size_t)(at % ring->bytes);
    const size_t before_end = ring->bytes - offset < size ? ring->bytes - offset : size;
    memcpy(to, records + offset, before_end);
    memcpy((char *)to + before_end, records, size - before_end);
}

static void pass_on(const struct switch_ring *ring, uint64_t at, void (*take)(void *, const struct switch_record *), void *to)
{
    struct raw_switch raw;
    copy_out(ring, at, &raw, sizeof raw);
    const bool in = !(raw.header.misc & PERF_RECORD_MISC_SWITCH_OUT);
    const struct switch_record record = {
        .time = (int64_t)raw.time,
        .tid = (int32_t)raw.tid,
        .core = ring->core,
        .in = in,
        .preempted = !in && (raw.header.misc & PERF_RECORD_MISC_SWITCH_OUT_PREEMPT),
    };
    take(to, &record);
}

static int64_t empty_ring(struct switch_ring *ring, void (*take)(void *, const struct switch_record *), void *to)
{
    struct perf_event_mmap_page *page = ring->start;
    const uint64_t head = __atomic_load_n(&page->data_head, __ATOMIC_ACQUIRE);
    uint64_t at = page->data_tail;
    int64_t lost = 0;
    while (at < head) {
        struct perf_event_header header;
        copy_out(ring, at, &header, sizeof header);
        if (header.size < sizeof header)
            break;
        if (header.type == PERF_RECORD_SWITCH && header.size >= sizeof(struct raw_switch)) {
            pass_on(ring, at, take, to);
        } else if (header.type == PERF_RECORD_LOST) {
            struct raw_lost raw;
            copy_out(ring, at, &raw, sizeof raw);
            lost += (int64_t)raw.lost;
        }
        at += header.size;
    }
    __atomic_store_n(&page->data_tail, head, __ATOMIC_RELEASE);
    return lost;
}

int64_t take_switch_records(struct switch_recorder *recorder, void (*take)(void *to, const struct switch_record *record),
                            void *to)
{
    int64_t lost = 0;
    for (int i = 0; i < recorder->count; i++)
        lost += empty_ring(&recorder->rings[i], take, to);
    return lost;
}

void close_switch_records(struct switch_recorder *recorder)
{
    for (int i = 0; i < recorder->count; i++) {
        struct switch_ring *ring = &recorder->rings[i];
        munmap(ring->start, ring->bytes + (size_t)sysconf(_SC_PAGESIZE));
        close(ring->file);
    }
    recorder->count = 0;
}
