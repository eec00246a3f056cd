#include "arguments.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"

static bool refuse(const char *what, const char *advice)
{
    report_error(what, 0, advice);
    return false;
}

bool read_number(const char *text, long least, long greatest, long *number)
{
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno || end == text || *end || value < least || value > greatest)
        return false;
    *number = value;
    return true;
}

static bool read_value(const struct option_rule *rule, const char *value)
{
    char advice[256];
    if (rule->number) {
        if (read_number(value, rule->least, rule->greatest, rule->number))
            return true;
        snprintf(advice, sizeof advice, "Give --%s a whole number from %ld to %ld.", rule->name, rule->least, rule->greatest);
        return refuse("an option's value is not usable", advice);
    }
    if (!rule->words) {
        *rule->word = value;
        return true;
    }
    size_t length = (size_t)snprintf(advice, sizeof advice, "Give --%s one of:", rule->name);
    for (const char *const *word = rule->words; *word; word++) {
        if (strcmp(value, *word) == 0) {
            *rule->word = *word;
            return true;
        }
        length += (size_t)snprintf(advice + length, sizeof advice - length, " %s", *word);
    }
    return refuse("an option's value is not usable", advice);
}

static const struct option_rule *find_rule(const char *argument, const struct option_rule *rules, int rule_count)
{
    if (strncmp(argument, "--", 2) != 0)
        return NULL;
    for (int i = 0; i < rule_count; i++)
        if (strcmp(argument + 2, rules[i].name) == 0)
            return &rules[i];
    return NULL;
}

static bool refuse_unknown(const char *argument)
{
    char what[128];
    snprintf(what, sizeof what, "the option \"%.80s\" is unknown", argument);
    return refuse(what, "Run threadprobe without arguments to see what it takes.");
}

bool read_options(int count, char **arguments, const struct option_rule *rules, int rule_count)
{
    for (int i = 0; i < count; i += 2) {
        const struct option_rule *rule = find_rule(arguments[i], rules, rule_count);
        if (!rule)
            return refuse_unknown(arguments[i]);
        if (i + 1 == count)
            return refuse("the last option has no value", "Give every --option a value.");
        if (!read_value(rule, arguments[i + 1]))
            return false;
    }
    return true;
}
