#include "kernel-account.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static int64_t field_of(const char *text, const char *name)
{
    const char *found = strstr(text, name);
    return found ? strtoll(found + strlen(name), NULL, 10) : -1;
}

/* rchar and wchar count what read and write moved, through pipes and sockets too. */
static int64_t read_copied_bytes(void)
{
    char text[512];
    const int file = open("/proc/thread-self/io", O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return -1;
    const ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    if (length <= 0)
        return -1;
    text[length] = '\0';
    const int64_t in = field_of(text, "rchar:"), out = field_of(text, "wchar:");
    return in < 0 || out < 0 ? -1 : in + out;
}

void read_kernel_account(struct kernel_account *account)
{
    struct rusage usage;
    getrusage(RUSAGE_THREAD, &usage);
    account->switches = usage.ru_nvcsw + usage.ru_nivcsw;
    account->minor_faults = usage.ru_minflt;
    account->copied_bytes = read_copied_bytes();
}

struct kernel_account account_between(const struct kernel_account *before, const struct kernel_account *after)
{
    return (struct kernel_account){
        .switches = after->switches - before->switches,
        .minor_faults = after->minor_faults - before->minor_faults,
        .copied_bytes = after->copied_bytes < 0 || before->copied_bytes < 0 ? -1 : after->copied_bytes - before->copied_bytes,
    };
}

void add_account(struct kernel_account *sum, const struct kernel_account *more)
{
    sum->switches += more->switches;
    sum->minor_faults += more->minor_faults;
    sum->copied_bytes = sum->copied_bytes < 0 || more->copied_bytes < 0 ? -1 : sum->copied_bytes + more->copied_bytes;
}
