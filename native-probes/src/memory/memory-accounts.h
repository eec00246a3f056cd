#ifndef THREADLAB_MEMORY_ACCOUNTS_H
#define THREADLAB_MEMORY_ACCOUNTS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * What the kernel says that a process has in memory, in bytes. Resident, proportional and unique sizes are those of
 * smaps_rollup, which walks the page tables: the VmRSS of status is put together from counters that run behind.
 */
struct accounts {
    int64_t virtual;     /* VmSize: addresses that are mapped */
    int64_t rss;         /* Rss: resident pages, shared ones in full */
    int64_t pss;         /* Pss: a page that n processes share counts 1/n */
    int64_t anonymous;   /* Pss_Anon + Pss_Shmem: of these, the pages that no file stands behind */
    int64_t uss;         /* Private_Clean + Private_Dirty: what would be free if it ended */
    int64_t page_tables; /* VmPTE: its page tables but for the topmost */
    int64_t tasks;       /* Threads */
};

/* What the kernel says of the whole machine, in bytes. It includes what everybody else does meanwhile. */
struct system_accounts {
    int64_t kernel_stacks;
    int64_t page_tables;
    int64_t slab;      /* SUnreclaim: the kernel's own structures, those of tasks and address spaces among them */
    int64_t available; /* MemAvailable */
};

/* Reserves what the accounts are read into; false with errno set where there is no memory. Once, before the others. */
bool prepare_accounts(void);

/* Adds the accounts of a process of ours to `sum`. Returns 0 or -errno, -ESRCH where it has ended. */
int add_accounts(pid_t pid, struct accounts *sum);

/* The accounts of this process. Returns 0 or -errno. */
int read_own_accounts(struct accounts *accounts);

int read_system_accounts(struct system_accounts *accounts);

/* The tasks of the whole machine, threads included, as /proc/loadavg counts them; -1 where it does not say. */
int64_t count_system_tasks(void);

#endif
