#include "session.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "arguments.h"
#include "clock.h"
#include "lifeline.h"
#include "report.h"

int fail_session(const char *what, int failure, const char *advice)
{
    report_error(what, -failure, advice);
    return PROBE_FAILED;
}

int refuse_usage(const char *what, const char *advice)
{
    report_error(what, 0, advice);
    return PROBE_USAGE;
}

static void report_hello(const char *name, int core)
{
    report_begin("hello");
    report_integer("protocol", REPORT_PROTOCOL);
    report_text("experiment", name);
    report_text("build", BUILD);
    report_integer("pid", getpid());
    report_object("clock");
    report_text("name", "CLOCK_MONOTONIC");
    report_integer("resolutionNs", clock_resolution());
    report_object_end();
    if (core < 0)
        report_null("core");
    else
        report_integer("core", core);
    report_end();
}

int begin_session(const struct experiment *experiment, int core)
{
    int failure = tie_to_parent();
    if (failure)
        return fail_session("tying the probe to its parent", failure, "Report this as a bug of the probe.");
    clock_start();
    report_hello(experiment->name, core);
    return PROBE_DONE;
}

static int find_series(const struct experiment *experiment, const char *name)
{
    for (int i = 0; experiment->series[i]; i++)
        if (strcmp(experiment->series[i], name) == 0)
            return i;
    return -1;
}

static int refuse_series(const struct experiment *experiment)
{
    char advice[512];
    size_t length = (size_t)snprintf(advice, sizeof advice, "Name one of:");
    for (int i = 0; experiment->series[i] && length < sizeof advice; i++)
        length += (size_t)snprintf(advice + length, sizeof advice - length, " %s", experiment->series[i]);
    return refuse_usage("a series is unknown", advice);
}

static int refuse_count(const struct experiment *experiment)
{
    char advice[64];
    snprintf(advice, sizeof advice, "Give a whole number from 1 to %d.", experiment->block_limit);
    return refuse_usage("a block's count is not usable", advice);
}

static int answer(const struct experiment *experiment, char *command)
{
    char *rest = NULL;
    const char *verb = strtok_r(command, " \n", &rest);
    const char *name = strtok_r(NULL, " \n", &rest);
    const char *count_text = strtok_r(NULL, " \n", &rest);
    long count;
    if (!verb || strcmp(verb, "block") != 0 || !name || !count_text || strtok_r(NULL, " \n", &rest))
        return refuse_usage("a command is not understood", "Write: block <series> <count>");
    int series = find_series(experiment, name);
    if (series < 0)
        return refuse_series(experiment);
    if (!read_number(count_text, 1, experiment->block_limit, &count))
        return refuse_count(experiment);
    experiment->answer(series, (int)count);
    return PROBE_DONE;
}

/* A line that does not end where the buffer does, or that hides a NUL, is not a command. */
static bool is_whole_line(const char *command)
{
    return strchr(command, '\n') || feof(stdin);
}

int serve_blocks(const struct experiment *experiment)
{
    char command[128];
    report_begin("ready");
    report_end();
    while (fgets(command, sizeof command, stdin)) {
        int status = is_whole_line(command)
                         ? answer(experiment, command)
                         : refuse_usage("a command is not one short line of text", "Write: block <series> <count>");
        if (status != PROBE_DONE)
            return status;
    }
    return PROBE_DONE;
}

int path_beside(const char *name, char *path, size_t size)
{
    ssize_t length = readlink("/proc/self/exe", path, size - 1);
    if (length < 0)
        return -errno;
    path[length] = '\0';
    char *slash = strrchr(path, '/');
    if (!slash || (size_t)(slash + 1 - path) + strlen(name) >= size)
        return -ENAMETOOLONG;
    strcpy(slash + 1, name);
    return access(path, X_OK) == 0 ? 0 : -errno;
}
