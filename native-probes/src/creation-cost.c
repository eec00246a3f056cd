/*
 * What it costs to create a process or a thread. This process is the creator: it holds the memory that the
 * experiment asks for, then answers each line `block <series> <count>` on standard input with one line of
 * samples, and ends when standard input does. The lab decides which block comes when; nothing is written and
 * nothing is allocated while a block runs.
 */
#include "creation-cost.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "arguments.h"
#include "block.h"
#include "clock.h"
#include "lifeline.h"
#include "operations.h"
#include "parent-memory.h"
#include "report.h"

enum { MEMORY_LIMIT_MIB = 65536 /* the lab checks against what is free */ };

static const struct operation *find_operation(const char *name)
{
    for (int i = 0; i < operation_count; i++)
        if (strcmp(operations[i].name, name) == 0)
            return &operations[i];
    return NULL;
}

static bool refuse(const char *what, const char *advice)
{
    report_error(what, 0, advice);
    return false;
}

static bool refuse_series(void)
{
    char advice[256] = "Name one of:";
    for (int i = 0; i < operation_count; i++) {
        strcat(advice, " ");
        strcat(advice, operations[i].name);
    }
    return refuse("a series is unknown", advice);
}

static bool answer(char *command)
{
    char *rest = NULL;
    const char *verb = strtok_r(command, " \n", &rest);
    const char *name = strtok_r(NULL, " \n", &rest);
    const char *count_text = strtok_r(NULL, " \n", &rest);
    long count;
    if (!verb || strcmp(verb, "block") != 0 || !name || !count_text || strtok_r(NULL, " \n", &rest))
        return refuse("a command is not understood", "Write: block <series> <count>");
    const struct operation *operation = find_operation(name);
    if (!operation)
        return refuse_series();
    if (!read_number(count_text, 1, BLOCK_LIMIT, &count))
        return refuse("a block's count is not usable", "Give a whole number from 1 to 10000.");
    answer_block(operation, (int)count);
    return true;
}

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
    int failure = run_once(find_operation("fork"));
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

static void report_hello(long core)
{
    report_begin("hello");
    report_integer("protocol", REPORT_PROTOCOL);
    report_text("experiment", "creation-cost");
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

static int fail(const char *what, int failure, const char *advice)
{
    report_error(what, -failure, advice);
    return PROBE_FAILED;
}

/* The program of the exec series lies beside this one. */
static int path_beside(const char *name, char *path, size_t size)
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

/* A line that does not end where the buffer does, or that hides a NUL, is not a command. */
static bool is_whole_line(const char *command)
{
    return strchr(command, '\n') || feof(stdin);
}

static int serve_blocks(void)
{
    char command[128];
    while (fgets(command, sizeof command, stdin)) {
        if (!is_whole_line(command))
            refuse("a command is not one short line of text", "Write: block <series> <count>");
        else if (answer(command))
            continue;
        return PROBE_USAGE;
    }
    return PROBE_DONE;
}

static int prepare_creator(void)
{
    char path[4096];
    int failure = path_beside("first-instruction", path, sizeof path);
    if (failure)
        return fail("finding the program first-instruction beside threadprobe", failure, "Build the native probes again.");
    failure = prepare_blocks() ? prepare_operations(path) : -errno;
    if (failure)
        return fail("reserving memory and descriptors", failure, "Close other programs or raise their limits.");
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
        return fail("holding the parent's memory", failure, "Choose a smaller parent size.");
    report_memory(memory);
    return PROBE_DONE;
}

static int fail_first_fork(int failure)
{
    return fail("the first fork", failure,
                failure == -ENOMEM ? "Choose a smaller parent size."
                                   : "Raise the limit on processes (ulimit -u) or end some.");
}

int creation_cost(int count, char **arguments)
{
    static const char *const page_words[] = {"4k", "huge", NULL};
    static const char *const placement_words[] = {"one-core", "free", NULL};
    static const char *const creator_words[] = {"processes", "threads", NULL};
    long parent_mib = 0;
    const char *pages = "4k", *placement = "one-core", *creates = "processes";
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
        refuse("an odd number of MiB is no whole number of huge pages", "Give --parent-mib an even number with --pages huge.");
        return PROBE_USAGE;
    }

    int failure = tie_to_parent();
    if (failure)
        return fail("tying the probe to its parent", failure, "Report this as a bug of the probe.");
    int core = -1;
    if (strcmp(placement, "one-core") == 0) {
        failure = pin_to_one_core(&core);
        if (failure)
            return fail("pinning to one core", failure, "Choose placement free.");
    }
    clock_start();
    report_hello(core);

    struct parent_memory memory;
    int status = prepare_creator();
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
    report_begin("ready");
    report_end();
    return serve_blocks();
}
