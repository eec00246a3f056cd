#include "memory-accounts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness-memory.h"

enum { TEXT_LIMIT = 16 << 10 };

/* Harness memory: what is read here must not become part of what is measured. */
static char *text;

bool prepare_accounts(void)
{
    text = reserve_harness_memory(TEXT_LIMIT);
    return text != NULL;
}

/* The whole of a small file of /proc, in `text`. Returns 0 or -errno. */
static int read_file(const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return errno == ENOENT ? -ESRCH : -errno;
    ssize_t length = 0, size;
    while ((size = read(file, text + length, (size_t)(TEXT_LIMIT - 1 - length))) > 0)
        length += size;
    int failure = size < 0 ? -errno : 0;
    close(file);
    text[length] = '\0';
    return failure;
}

/* The number after `name` at the start of a line of `text`; -1 where no line begins with it. */
static int64_t find_number(const char *name)
{
    const size_t length = strlen(name);
    for (const char *line = text; line && *line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, name, length) == 0 && line[length] == ':')
            return strtoll(line + length + 1, NULL, 10);
    }
    return -1;
}

/* The same where the number is in KiB. Adds it in bytes; returns false where it is missing. */
static bool add_kib(const char *name, int64_t *bytes)
{
    int64_t kib = find_number(name);
    if (kib < 0)
        return false;
    *bytes += kib * 1024;
    return true;
}

static int read_file_of(pid_t pid, const char *name)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
    return read_file(path);
}

/* A process that has ended and is not reaped has files without these lines: it has no memory any more. */
int add_accounts(pid_t pid, struct accounts *sum)
{
    struct accounts added = *sum;
    int failure = read_file_of(pid, "smaps_rollup");
    if (failure)
        return failure;
    if (!add_kib("Rss", &added.rss) || !add_kib("Pss", &added.pss) || !add_kib("Pss_Anon", &added.anonymous) ||
        !add_kib("Pss_Shmem", &added.anonymous) || !add_kib("Private_Clean", &added.uss) ||
        !add_kib("Private_Dirty", &added.uss))
        return -ESRCH;
    failure = read_file_of(pid, "status");
    if (failure)
        return failure;
    if (!add_kib("VmSize", &added.virtual) || !add_kib("VmPTE", &added.page_tables))
        return -ESRCH;
    added.tasks += find_number("Threads");
    *sum = added;
    return 0;
}

int read_own_accounts(struct accounts *accounts)
{
    memset(accounts, 0, sizeof *accounts);
    return add_accounts(getpid(), accounts);
}

int read_system_accounts(struct system_accounts *accounts)
{
    memset(accounts, 0, sizeof *accounts);
    int failure = read_file("/proc/meminfo");
    if (failure)
        return failure;
    return add_kib("KernelStack", &accounts->kernel_stacks) && add_kib("PageTables", &accounts->page_tables) &&
                   add_kib("SUnreclaim", &accounts->slab) && add_kib("MemAvailable", &accounts->available)
               ? 0
               : -ENODATA;
}

int64_t count_system_tasks(void)
{
    /* 0.61 0.59 0.58 2/118 23204: running and all. */
    const char *slash = read_file("/proc/loadavg") == 0 ? strchr(text, '/') : NULL;
    return slash ? strtoll(slash + 1, NULL, 10) : -1;
}
