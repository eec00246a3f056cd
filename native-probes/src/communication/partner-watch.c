#include "partner-watch.h"

#include <errno.h>
#include <linux/futex.h>
#include <signal.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

static _Atomic uint32_t *watched[WATCHED_WORDS];
static int watched_count;
static volatile sig_atomic_t is_gone;

void watch_word(_Atomic uint32_t *word)
{
    if (watched_count < WATCHED_WORDS)
        watched[watched_count++] = word;
}

/*
 * A sleeper looks at `is_gone` between reading a word and sleeping on it. Whenever this handler comes in between, the
 * word has another value by the time of the sleep, and the kernel refuses it.
 */
static void on_partner_gone(int signal)
{
    const int saved = errno;
    (void)signal;
    is_gone = 1;
    for (int i = 0; i < watched_count; i++) {
        atomic_fetch_xor(watched[i], UINT32_C(1) << 31);
        wake_sleeper(watched[i], false);
    }
    errno = saved;
}

int watch_partner(void)
{
    struct sigaction ended = {.sa_handler = on_partner_gone, .sa_flags = SA_NOCLDSTOP | SA_RESTART};
    struct sigaction ignored = {.sa_handler = SIG_IGN};
    if (sigaction(SIGCHLD, &ended, NULL) != 0 || sigaction(SIGPIPE, &ignored, NULL) != 0)
        return -errno;
    return 0;
}

void unwatch_partner(void)
{
    struct sigaction standard = {.sa_handler = SIG_DFL};
    sigaction(SIGCHLD, &standard, NULL);
}

bool partner_is_gone(void)
{
    return is_gone != 0;
}

void sleep_on(_Atomic uint32_t *word, uint32_t seen, bool private)
{
    syscall(SYS_futex, word, private ? FUTEX_WAIT_PRIVATE : FUTEX_WAIT, seen, NULL, NULL, 0);
}

void wake_sleeper(_Atomic uint32_t *word, bool private)
{
    syscall(SYS_futex, word, private ? FUTEX_WAKE_PRIVATE : FUTEX_WAKE, 1, NULL, NULL, 0);
}
