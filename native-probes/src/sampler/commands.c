#include "commands.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "report.h"

/* Room for the longest list of roots. */
enum { COMMAND_BYTES = ROOT_LIMIT * 8 + 16 };
static const double LEAST_HERTZ = 1, GREATEST_HERTZ = 50;

static char pending[COMMAND_BYTES];
static size_t length;

bool read_hertz(const char *text, double *hertz)
{
    char *end;
    double value = strtod(text, &end);
    /* Written so that what is no number is out of bounds. */
    if (end == text || *end || !(value >= LEAST_HERTZ && value <= GREATEST_HERTZ))
        return false;
    *hertz = value;
    return true;
}

static bool refuse(const char *what)
{
    report_error(what, 0, "Write: pids <pid>,<pid>… or hertz <1 to 50>");
    return false;
}

static bool obey(const char *command, struct orders *orders)
{
    if (strncmp(command, "hertz ", 6) == 0)
        return read_hertz(command + 6, &orders->hertz) || refuse("a rate is not usable");
    if (strncmp(command, "pids ", 5) == 0) {
        if (!read_roots(command + 5, orders->target))
            return refuse("a list of process ids is not usable");
        orders->roots_are_new = true;
        return true;
    }
    return refuse("a command is not understood");
}

static bool obey_whole_lines(struct orders *orders)
{
    char *line = pending;
    for (char *newline; (newline = memchr(line, '\n', length - (size_t)(line - pending))); line = newline + 1) {
        *newline = '\0';
        if (!obey(line, orders))
            return false;
    }
    length -= (size_t)(line - pending);
    memmove(pending, line, length);
    return length < sizeof pending || refuse("a command is too long");
}

static enum waited read_input(struct orders *orders)
{
    ssize_t size = read(STDIN_FILENO, pending + length, sizeof pending - length);
    if (size < 0 && (errno == EINTR || errno == EAGAIN))
        return WAITED_LONG_ENOUGH;
    if (size <= 0)
        return INPUT_ENDED;
    length += (size_t)size;
    return obey_whole_lines(orders) ? WAITED_LONG_ENOUGH : INPUT_NOT_UNDERSTOOD;
}

enum waited wait_and_obey(int64_t until, struct orders *orders)
{
    for (;;) {
        int64_t left = until - clock_now();
        if (left < 0)
            left = 0;
        struct timespec patience = {left / 1000000000, left % 1000000000};
        struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
        int ready = ppoll(&input, 1, &patience, NULL);
        if (ready == 0)
            return WAITED_LONG_ENOUGH;
        if (ready < 0)
            continue;
        enum waited waited = read_input(orders);
        if (waited != WAITED_LONG_ENOUGH)
            return waited;
        if (orders->roots_are_new)
            return waited;
    }
}
