/* threadprobe: real processes and threads, created and measured. One subcommand an experiment. */
#include <stdio.h>
#include <string.h>

#include "clean-start.h"
#include "clone-flags/clone-flags.h"
#include "communication/communication.h"
#include "context-switch/context-switch.h"
#include "creation-cost/creation-cost.h"
#include "fair-share/fair-share.h"
#include "isolation/isolation.h"
#include "lost-update/lost-update.h"
#include "memory/memory.h"
#include "parallelism/parallelism.h"
#include "report.h"
#include "workload/workload.h"

struct subcommand {
    const char *name;
    int (*run)(int count, char **arguments);
    const char *usage;
};

static const struct subcommand subcommands[] = {
    {"creation-cost", creation_cost,
     "[--parent-mib n] [--pages 4k|huge] [--placement one-core|free] [--creates processes|threads]"},
    {"clone-flags", clone_flags,
     "[--flags n] [--placement one-core|free] [--evidence all|choice|permissions]"},
    {"memory", memory,
     "[--creates processes|threads|writers] [--units n] [--stack-kib n] [--parent-mib n] [--touched-percent n]"},
    {"context-switch", context_switch,
     "[--placement one-core|other-core|free] [--core n] [--working-set-kib n] [--ring n] [--batch n]\n"
     "                 [--observe nothing|tags|counters|processor]"},
    {"communication", communication,
     "[--bytes n] [--round-trips n] [--streamed n] [--seed n] [--partner thread|process]\n"
     "                [--placement other-core|one-core|free]"},
    {"isolation", isolation,
     "[--demonstration name] [--actors n]"},
    {"parallelism", parallelism,
     "[--workers n] [--steps n] [--serial-percent n] [--observe nothing|rate]"},
    {"fair-share", fair_share,
     "[--core n] [--nice n,n…] [--period-ms n]"},
    {"lost-update", lost_update,
     "[--threads n] [--increments n] [--placement spread|one-core]"},
    {"workload", workload,
     "[--cores n,n…] [--plan tasks]"},
};
enum { SUBCOMMANDS = sizeof subcommands / sizeof *subcommands };

static int explain_usage(void)
{
    fputs("threadprobe <experiment> [--name value]…\n", stderr);
    for (int i = 0; i < SUBCOMMANDS; i++)
        fprintf(stderr, "  %s %s\n", subcommands[i].name, subcommands[i].usage);
    fputs("then on standard input, a line a block: block <series> <count>\n", stderr);
    return PROBE_USAGE;
}

int main(int count, char **arguments)
{
    if (count < 2)
        return explain_usage();
    start_clean();
    if (!report_start()) {
        perror("threadprobe: reserving memory for its report");
        return PROBE_FAILED;
    }
    for (int i = 0; i < SUBCOMMANDS; i++)
        if (strcmp(arguments[1], subcommands[i].name) == 0)
            return subcommands[i].run(count - 2, arguments + 2);
    report_error("the experiment is unknown to this probe", 0, "Run threadprobe without arguments to see what it knows.");
    return PROBE_USAGE;
}
