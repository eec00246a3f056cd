#include "proc-text.h"

#include <string.h>

/* Fields of `stat` by their number in the manual. The state is the first after the name. */
enum stat_field {
    STATE = 3,
    PARENT = 4,
    FLAGS = 9,
    NICE = 19,
    START = 22,
    START_CODE = 26,
    END_CODE = 27,
    CORE = 39,
    POLICY = 41
};
/* PF_KTHREAD in the kernel's sched.h. */
static const int64_t KERNEL_THREAD = 0x00200000;
/* Stands for both ends of the code where its address is withheld. */
static const int64_t WITHHELD = 1;

/* Numbers wrap around rather than overflow: some fields are addresses of 64 bits. */
static const char *read_integer(const char *at, const char *end, int64_t *value)
{
    uint64_t digits = 0;
    bool negative = at < end && *at == '-';
    const char *first = at += negative;
    for (; at < end && *at >= '0' && *at <= '9'; at++)
        digits = digits * 10 + (uint64_t)(*at - '0');
    *value = (int64_t)(negative ? 0 - digits : digits);
    return at == first ? NULL : at;
}

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    return at;
}

static void keep_field(int field, int64_t value, struct stat_text *stat)
{
    switch (field) {
    case PARENT:
        stat->parent = (int)value;
        break;
    case FLAGS:
        stat->kernel = (value & KERNEL_THREAD) != 0;
        break;
    case NICE:
        stat->nice = (int)value;
        break;
    case START:
        stat->start = (uint64_t)value;
        break;
    case START_CODE:
        stat->traceable = value != WITHHELD;
        break;
    case END_CODE:
        stat->traceable = stat->traceable || value != WITHHELD;
        break;
    case CORE:
        stat->core = (int)value;
        break;
    case POLICY:
        stat->policy = (int)value;
        break;
    default:
        break;
    }
}

/* What stands before the last parenthesis: the number and the name, which may hold parentheses and newlines of its own. */
static const char *read_name(const char *text, const char *end, struct stat_text *stat)
{
    int64_t pid;
    const char *open = read_integer(text, end, &pid);
    const char *close = memrchr(text, ')', (size_t)(end - text));
    if (!open || end - open < 2 || open[0] != ' ' || open[1] != '(' || !close || close < open + 2)
        return NULL;
    stat->pid = (int)pid;
    stat->name = open + 2;
    stat->name_length = (size_t)(close - stat->name);
    return close + 1;
}

bool parse_stat(const char *text, size_t length, struct stat_text *stat)
{
    const char *end = text + length;
    const char *at = read_name(text, end, stat);
    if (!at || end - at < 3 || at[0] != ' ')
        return false;
    stat->state = at[1];
    at += 2;
    for (int field = PARENT; field <= POLICY; field++) {
        int64_t value;
        at = read_integer(skip_blanks(at, end), end, &value);
        if (!at)
            return false;
        keep_field(field, value, stat);
    }
    return (stat->state >= 'A' && stat->state <= 'Z') || (stat->state >= 'a' && stat->state <= 'z');
}

bool parse_schedstat(const char *text, size_t length, struct schedstat_text *schedstat)
{
    uint64_t *const fields[] = {&schedstat->run, &schedstat->delay, &schedstat->slices};
    const char *at = text, *end = text + length;
    for (int i = 0; i < 3; i++) {
        int64_t value;
        at = read_integer(skip_blanks(at, end), end, &value);
        if (!at || value < 0)
            return false;
        *fields[i] = (uint64_t)value;
    }
    return true;
}

/* `label` begins with the newline before it, so that no other name which ends like it is meant. */
static bool read_labelled(const char *text, const char *end, const char *label, uint64_t *number)
{
    size_t length = strlen(label);
    const char *found = memmem(text, (size_t)(end - text), label, length);
    int64_t value;
    if (!found || !read_integer(skip_blanks(found + length, end), end, &value) || value < 0)
        return false;
    *number = (uint64_t)value;
    return true;
}

bool parse_switches(const char *text, size_t length, struct switches_text *switches)
{
    const char *end = text + length;
    return read_labelled(text, end, "\nvoluntary_ctxt_switches:", &switches->voluntary) &&
           read_labelled(text, end, "\nnonvoluntary_ctxt_switches:", &switches->involuntary);
}
