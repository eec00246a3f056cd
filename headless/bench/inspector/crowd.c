/*
 * A process with many threads, for inspectors to read: crowd <threads> <active>. The active ones wake some ten times a second
 * for a moment, each at a time of its own within a few milliseconds, so that ten thousand of them leave a small machine time for
 * whoever reads; the others sleep until the end. Prints "ready" once all exist, and ends
 * with standard input.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

enum { PERIOD_NS = 90000000, SLACK_NS = 5000000, SPIN = 200, STACK = 65536 };

static _Noreturn void *stay(void *unused)
{
    (void)unused;
    for (;;)
        pause();
}

static _Noreturn void *wake_often(void *at)
{
    volatile unsigned spins = 0;
    struct timespec first = {.tv_nsec = (long)(intptr_t)at};
    const struct timespec period = {.tv_nsec = PERIOD_NS};
    nanosleep(&first, NULL);
    for (;;) {
        for (unsigned i = 0; i < SPIN; i++)
            spins = spins + 1;
        nanosleep(&period, NULL);
    }
}

int main(int count, char **words)
{
    if (count != 3)
        return 2;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_TIMERSLACK, SLACK_NS);
    const long threads = atol(words[1]), active = atol(words[2]);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK);
    for (long i = 1; i < threads; i++) {
        const intptr_t at = i * (PERIOD_NS / (active + 1)) % PERIOD_NS;
        pthread_t thread;
        if (pthread_create(&thread, &attributes, i <= active ? wake_often : stay, (void *)at) != 0) {
            fprintf(stderr, "crowd: only %ld threads could be created\n", i);
            return 1;
        }
    }
    puts("ready");
    fflush(stdout);
    while (getchar() != EOF)
        ;
    return 0;
}
