/*
 * What a thread is to the kernel: tasks made by clone(2) with chosen flags. Before it is ready the probe shows, for each
 * combination, what the two tasks share; then it times them, combination by combination, as blocks ask for it.
 */
#include "clone-flags.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "arguments.h"
#include "creation-block.h"
#include "cores.h"
#include "flag-combinations.h"
#include "flag-operation.h"
#include "lifeline.h"
#include "permissions.h"
#include "report.h"
#include "session.h"
#include "sharing.h"

enum { EVIDENCE_SECONDS = 60 /* after which SIGALRM ends the probe */ };

static void answer(int series, int count)
{
    answer_block(operation_with(combinations[series].name, combinations[series].flags), count);
}

static int prepare(void)
{
    int failure = prepare_blocks() ? prepare_flag_operation() : -errno;
    if (!failure)
        failure = prepare_demonstrations();
    return failure ? fail_session("reserving memory and descriptors", failure,
                                  "Close other programs or raise their limits.")
                   : PROBE_DONE;
}

static int show_sharing(int first)
{
    bound_block(EVIDENCE_SECONDS);
    for (int i = first; i < COMBINATIONS; i++) {
        int failure = demonstrate(combinations[i].name, combinations[i].flags);
        if (failure)
            return fail_session("showing what two tasks share", failure,
                                "End programs that keep the machine busy, or raise the limit on processes (ulimit -u).");
    }
    bound_block(0);
    return PROBE_DONE;
}

int clone_flags(int count, char **arguments)
{
    static const char *const placement_words[] = {"one-core", "free", NULL};
    static const char *const evidence_words[] = {"all", "choice", "permissions", NULL};
    long flags = 0;
    const char *placement = "one-core", *evidence = "all";
    const char *series[COMBINATIONS + 1] = {NULL};
    for (int i = 0; i < COMBINATIONS; i++)
        series[i] = combinations[i].name;
    const struct experiment experiment = {
        .name = "clone-flags", .series = series, .block_limit = BLOCK_LIMIT, .answer = answer};
    const struct option_rule rules[] = {
        {.name = "flags", .number = &flags, .least = 0, .greatest = 0xffffffff},
        {.name = "placement", .word = &placement, .words = placement_words},
        {.name = "evidence", .word = &evidence, .words = evidence_words},
    };
    if (!read_options(count, arguments, rules, sizeof rules / sizeof *rules))
        return PROBE_USAGE;
    if ((unsigned long)flags & ~choosable_flags)
        return refuse_usage("a flag is not among those that may be chosen",
                            "Give --flags the sum of VM, FS, FILES, SIGHAND, THREAD, SYSVSEM, VFORK, IO, PARENT_SETTID, "
                            "CHILD_SETTID, CHILD_CLEARTID and the NEW flags but NEWTIME.");
    combinations[CHOICE].flags = (unsigned long)flags;
    int core = -1;
    int failure = strcmp(placement, "one-core") == 0 ? pin_to_one_core(&core) : 0;
    if (failure)
        return fail_session("pinning to one core", failure, "Choose placement free.");
    int status = begin_session(&experiment, core);
    if (status == PROBE_DONE)
        status = prepare();
    if (status != PROBE_DONE)
        return status;
    report_permissions();
    if (strcmp(evidence, "permissions") != 0)
        status = show_sharing(strcmp(evidence, "all") == 0 ? 0 : CHOICE);
    return status == PROBE_DONE ? serve_blocks(&experiment) : status;
}
