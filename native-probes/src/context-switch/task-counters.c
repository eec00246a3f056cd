#include "task-counters.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define TLB_READ_MISSES \
    (PERF_COUNT_HW_CACHE_DTLB | PERF_COUNT_HW_CACHE_OP_READ << 8 | PERF_COUNT_HW_CACHE_RESULT_MISS << 16)

const struct counter_description counter_descriptions[COUNTERS] = {
    [CYCLES] = {"cycles", PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES},
    [INSTRUCTIONS] = {"instructions", PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS},
    [TLB_MISSES] = {"dataTlbMisses", PERF_TYPE_HW_CACHE, TLB_READ_MISSES},
    [CACHE_MISSES] = {"cacheMisses", PERF_TYPE_HARDWARE, PERF_COUNT_HW_CACHE_MISSES},
    [COUNTED_SWITCHES] = {"contextSwitches", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CONTEXT_SWITCHES},
    [COUNTED_MIGRATIONS] = {"migrations", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_MIGRATIONS},
};

static int open_counter(const struct counter_description *description, int user_only)
{
    struct perf_event_attr attributes;
    memset(&attributes, 0, sizeof attributes);
    attributes.size = sizeof attributes;
    attributes.type = description->type;
    attributes.config = description->config;
    attributes.disabled = 1;
    attributes.exclude_kernel = user_only ? 1 : 0;
    attributes.exclude_hv = 1;
    attributes.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
    int file = (int)syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
    return file < 0 ? -errno : file;
}

/*
 * A user who may not see the kernel's share may still count the task's own. A switch happens in the kernel, so without
 * that share the two software events would read 0 whatever happened: they are then missing, not 0.
 */
static int open_permitted(const struct counter_description *description, int *user_only)
{
    int file = open_counter(description, 0);
    if ((file != -EACCES && file != -EPERM) || description->type == PERF_TYPE_SOFTWARE)
        return file;
    file = open_counter(description, 1);
    if (file >= 0)
        *user_only = 1;
    return file;
}

void open_task_counters(struct task_counters *counters)
{
    counters->user_only = 0;
    for (int i = 0; i < COUNTERS; i++) {
        int file = open_permitted(&counter_descriptions[i], &counters->user_only);
        counters->files[i] = file;
        counters->failures[i] = file < 0 ? file : 0;
    }
}

void start_task_counters(struct task_counters *counters)
{
    for (int i = 0; i < COUNTERS; i++) {
        if (counters->files[i] < 0)
            continue;
        ioctl(counters->files[i], PERF_EVENT_IOC_RESET, 0);
        ioctl(counters->files[i], PERF_EVENT_IOC_ENABLE, 0);
    }
}

static int read_counter(int file, int64_t *value)
{
    struct {
        uint64_t value, enabled, running;
    } reading;
    ioctl(file, PERF_EVENT_IOC_DISABLE, 0);
    if (read(file, &reading, sizeof reading) != (ssize_t)sizeof reading)
        return -EIO;
    if (reading.running == 0)
        return -EBUSY;
    double share = (double)reading.running / (double)reading.enabled;
    *value = (int64_t)((double)reading.value / share);
    return 0;
}

void take_task_counts(struct task_counters *counters, struct task_counts *counts)
{
    counts->user_only = counters->user_only;
    for (int i = 0; i < COUNTERS; i++) {
        counts->values[i] = 0;
        counts->failures[i] = counters->failures[i];
        if (counters->files[i] < 0)
            continue;
        counts->failures[i] = read_counter(counters->files[i], &counts->values[i]);
        close(counters->files[i]);
        counters->files[i] = -1;
    }
}

void add_task_counts(struct task_counts *sum, const struct task_counts *counts)
{
    sum->user_only |= counts->user_only;
    for (int i = 0; i < COUNTERS; i++) {
        sum->values[i] += counts->values[i];
        if (counts->failures[i])
            sum->failures[i] = counts->failures[i];
    }
}

int read_paranoid_level(int *level)
{
    char text[16];
    int file = open("/proc/sys/kernel/perf_event_paranoid", O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return -errno;
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    if (length <= 0)
        return -ENODATA;
    text[length] = '\0';
    *level = atoi(text);
    return 0;
}
