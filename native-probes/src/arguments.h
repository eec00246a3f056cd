#ifndef THREADLAB_ARGUMENTS_H
#define THREADLAB_ARGUMENTS_H

#include <stdbool.h>

/* One `--name value` option of a subcommand: a number within bounds, one word of a list, or any text where there is no list. */
struct option_rule {
    const char *name;
    long *number;
    long least, greatest;
    const char **word;
    const char *const *words; /* ends with NULL; NULL for any text */
};

/* Fills in what is given. On a mistake, writes one `error` line that names the option and returns false. */
bool read_options(int count, char **arguments, const struct option_rule *rules, int rule_count);

/* A whole decimal number within bounds; false for anything else. */
bool read_number(const char *text, long least, long greatest, long *number);

#endif
