/* sampler: reads /proc again and again and writes what has changed, a line a reading. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "census.h"
#include "changes.h"
#include "clean-start.h"
#include "clock.h"
#include "commands.h"
#include "lifeline.h"
#include "pass.h"
#include "process-table.h"
#include "reading-line.h"
#include "report.h"
#include "task-files.h"
#include "wait-words.h"

enum { SAMPLER_PROTOCOL = 1 };
static const double DEFAULT_HERTZ = 10;

struct options {
    struct target target;
    double hertz;
};

static int refuse(const char *what)
{
    report_error(what, 0, "Run sampler without arguments to see what it takes.");
    return PROBE_USAGE;
}

static int explain_usage(void)
{
    fputs("sampler [--hertz n] (--pids n,n… | --name text | --all)\n"
          "then on standard input, a line each: pids n,n… | hertz n\n",
          stderr);
    return PROBE_USAGE;
}

static bool read_option(const char *name, const char *value, struct options *options)
{
    if (strcmp(name, "--hertz") == 0)
        return read_hertz(value, &options->hertz);
    if (strcmp(name, "--pids") == 0)
        return read_roots(value, &options->target);
    options->target.by = BY_NAME;
    options->target.name = value;
    return strcmp(name, "--name") == 0 && *value;
}

static int read_arguments(int count, char **arguments, struct options *options)
{
    int targets = 0;
    for (int i = 0; i < count; i++) {
        if (strcmp(arguments[i], "--all") == 0) {
            options->target.by = ALL;
            targets++;
            continue;
        }
        if (i + 1 == count)
            return refuse("the last option is unknown or has no value");
        targets += strcmp(arguments[i], "--hertz") != 0;
        if (!read_option(arguments[i], arguments[i + 1], options))
            return refuse("an option is unknown or its value not usable");
        i++;
    }
    return targets == 1 ? PROBE_DONE : refuse("not one of --pids, --name and --all is given, and once");
}

static void report_hello(void)
{
    report_begin("hello");
    report_integer("protocol", SAMPLER_PROTOCOL);
    report_text("build", BUILD);
    report_integer("pid", getpid());
    report_integer("mostThreads", THREAD_LIMIT);
    report_end();
}

static bool reserve_tables(void)
{
    return thread_table_start() && process_table_start() && changes_start() && wait_words_start() &&
           census_start() && reading_line_start();
}

static int start_files(void)
{
    char what[64];
    long allowed = 0;
    int failure = task_files_start(&allowed);
    if (!failure)
        return PROBE_DONE;
    snprintf(what, sizeof what, "reading /proc with a limit of %ld open files", allowed);
    report_error(what, -failure, "Raise the limit (ulimit -n) to 6 at least; with 1024, reading many threads costs less.");
    return PROBE_FAILED;
}

static int begin(void)
{
    int failure = tie_to_parent();
    if (failure) {
        report_error("tying the sampler to its parent", -failure, "Report this as a bug of the sampler.");
        return PROBE_FAILED;
    }
    /* Whoever reads the lines may end first: then writing fails, and that ends this program. */
    signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_NAME, "sampler");
    clock_start();
    report_hello();
    if (access("/proc/self/task", F_OK) != 0 || access("/proc/self/schedstat", F_OK) != 0) {
        report_unsupported("there is no /proc with schedstat: the kernel was built without scheduling accounts, or /proc is not mounted");
        return PROBE_UNSUPPORTED;
    }
    if (!reserve_tables()) {
        report_error("reserving memory for the tables", errno, "Lift the limit on address space (ulimit -v) or end other programs.");
        return PROBE_FAILED;
    }
    return start_files();
}

static int64_t own_time(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/*
 * When the next reading is due: on the grid of the rate, but never so soon that this takes over half of a core. The grid begins
 * anew with a reading that did not wait for its turn.
 */
static int64_t next_due(int64_t due, int64_t began, int64_t cost, double hertz)
{
    if (due > began)
        due = began;
    int64_t next = due + (int64_t)(1e9 / hertz);
    int64_t soonest = began + 2 * cost;
    int64_t now = clock_now();
    if (soonest < now)
        soonest = now;
    return next > soonest ? next : soonest;
}

static int read_on(struct options *options)
{
    struct orders orders = {.target = &options->target, .hertz = options->hertz};
    int64_t due = clock_now();
    for (;;) {
        switch (wait_and_obey(due, &orders)) {
        case INPUT_ENDED:
            return PROBE_DONE;
        case INPUT_NOT_UNDERSTOOD:
            return PROBE_USAGE;
        case WAITED_LONG_ENOUGH:
            break;
        }
        int64_t began = clock_now(), before = own_time();
        if (orders.roots_are_new)
            keep_roots(&options->target);
        orders.roots_are_new = false;
        pass_over_proc(&options->target, began);
        if (!write_reading(began, own_time()))
            return PROBE_FAILED;
        due = next_due(due, began, own_time() - before, orders.hertz);
    }
}

int main(int count, char **arguments)
{
    static struct options options;
    options.hertz = DEFAULT_HERTZ;
    if (count < 2)
        return explain_usage();
    start_clean();
    if (!report_start()) {
        perror("sampler: reserving memory for its report");
        return PROBE_FAILED;
    }
    int status = read_arguments(count - 1, arguments + 1, &options);
    if (status == PROBE_DONE)
        status = begin();
    return status == PROBE_DONE ? read_on(&options) : status;
}
