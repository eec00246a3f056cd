/*
 * A process with known threads, for tests of whoever watches them. Standard input has a command a line:
 *   busy | sleeping | futex | turns | brief    makes a thread that does this; `turns` runs for a moment every 10 ms
 *   many <n>                                   makes n sleeping threads
 *   nudge                                      the thread made last, a sleeping one, wakes and sleeps on
 *   end                                        the thread made last, a brief one, ends
 *   name <bytes>                               names the thread made last, or the first one before any is; | is a newline
 *   storm <n> <seconds>                        n threads a second that live for 3 ms
 *   spend <ms>                                 the thread that serves uses so much processor time
 *   exec <ms>                                  another thread uses so much processor time and then runs this program anew
 * Each is answered with the number of the thread made last. Ends with standard input, and after a minute in any case.
 * Of arguments, `leader-ends` has the first thread end at once and another one serve; and `nonblocking <program> …` runs that
 * program with a standard output that does not wait for its reader.
 */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t locked = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t start = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t started = PTHREAD_COND_INITIALIZER;
static pid_t made;
static pthread_t last;
static char kind[32];
static atomic_int ended; /* generation of the threads that are to end */
static atomic_int nudges;

static void nap(long nanoseconds)
{
    struct timespec time = {nanoseconds / 1000000000, nanoseconds % 1000000000};
    nanosleep(&time, NULL);
}

static void *live(void *unused)
{
    char mine[32];
    strcpy(mine, kind);
    int generation = atomic_load(&ended);
    pthread_mutex_lock(&start);
    made = (pid_t)syscall(SYS_gettid);
    pthread_cond_signal(&started);
    pthread_mutex_unlock(&start);
    if (strcmp(mine, "futex") == 0)
        pthread_mutex_lock(&locked);
    while (strcmp(mine, "busy") == 0)
        ;
    while (strcmp(mine, "turns") == 0)
        nap(10000000);
    while (strcmp(mine, "brief") == 0 && atomic_load(&ended) == generation)
        nap(5000000);
    while (strcmp(mine, "brief") != 0)
        nap(100000000000);
    return unused;
}

static void make_thread(const char *what)
{
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 64 << 10);
    pthread_mutex_lock(&start);
    strcpy(kind, what);
    made = 0;
    if (pthread_create(&last, &attributes, live, NULL) != 0) {
        perror("pthread_create");
        exit(1);
    }
    while (!made)
        pthread_cond_wait(&started, &start);
    pthread_mutex_unlock(&start);
    pthread_attr_destroy(&attributes);
}

static void *live_briefly(void *unused)
{
    nap(3000000);
    return unused;
}

static void count_nudge(int number)
{
    (void)number;
    atomic_fetch_add(&nudges, 1);
}

static void nudge_last(void)
{
    int before = atomic_load(&nudges);
    pthread_kill(last, SIGUSR1);
    while (atomic_load(&nudges) == before)
        nap(100000);
}

static void storm(int rate, int seconds)
{
    for (int tick = 0; tick < seconds * 100; tick++) {
        for (int i = 0; i < rate / 100; i++) {
            pthread_t thread;
            if (pthread_create(&thread, NULL, live_briefly, NULL) == 0)
                pthread_detach(thread);
        }
        nap(10000000);
    }
}

static void spend(int milliseconds)
{
    struct timespec used;
    do
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    while (used.tv_sec * 1000 + used.tv_nsec / 1000000 < milliseconds);
}

static void *run_anew(void *milliseconds)
{
    spend(*(int *)milliseconds);
    execl("/proc/self/exe", "fixture-threads", "anew", NULL);
    perror("execl");
    exit(1);
}

static void exec_elsewhere(int milliseconds)
{
    pthread_t thread;
    pthread_create(&thread, NULL, run_anew, &milliseconds);
    for (;;)
        pause();
}

static void answer(void)
{
    printf("%d\n", (int)made);
    fflush(stdout);
}

static void name_last(char *name)
{
    char path[64];
    for (char *c = name; *c; c++)
        if (*c == '|')
            *c = '\n';
    snprintf(path, sizeof path, "/proc/self/task/%d/comm", made ? (int)made : (int)getpid());
    FILE *file = fopen(path, "w");
    fwrite(name, 1, strlen(name), file);
    fclose(file);
}

static void *serve(void *unused)
{
    char line[256];
    int rate, seconds;
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, "name ", 5) == 0)
            name_last(line + 5);
        else if (sscanf(line, "storm %d %d", &rate, &seconds) == 2)
            storm(rate, seconds);
        else if (sscanf(line, "many %d", &rate) == 1)
            for (int i = 0; i < rate; i++)
                make_thread("sleeping");
        else if (sscanf(line, "spend %d", &rate) == 1)
            spend(rate);
        else if (sscanf(line, "exec %d", &rate) == 1)
            exec_elsewhere(rate);
        else if (strcmp(line, "nudge") == 0)
            nudge_last();
        else if (strcmp(line, "end") == 0)
            atomic_fetch_add(&ended, 1), pthread_join(last, NULL);
        else
            make_thread(line);
        answer();
    }
    exit(0);
    return unused;
}

static int run_nonblocking(char **arguments)
{
    fcntl(STDOUT_FILENO, F_SETFL, O_NONBLOCK);
    execv(arguments[0], arguments);
    perror("execv");
    return 1;
}

int main(int count, char **arguments)
{
    const char *way = count > 1 ? arguments[1] : "";
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (strcmp(way, "nonblocking") == 0)
        return run_nonblocking(arguments + 2);
    signal(SIGUSR1, count_nudge);
    alarm(60);
    pthread_mutex_lock(&locked);
    /* What was asked of it before exec is answered now. */
    if (strcmp(way, "anew") == 0)
        answer();
    if (strcmp(way, "leader-ends") != 0)
        serve(NULL);
    pthread_t server;
    pthread_create(&server, NULL, serve, NULL);
    pthread_exit(NULL);
}
