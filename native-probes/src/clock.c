#include "clock.h"

#include <dlfcn.h>
#include <time.h>

#include "raw-system-call.h"

typedef int clock_reader(clockid_t, struct timespec *);
typedef long core_reader(unsigned *, unsigned *, void *);

static clock_reader *read_clock;
static core_reader *read_core;

static LIBC_FREE int clock_by_system_call(clockid_t id, struct timespec *time)
{
    return (int)raw_system_call4(SYS_clock_gettime, id, (long)time, 0, 0);
}

static LIBC_FREE long core_by_system_call(unsigned *core, unsigned *node, void *unused)
{
    (void)unused;
    return raw_system_call4(SYS_getcpu, (long)core, (long)node, 0, 0);
}

/* glibc lists the vDSO among the loaded objects, so dlsym finds the kernel's own functions in it. */
void clock_start(void)
{
    void *vdso = dlopen("linux-vdso.so.1", RTLD_LAZY | RTLD_NOLOAD);
    if (vdso) {
        read_clock = (clock_reader *)dlsym(vdso, "__vdso_clock_gettime");
        if (!read_clock)
            read_clock = (clock_reader *)dlsym(vdso, "__kernel_clock_gettime");
        read_core = (core_reader *)dlsym(vdso, "__vdso_getcpu");
    }
    if (!read_clock)
        read_clock = clock_by_system_call;
    if (!read_core)
        read_core = core_by_system_call;
}

LIBC_FREE int64_t clock_now(void)
{
    struct timespec time;
    read_clock(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

LIBC_FREE int current_core(void)
{
    unsigned core = 0;
    return read_core(&core, 0, 0) == 0 ? (int)core : -1;
}

int64_t clock_resolution(void)
{
    struct timespec time;
    return clock_getres(CLOCK_MONOTONIC, &time) == 0 ? (int64_t)time.tv_sec * 1000000000 + time.tv_nsec : 0;
}
