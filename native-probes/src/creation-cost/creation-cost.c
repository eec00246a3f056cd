/*
 * What it costs to create a process or a thread. This process is the creator: it holds the memory that the
 * experiment asks for, then creates what each block asks for.
 */
#include "creation-cost.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "arguments.h"
#include "clock.h"
#include "creation-block.h"
#include "cores.h"
#include "operations.h"
#include "parent-memory.h"
#include "report.h"
#include "session.h"

enum { MEMORY_LIMIT_MIB = 65536 /* the lab checks against what is free */ };

static void report_memory(const struct parent_memory *memory)
{
    report_begin("observation");
    report_text("name", "parent-memory");
    report_object("facts");
    report_integer("touchedMiB", (int64_t)(memory->bytes >> 20));
    report_text("pages", memory->huge ? "huge" : "4k");
    report_integer("residentKiB", memory->resident_kib);
    report_integer("hugePagesKiB", memory->huge_kib);
    report_integer("pageTablesKiB", memory->page_table_kib);
    report_integer("processResidentKiB", memory->process_kib);
    report_integer("mappings", memory->mappings);
    report_object_end();
    report_end();
}

/* What a fork leaves behind: a parent that writes its memory again takes a fault for every page. */
static int report_aftermath(const struct parent_memory *memory)
{
    struct rusage before, after;
    int failure = run_once(&operations[BY_FORK]);
    if (failure)
        return failure;
    getrusage(RUSAGE_SELF, &before);
    int64_t start = clock_now();
    touch_parent_memory(memory);
    int64_t end = clock_now();
    getrusage(RUSAGE_SELF, &after);
    report_begin("observation");
    report_text("name", "copy-on-write-aftermath");
    report_object("facts");
    report_integer("pagesWritten", (int64_t)(memory->bytes >> 12));
    report_integer("minorFaults", after.ru_minflt - before.ru_minflt);
    report_integer("ns", end - start);
    report_object_end();
    report_end();
    return 0;
}

static int prepare_creator(void)
{
    char path[4096];
    int failure = path_beside("first-instruction", path, sizeof path);
    if (failure)
        return fail_session("finding the program first-instruction beside threadprobe", failure, "Build the native probes again.");
    failure = prepare_blocks() ? prepare_operations(path) : -errno;
    if (failure)
        return fail_session("reserving memory and descriptors", failure, "Close other programs or raise their limits.");
    return PROBE_DONE;
}

static int prepare_memory(long mib, bool huge, struct parent_memory *memory)
{
    int failure = hold_parent_memory(mib, huge, memory);
    if (failure == -ENOTSUP) {
        report_memory(memory);
        report_unsupported("the kernel did not back the parent's memory with the pages that were asked for");
        return PROBE_UNSUPPORTED;
    }
    if (failure)
        return fail_session("holding the parent's memory", failure, "Choose a smaller parent size.");
    report_memory(memory);
    return PROBE_DONE;
}

static int fail_first_fork(int failure)
{
    return fail_session("the first fork", failure,
                failure == -ENOMEM ? "Choose a smaller parent size."
                                   : "Raise the limit on processes (ulimit -u) or end some.");
}

static void answer(int series, int count)
{
    answer_block(&operations[series], count);
}

int creation_cost(int count, char **arguments)
{
    static const char *const page_words[] = {"4k", "huge", NULL};
    static const char *const placement_words[] = {"one-core", "free", NULL};
    static const char *const creator_words[] = {"processes", "threads", NULL};
    long parent_mib = 0;
    const char *pages = "4k", *placement = "one-core", *creates = "processes";
    const char *series[OPERATIONS + 1] = {NULL};
    for (int i = 0; i < OPERATIONS; i++)
        series[i] = operations[i].name;
    const struct experiment experiment = {
        .name = "creation-cost", .series = series, .block_limit = BLOCK_LIMIT, .answer = answer};
    const struct option_rule rules[] = {
        {.name = "parent-mib", .number = &parent_mib, .least = 0, .greatest = MEMORY_LIMIT_MIB},
        {.name = "pages", .word = &pages, .words = page_words},
        {.name = "placement", .word = &placement, .words = placement_words},
        {.name = "creates", .word = &creates, .words = creator_words},
    };
    if (!read_options(count, arguments, rules, sizeof rules / sizeof *rules))
        return PROBE_USAGE;
    const bool huge = strcmp(pages, "huge") == 0;
    if (huge && parent_mib % 2 != 0) {
        return refuse_usage("an odd number of MiB is no whole number of huge pages",
                            "Give --parent-mib an even number with --pages huge.");
    }
    int core = -1;
    int failure = strcmp(placement, "one-core") == 0 ? pin_to_one_core(&core) : 0;
    if (failure)
        return fail_session("pinning to one core", failure, "Choose placement free.");

    struct parent_memory memory;
    int status = begin_session(&experiment, core);
    if (status == PROBE_DONE)
        status = prepare_creator();
    if (status == PROBE_DONE)
        status = prepare_memory(parent_mib, huge, &memory);
    if (status != PROBE_DONE)
        return status;
    /* Only where processes are created: a process that creates threads has never forked, and the other way round. */
    if (strcmp(creates, "processes") == 0 && parent_mib > 0) {
        failure = report_aftermath(&memory);
        if (failure)
            return fail_first_fork(failure);
    }
    return serve_blocks(&experiment);
}
