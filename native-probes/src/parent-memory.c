#include "parent-memory.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { SMALL_PAGE = 4096, HUGE_PAGE = 2 << 20, KEPT_FREE_MIB = 256 };

static void read_smaps(struct parent_memory *memory)
{
    FILE *file = fopen("/proc/self/smaps", "re");
    if (!file)
        return;
    char line[512];
    bool inside = false;
    while (fgets(line, sizeof line, file)) {
        uintptr_t start, end;
        int64_t kib;
        if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " ", &start, &end) == 2) {
            memory->mappings++;
            inside = memory->bytes && start < (uintptr_t)memory->start + memory->bytes && end > (uintptr_t)memory->start;
        } else if (inside && sscanf(line, "Rss: %" SCNd64, &kib) == 1) {
            memory->resident_kib += kib;
        } else if (inside && sscanf(line, "AnonHugePages: %" SCNd64, &kib) == 1) {
            memory->huge_kib += kib;
        }
    }
    fclose(file);
}

/* Leaves *kib alone where no line of the file has the format. */
static void read_kib(const char *path, const char *format, int64_t *kib)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return;
    char line[512];
    while (fgets(line, sizeof line, file) && sscanf(line, format, kib) != 1)
        continue;
    fclose(file);
}

static void read_status(struct parent_memory *memory)
{
    read_kib("/proc/self/status", "VmPTE: %" SCNd64, &memory->page_table_kib);
    read_kib("/proc/self/status", "VmRSS: %" SCNd64, &memory->process_kib);
}

/* The mapping itself is not reserved, so this is what keeps the touching from driving the machine out of memory. */
static bool fits_into_free_memory(long mib)
{
    int64_t available_kib = INT64_MAX;
    read_kib("/proc/meminfo", "MemAvailable: %" SCNd64, &available_kib);
    return mib + KEPT_FREE_MIB <= available_kib / 1024;
}

void touch_parent_memory(const struct parent_memory *memory)
{
    for (size_t offset = 0; offset < memory->bytes; offset += SMALL_PAGE)
        ((volatile char *)memory->start)[offset] = 1;
}

/* The mapping has to start at a huge page's boundary for every byte of it to be eligible. */
static int map_aligned(size_t bytes, bool huge, char **start)
{
    char *region = mmap(NULL, bytes + HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (region == MAP_FAILED)
        return -errno;
    char *aligned = region + (HUGE_PAGE - (uintptr_t)region % HUGE_PAGE) % HUGE_PAGE;
    if (aligned > region)
        munmap(region, (size_t)(aligned - region));
    munmap(aligned + bytes, (size_t)(region + HUGE_PAGE - aligned));
    if (madvise(aligned, bytes, huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE) != 0 && (huge || errno != EINVAL))
        return -errno;
    *start = aligned;
    return 0;
}

int hold_parent_memory(long mib, bool huge, struct parent_memory *memory)
{
    memset(memory, 0, sizeof *memory);
    memory->huge = huge;
    if (mib > 0) {
        /* Elsewhere (aarch64 kernels with 16 or 64 KiB pages) neither word would be true. */
        if (sysconf(_SC_PAGESIZE) != SMALL_PAGE)
            return -ENOTSUP;
        if (!fits_into_free_memory(mib))
            return -ENOMEM;
        size_t bytes = (size_t)mib << 20;
        int failure = map_aligned(bytes, huge, &memory->start);
        if (failure)
            return failure;
        memory->bytes = bytes;
        touch_parent_memory(memory);
    }
    read_smaps(memory);
    read_status(memory);
    int64_t wanted_kib = mib * 1024;
    if (memory->resident_kib < wanted_kib || memory->huge_kib != (huge ? wanted_kib : 0))
        return -ENOTSUP;
    return 0;
}
