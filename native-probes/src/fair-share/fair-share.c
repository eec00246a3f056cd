/*
 * Threads of different nice values that are busy on one core for a period. A block is one repetition, and its samples are
 * one for each thread. `threads` is timed; `recorded` has the kernel record every switch, and its figures stay evidence.
 */
#include "fair-share.h"

#include <errno.h>
#include <string.h>

#include "arguments.h"
#include "contest.h"
#include "cores.h"
#include "harness-memory.h"
#include "lifeline.h"
#include "repetition.h"
#include "report.h"
#include "session.h"
#include "slices-report.h"

enum { HANGING_SECONDS = 30 /* after which SIGALRM ends the probe: a period is 5 s at most */ };

enum series { THREADS, RECORDED_THREADS };
static const char *const series[] = {"threads", "recorded", NULL};

static struct plan *plan;
static struct repetition *repetition;
static int64_t column[CONTESTANT_LIMIT];
static int64_t period_ns;

/* Figures of a thread; a sample of each is one figure for each thread, in the order of the plan. */
enum figure { COMPUTED, SEEN, RECORDED, COUNTED, DELAYED, TURNS, LATE, FIGURES };
static const char *const figure_names[FIGURES] = {"cpu", "seen", "recorded", "counted", "delay", "turns", "late"};

/*
 * Every turn ends with a switch, but for the one in which the period ended. A thread that had no core then gets one more
 * turn to find that out, which is none of the period. The first switch was its sleep until the common start.
 */
static int64_t turns_of(const struct task_result *result)
{
    const bool was_there = result->last < period_ns;
    return result->voluntary - 1 + result->involuntary + was_there;
}

static int64_t figure_of(enum figure figure, const struct task_result *result)
{
    switch (figure) {
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
    case TURNS:
        return turns_of(result);
    case LATE:
        return result->finished - period_ns;
    case FIGURES:
        break;
    }
    return 0;
}

/* Where the kernel gives no account of a thread, the figures of it are left out. */
static bool has(enum figure figure, bool recorded)
{
    if (figure == RECORDED)
        return recorded && refusal_of_records() == 0;
    if (figure != COUNTED && figure != DELAYED)
        return true;
    for (int i = 0; i < plan->task_count; i++)
        if (repetition->tasks[i].counted < 0)
            return false;
    return true;
}

static void report_figures(int count, bool recorded)
{
    report_object("values");
    for (int figure = 0; figure < FIGURES; figure++) {
        if (!has(figure, recorded))
            continue;
        for (int i = 0; i < count; i++)
            column[i] = figure_of(figure, &repetition->tasks[i]);
        report_integers(figure_names[figure], column, (size_t)count);
    }
    report_object_end();
}

/* Threads that the kernel gave another nice value than was asked for. */
static int64_t count_wrong_nice(void)
{
    int64_t wrong = 0;
    for (int i = 0; i < plan->task_count; i++)
        wrong += repetition->tasks[i].nice != plan->tasks[i].nice;
    return wrong;
}

static void report_counts(bool recorded)
{
    report_object("counts");
    report_integer("repetitions", 1);
    report_integer("wrongNice", count_wrong_nice());
    report_integer("overlookedStays", repetition->overlooked);
    if (recorded) {
        report_integer("lostRecords", repetition->lost);
        report_integer("droppedSlices", repetition->slices.dropped);
    }
    report_object_end();
}

static void report_stop(const char *failed_call, int failure)
{
    report_object("counts");
    report_object_end();
    report_object("stopped");
    report_text("call", failed_call);
    report_text("errno", errno_name(-failure));
    report_text("message", strerror(-failure));
    report_integer("iteration", 0);
    report_object_end();
}

static void answer(int index, int count)
{
    const bool recorded = index == RECORDED_THREADS;
    const char *failed_call = "";
    (void)count;
    bound_block(HANGING_SECONDS);
    const int failure = repeat_workload(plan, recorded, repetition, &failed_call);
    bound_block(0);
    report_begin("samples");
    report_text("series", series[index]);
    report_integer("batch", 1);
    report_figures(failure ? 0 : plan->task_count, recorded);
    report_object("overhead");
    report_object_end();
    if (failure) {
        report_stop(failed_call, failure);
    } else {
        report_counts(recorded);
        if (recorded)
            report_timeline(&repetition->slices, refusal_of_records());
    }
    report_end();
}

static int serve(void)
{
    const struct experiment experiment = {.name = "fair-share", .series = series, .block_limit = 1, .answer = answer};
    const char *failed_call = "";
    int status = begin_session(&experiment, plan->cores[0]);
    if (status != PROBE_DONE)
        return status;
    int failure = start_from_nice_zero(&failed_call);
    if (failure)
        return fail_session(failed_call, failure,
                            "Start the program without nice or chrt: its threads begin with what it was given.");
    failure = prepare_repetition(plan);
    if (failure)
        return fail_session("reserving memory", failure, "Close other programs or raise their limits.");
    observe_timeline_source(refusal_of_records());
    return serve_blocks(&experiment);
}

/* The one that is wanted; the highest-numbered one that the probe may use where none is. */
static int choose_core(long wanted)
{
    static int allowed[1024];
    const int count = list_allowed_cores(allowed, 1024);
    for (int i = 0; i < count; i++)
        if (allowed[i] == wanted)
            return allowed[i];
    return wanted < 0 && count > 0 ? allowed[count - 1] : -1;
}

int fair_share(int count, char **arguments)
{
    const char *nice = "0,5";
    long wanted = -1, period_ms = 1000;
    char mistake[96];
    const struct option_rule rules[] = {
        {.name = "core", .number = &wanted, .least = 0, .greatest = 65535},
        {.name = "nice", .word = &nice},
        {.name = "period-ms", .number = &period_ms, .least = 10, .greatest = 5000},
    };
    if (!read_options(count, arguments, rules, sizeof rules / sizeof *rules))
        return PROBE_USAGE;
    plan = reserve_harness_memory(sizeof *plan);
    repetition = reserve_harness_memory(sizeof *repetition);
    if (!plan || !repetition || !reserve_slices(&repetition->slices))
        return fail_session("reserving memory", -errno, "Close other programs or raise their limits.");
    const int core = choose_core(wanted);
    if (core < 0)
        return refuse_usage("the core is not usable", "Name a core that this program may run on.");
    period_ns = period_ms * 1000000;
    if (!plan_contest(plan, core, nice, period_ns, mistake, sizeof mistake))
        return refuse_usage("the nice values are not usable", mistake);
    return serve();
}
