#include "partner.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cores.h"
#include "lifeline.h"
#include "message-memory.h"
#include "partner-watch.h"

/* The partner's memory is made by the partner: what the lead has touched would be copied on the first write to it. */
static int live(struct partner *partner)
{
    const struct exchange *exchange = partner->side.exchange;
    int failure = partner->core < 0 ? 0 : pin_to_core(partner->core);
    if (!failure) {
        partner->side.incoming = reserve_messages(exchange->tape.message_bytes * (size_t)exchange->streamed, false);
        failure = partner->side.incoming ? 0 : -errno;
    }
    if (failure) {
        report_start_of_partner(partner->board, failure);
        return failure;
    }
    return serve_orders(&partner->side, partner->board);
}

static void *thread_life(void *partner)
{
    live(partner);
    return NULL;
}

static int start_thread(struct partner *partner)
{
    return -pthread_create(&partner->thread, NULL, thread_life, partner);
}

static int start_process(struct partner *partner)
{
    const pid_t lead = getpid();
    int failure = watch_partner();
    if (failure)
        return failure;
    partner->pid = fork();
    if (partner->pid < 0)
        return -errno;
    if (partner->pid == 0) {
        partner->settle_in_child();
        failure = die_with_parent(lead);
        _exit(failure || live(partner) ? 1 : 0);
    }
    return 0;
}

int start_partner(struct partner *partner)
{
    const int failure = partner->is_thread ? start_thread(partner) : start_process(partner);
    return failure ? failure : await_start_of_partner(partner->board);
}

void end_partner(struct partner *partner)
{
    dismiss_partner(partner->board);
    if (partner->is_thread) {
        pthread_join(partner->thread, NULL);
        return;
    }
    while (waitpid(partner->pid, NULL, 0) < 0 && errno == EINTR)
        ;
}

int signal_that_took(const struct partner *partner)
{
    siginfo_t information;
    if (partner->is_thread)
        return 0;
    /* A channel is closed a little before its process has ended. */
    while (waitid(P_PID, (id_t)partner->pid, &information, WEXITED | WNOWAIT) < 0 && errno == EINTR)
        ;
    return signal_to_partner();
}
