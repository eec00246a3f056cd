/*
 * The threads of a workload, each of which computes and sleeps as its plan says, on cores that they are pinned to. A block is
 * one repetition, and its samples are one for each thread.
 */
#include "workload.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "arguments.h"
#include "harness-memory.h"
#include "lifeline.h"
#include "plan.h"
#include "repetition.h"
#include "report.h"
#include "session.h"
#include "slices-report.h"

enum { HANGING_SECONDS = 75 /* after which SIGALRM ends the probe: the demands alone are 30 s at most */ };

static const char *const series[] = {"threads", NULL};

static struct plan *plan;
static struct repetition *repetition;
static int64_t *column;

/* Figures of a task; a sample of each is one figure for each task, in the order of the plan. */
enum figure { TURNAROUND, RESPONSE, WAITING, COMPUTED, SEEN, RECORDED, COUNTED, DELAYED, VOLUNTARY, INVOLUNTARY, FIGURES };
static const char *const figure_names[FIGURES] = {"turnaround", "response", "waiting",   "computed",  "seen",
                                                  "recorded",   "counted",  "delayed", "voluntary", "involuntary"};

static int64_t demanded_by(const struct task_plan *task)
{
    int64_t sum = 0;
    for (int i = 0; i < task->count; i++)
        sum += task->operations[i].ns;
    return sum;
}

/* Clocks of processor time and of real time may differ by a little: there is no waiting below 0. */
static int64_t waiting_of(const struct task_plan *task, const struct task_result *result)
{
    const int64_t waiting = result->finished - task->arrival - demanded_by(task);
    return waiting < 0 ? 0 : waiting;
}

static int64_t figure_of(enum figure figure, const struct task_plan *task, const struct task_result *result)
{
    switch (figure) {
    case TURNAROUND:
        return result->finished - task->arrival;
    case RESPONSE:
        return result->first - task->arrival;
    case WAITING:
        return waiting_of(task, result);
    case COMPUTED:
        return result->computed;
    case SEEN:
        return result->seen;
    case RECORDED:
        return result->recorded;
    case COUNTED:
        return result->counted;
    case DELAYED:
        return result->delayed;
    case VOLUNTARY:
        return result->voluntary;
    case INVOLUNTARY:
        return result->involuntary;
    case FIGURES:
        break;
    }
    return 0;
}

/* Where the kernel gives no account of a thread, the figures of it are left out. */
static bool has(enum figure figure)
{
    if (figure == RECORDED)
        return refusal_of_records() == 0;
    if (figure != COUNTED && figure != DELAYED)
        return true;
    for (int i = 0; i < plan->task_count; i++)
        if (repetition->tasks[i].counted < 0)
            return false;
    return true;
}

static void report_figures(int count)
{
    report_object("values");
    for (int figure = 0; figure < FIGURES; figure++) {
        if (!has(figure))
            continue;
        for (int i = 0; i < count; i++)
            column[i] = figure_of(figure, &plan->tasks[i], &repetition->tasks[i]);
        report_integers(figure_names[figure], column, (size_t)count);
    }
    report_object_end();
}

static void report_stop(const char *failed_call, int failure)
{
    report_object("stopped");
    report_text("call", failed_call);
    report_text("errno", errno_name(-failure));
    report_text("message", strerror(-failure));
    report_integer("iteration", 0);
    report_object_end();
}

static void answer(int index, int count)
{
    const char *failed_call = "";
    (void)count;
    bound_block(HANGING_SECONDS);
    const int failure = repeat_workload(plan, true, repetition, &failed_call);
    bound_block(0);
    report_begin("samples");
    report_text("series", series[index]);
    report_integer("batch", 1);
    report_figures(failure ? 0 : plan->task_count);
    report_object("overhead");
    report_object_end();
    report_object("counts");
    report_integer("repetitions", failure ? 0 : 1);
    report_integer("lostRecords", failure ? 0 : repetition->lost);
    report_integer("droppedSlices", failure ? 0 : repetition->slices.dropped);
    report_integer("overlookedStays", failure ? 0 : repetition->overlooked);
    report_object_end();
    if (failure)
        report_stop(failed_call, failure);
    else
        report_timeline(&repetition->slices, refusal_of_records());
    report_end();
}

static bool reserve_memory(void)
{
    plan = reserve_harness_memory(sizeof *plan);
    repetition = reserve_harness_memory(sizeof *repetition);
    column = reserve_harness_memory(TASK_LIMIT * sizeof *column);
    return plan && repetition && column && reserve_slices(&repetition->slices);
}

static int serve(void)
{
    const struct experiment experiment = {.name = "workload", .series = series, .block_limit = 1, .answer = answer};
    int status = begin_session(&experiment, plan->core_count == 1 ? plan->cores[0] : -1);
    if (status != PROBE_DONE)
        return status;
    int failure = prepare_repetition(plan);
    if (failure)
        return fail_session("reserving memory", failure, "Close other programs or raise their limits.");
    observe_timeline_source(refusal_of_records());
    return serve_blocks(&experiment);
}

int workload(int count, char **arguments)
{
    const char *cores = "0", *tasks = "0,0,1:c1000000";
    char mistake[160];
    const struct option_rule rules[] = {
        {.name = "cores", .word = &cores},
        {.name = "plan", .word = &tasks},
    };
    if (!read_options(count, arguments, rules, sizeof rules / sizeof *rules))
        return PROBE_USAGE;
    if (!reserve_memory())
        return fail_session("reserving memory", -errno, "Close other programs or raise their limits.");
    if (!read_cores(cores, plan, mistake, sizeof mistake))
        return refuse_usage("the cores are not usable", mistake);
    if (!read_tasks(tasks, plan, mistake, sizeof mistake))
        return refuse_usage("the plan is not usable", mistake);
    return serve();
}
