/* Parses standard input as the file named by the argument, with the sampler's own parser, and prints what it understood. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sampler/proc-text.h"

static int print_stat(const char *text, size_t length)
{
    struct stat_text stat;
    if (!parse_stat(text, length, &stat))
        return 1;
    printf("%d %zu %c %d %d %d %" PRIu64 " %d %d %d\n", stat.pid, stat.name_length, stat.state, stat.parent, stat.kernel,
           stat.nice, stat.start, stat.core, stat.policy, stat.traceable);
    return 0;
}

static int print_schedstat(const char *text, size_t length)
{
    struct schedstat_text schedstat;
    if (!parse_schedstat(text, length, &schedstat))
        return 1;
    printf("%" PRIu64 " %" PRIu64 " %" PRIu64 "\n", schedstat.run, schedstat.delay, schedstat.slices);
    return 0;
}

static int print_switches(const char *text, size_t length)
{
    struct switches_text switches;
    if (!parse_switches(text, length, &switches))
        return 1;
    printf("%" PRIu64 " %" PRIu64 "\n", switches.voluntary, switches.involuntary);
    return 0;
}

int main(int count, char **arguments)
{
    char text[8192];
    ssize_t length = read(STDIN_FILENO, text, sizeof text);
    if (count != 2 || length < 0)
        return 2;
    if (strcmp(arguments[1], "stat") == 0)
        return print_stat(text, (size_t)length);
    return (strcmp(arguments[1], "schedstat") == 0 ? print_schedstat : print_switches)(text, (size_t)length);
}
