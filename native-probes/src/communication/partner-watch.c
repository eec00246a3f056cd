#include "partner-watch.h"

#include <errno.h>
#include <linux/futex.h>
#include <signal.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static _Atomic uint32_t *watched[WATCHED_WORDS];
static int watched_count;
static volatile sig_atomic_t is_gone, ended_by;

void watch_word(_Atomic uint32_t *word)
{
    if (watched_count < WATCHED_WORDS)
        watched[watched_count++] = word;
}

/* Finds out who ended, or was stopped and would never answer: that one is ended too. False where nobody did. */
static bool find_ended(void)
{
    siginfo_t partner = {.si_pid = 0};
    if (waitid(P_ALL, 0, &partner, WEXITED | WSTOPPED | WNOHANG | WNOWAIT) == 0 && partner.si_pid == 0)
        return false;
    if (!is_gone && partner.si_code != CLD_EXITED)
        ended_by = partner.si_status;
    if (partner.si_code == CLD_STOPPED)
        kill(partner.si_pid, SIGKILL);
    return true;
}

/*
 * A sleeper looks at `is_gone` between reading a word and sleeping on it. Whenever this handler comes in between, the
 * word has another value by the time of the sleep, and the kernel refuses it.
 */
static void on_partner_gone(int signal)
{
    const int saved = errno;
    (void)signal;
    if (find_ended()) {
        is_gone = 1;
        for (int i = 0; i < watched_count; i++) {
            atomic_fetch_xor(watched[i], UINT32_C(1) << 31);
            wake_sleeper(watched[i], false);
        }
    }
    errno = saved;
}

int watch_partner(void)
{
    struct sigaction ended = {.sa_handler = on_partner_gone, .sa_flags = SA_RESTART};
    struct sigaction ignored = {.sa_handler = SIG_IGN};
    if (sigaction(SIGCHLD, &ended, NULL) != 0 || sigaction(SIGPIPE, &ignored, NULL) != 0)
        return -errno;
    return 0;
}

bool partner_is_gone(void)
{
    return is_gone != 0;
}

int signal_to_partner(void)
{
    return ended_by;
}

void sleep_on(_Atomic uint32_t *word, uint32_t seen, bool private)
{
    syscall(SYS_futex, word, private ? FUTEX_WAIT_PRIVATE : FUTEX_WAIT, seen, NULL, NULL, 0);
}

void wake_sleeper(_Atomic uint32_t *word, bool private)
{
    syscall(SYS_futex, word, private ? FUTEX_WAKE_PRIVATE : FUTEX_WAKE, 1, NULL, NULL, 0);
}
