/*
 * Who else dies, and whose data are spoilt, when a thread or a process goes wrong. This process is the observer: it starts
 * sacrificial ones, in which the deed is done, and never does it itself.
 */
#include "isolation.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "arguments.h"
#include "demonstration.h"
#include "isolation-block.h"
#include "isolation-story.h"
#include "report.h"
#include "session.h"

static struct theatre theatre;

static void answer(int series, int count)
{
    (void)series;
    answer_repetitions(&theatre, count);
}

static const struct demonstration *find_demonstration(const char *name)
{
    int found = 0;
    for (int i = 0; i < DEMONSTRATIONS; i++)
        if (strcmp(demonstrations[i].name, name) == 0)
            found = i;
    return &demonstrations[found];
}

static int fail_first_time(const char *failed_call, int failure)
{
    char what[96];
    snprintf(what, sizeof what, "the first demonstration: %s", failed_call);
    return fail_session(what, failure,
                        failure == -EAGAIN ? "Raise the limit on processes (ulimit -u) or end some, or choose fewer actors."
                                           : "Close programs that keep the machine busy and run it again.");
}

int isolation(int count, char **arguments)
{
    long actors = 4;
    const char *names[DEMONSTRATIONS + 1] = {NULL};
    for (int i = 0; i < DEMONSTRATIONS; i++)
        names[i] = demonstrations[i].name;
    const char *chosen = names[0];
    const struct option_rule rules[] = {
        {.name = "actors", .number = &actors, .least = 2, .greatest = ACTORS_LIMIT},
        {.name = "demonstration", .word = &chosen, .words = names},
    };
    if (!read_options(count, arguments, rules, sizeof rules / sizeof *rules))
        return PROBE_USAGE;
    const char *const series[] = {chosen, NULL};
    const struct experiment experiment = {
        .name = "isolation", .series = series, .block_limit = REPETITIONS_LIMIT, .answer = answer};
    int status = begin_session(&experiment, -1);
    if (status != PROBE_DONE)
        return status;
    if (!prepare_theatre(&theatre, find_demonstration(chosen), (int)actors) || !prepare_repetitions())
        return fail_session("reserving memory", -errno, "Close other programs or raise their limits.");
    const char *failed_call = "";
    int failure = tell_story(&theatre, &failed_call);
    return failure ? fail_first_time(failed_call, failure) : serve_blocks(&experiment);
}
