#include "presence.h"

#include <time.h>

#include "clock.h"

int64_t processor_time(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

void begin_stay(struct presence *presence)
{
    presence->now.core = current_core();
    presence->now.from = presence->now.to = clock_now();
    presence->now.gave_away = false;
}

static void keep(struct presence *presence)
{
    if (presence->count < presence->limit)
        presence->stays[presence->count++] = presence->now;
    else
        presence->overlooked++;
}

int64_t look(struct presence *presence)
{
    const int64_t now = clock_now();
    const int core = current_core();
    const int64_t passed = now - presence->now.to;
    if (passed <= ABSENCE_NS && core == presence->now.core) {
        presence->now.to = now;
        return passed;
    }
    keep(presence);
    presence->now = (struct stay){.from = now, .to = now, .core = core};
    return -1;
}

int64_t end_stay(struct presence *presence)
{
    look(presence);
    presence->now.gave_away = true;
    keep(presence);
    return presence->now.to;
}

/*
 * The clock of processor time needs a system call, so it is asked only when enough should have been used; and after an
 * absence, since an interrupt is charged to the thread and another thread's time is not.
 */
void compute(struct presence *presence, int64_t ns)
{
    const int64_t end = processor_time() + ns;
    for (int64_t left = ns; left > 0; left = end - processor_time())
        for (int64_t used = 0, passed = 0; used < left && passed >= 0; used += passed)
            passed = look(presence);
}

void stay_busy_until(struct presence *presence, int64_t moment)
{
    while (presence->now.to < moment)
        look(presence);
}
