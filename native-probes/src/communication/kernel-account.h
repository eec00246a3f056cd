#ifndef THREADLAB_KERNEL_ACCOUNT_H
#define THREADLAB_KERNEL_ACCOUNT_H

#include <stdint.h>

/* What the kernel has counted for the calling thread alone, up to now. */
struct kernel_account {
    int64_t switches;     /* voluntary and involuntary */
    int64_t minor_faults;
    int64_t copied_bytes; /* that its system calls read and wrote; -1 where the kernel does not say */
};

void read_kernel_account(struct kernel_account *account);

/* What was counted between two readings. */
struct kernel_account account_between(const struct kernel_account *before, const struct kernel_account *after);

void add_account(struct kernel_account *sum, const struct kernel_account *more);

#endif
