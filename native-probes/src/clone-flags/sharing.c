/* The probe's part in a demonstration: it starts the host, asks the kernel about both tasks while they live, and ends it. */
#include "sharing.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "sharing-examination.h"
#include "sharing-page.h"

enum { PAUSE_NS = 200000, PATIENCE_S = 4, STANDS_STILL = 25 };

static struct sharing_page *page;

int prepare_demonstrations(void)
{
    page = mmap(NULL, sizeof *page, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return page == MAP_FAILED ? -errno : 0;
}

static int is_set(const int *step)
{
    return __atomic_load_n(step, __ATOMIC_SEQ_CST);
}

static void pause_shortly(void)
{
    nanosleep(&(struct timespec){.tv_nsec = PAUSE_NS}, NULL);
}

static int64_t deadline(void)
{
    return clock_now() + PATIENCE_S * INT64_C(1000000000);
}

static bool has_ended(pid_t host)
{
    siginfo_t info = {.si_pid = 0};
    return waitid(P_PID, (id_t)host, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == host;
}

/*
 * Until the task has acted, and until its creator has come back from clone or stands still in it: the kernel lets it sleep
 * there without an ear for signals, which is the state D. Returns 0 or -errno.
 */
static int await_acts(pid_t host)
{
    int still = 0;
    for (const int64_t end = deadline(); clock_now() < end; pause_shortly()) {
        if (has_ended(host))
            return 0;
        if (!is_set(&page->task_acted))
            continue;
        still = is_uninterruptible(host) ? still + 1 : 0;
        if (is_set(&page->host_returned) || still == STANDS_STILL)
            return 0;
    }
    return -ETIME;
}

static void release_task(void)
{
    __atomic_store_n(&page->released, 1, __ATOMIC_SEQ_CST);
    wake_all(&page->released);
}

/* Ends the host in any case: what it leaves dies with it. */
static int await_host(pid_t host)
{
    int status;
    for (const int64_t end = deadline(); clock_now() < end; pause_shortly())
        if (waitpid(host, &status, WNOHANG) == host)
            return is_set(&page->host_done) ? 0 : -ECHILD;
    kill(host, SIGKILL);
    waitpid(host, &status, 0);
    return -ETIME;
}

int demonstrate(const char *series, unsigned long flags)
{
    struct examination examination;
    memset(page, 0, sizeof *page);
    memset(&examination, 0, sizeof examination);
    page->flags = flags;
    page->probe = getpid();
    page->word = WORD_UNTOUCHED;
    pid_t host = fork();
    if (host == 0)
        live_as_host(page);
    if (host < 0)
        return -errno;
    int failure = await_acts(host);
    if (!failure && is_set(&page->task_acted))
        examine(page, host, &examination);
    release_task();
    int end = await_host(host);
    if (failure || end)
        return failure ? failure : end;
    report_sharing(series, page, &examination);
    return 0;
}
