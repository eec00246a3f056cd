/* One block: a demonstration given again and again. What became of whom is counted, so that a verdict is "n of n". */
#include "isolation-block.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>

#include "clock.h"
#include "harness-memory.h"
#include "lifeline.h"
#include "samples.h"

enum {
    BLOCK_SECONDS = 20,   /* after which a block stops and gives what it has */
    HANGING_SECONDS = 35, /* after which SIGALRM ends the probe, since one repetition did not return */
    BEATS = 2,            /* of each actor, before the deed and after it */
    EMPTY_RUNS = 101
};

enum part { TOLD, REPETITION };
static const char *const parts[] = {"told", "repetition", NULL};

struct tally {
    int64_t repetitions, all_ended, others_survived, neighbour_corrupted, observer_unharmed; /* repetitions */
    int64_t actors_before, survivors, ended, corrupted, intact, created, left_behind;        /* actors */
    int64_t by_signal, exited_normally;                                                      /* processes */
};

static struct ending *ending;
static struct samples *samples;
static struct tally tally;

bool prepare_repetitions(void)
{
    ending = reserve_harness_memory(sizeof *ending);
    samples = reserve_samples(parts, REPETITIONS_LIMIT);
    return ending && samples;
}

/* The clock is read and a moment is written down as around a deed, and nothing is done in between. */
static void measure_overhead(struct board *board)
{
    int64_t told[EMPTY_RUNS], repetition[EMPTY_RUNS];
    for (int i = 0; i < EMPTY_RUNS; i++) {
        ending->start = clock_now();
        atomic_store(&board->deed, clock_now());
        ending->told = clock_now();
        ending->collected = clock_now();
        told[i] = ending->told - atomic_load(&board->deed);
        repetition[i] = ending->collected - ending->start;
    }
    samples->overhead[TOLD] = median_of(told, EMPTY_RUNS);
    samples->overhead[REPETITION] = median_of(repetition, EMPTY_RUNS);
}

/* The culprit's own data are its own business. */
static void count_actor(const struct board *board, int actor)
{
    tally.survivors += ending->survived[actor];
    tally.ended += !ending->survived[actor];
    if (!ending->has_looked[actor] || actor == CULPRIT)
        return;
    if (is_original(board->actors[actor].data, actor))
        tally.intact++;
    else
        tally.corrupted++;
}

static void count_verdict(const struct theatre *theatre)
{
    const struct actor_record *neighbour = &theatre->board->actors[NEIGHBOUR];
    int survivors = 0;
    for (int actor = 0; actor < theatre->actors; actor++)
        survivors += ending->survived[actor];
    tally.repetitions++;
    tally.all_ended += survivors == 0;
    tally.others_survived += survivors == theatre->actors - 1 && !ending->survived[CULPRIT];
    tally.neighbour_corrupted += ending->has_looked[NEIGHBOUR] && !is_original(neighbour->data, NEIGHBOUR);
    tally.observer_unharmed += ending->observer_is_unharmed;
}

static void count_repetition(const struct theatre *theatre)
{
    const struct cast *cast = &ending->cast;
    count_verdict(theatre);
    tally.actors_before += ending->known_before;
    tally.left_behind += ending->known_at_end;
    tally.created += cast->created;
    for (int actor = 0; actor < theatre->actors; actor++)
        count_actor(theatre->board, actor);
    for (int process = 0; process < ACTORS_LIMIT; process++) {
        if (!cast->reaped[process])
            continue;
        const int status = cast->statuses[process];
        tally.by_signal += WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV;
        tally.exited_normally += WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }
}

/* Whether the deed was done, and what cannot happen before its cause did not. */
static bool is_in_order(const struct board *board)
{
    const int64_t deed = atomic_load(&board->deed);
    return ending->start <= deed && deed <= ending->told && ending->told <= ending->collected;
}

static int run_once(const struct theatre *theatre)
{
    int failure = perform(theatre, BEATS, ending, &samples->failed_call);
    if (failure)
        return failure;
    samples->failed_call = "keeping the moments in order";
    return is_in_order(theatre->board) ? 0 : -ERANGE;
}

static void record(const struct theatre *theatre)
{
    samples->values[TOLD][samples->count] = ending->told - atomic_load(&theatre->board->deed);
    samples->values[REPETITION][samples->count] = ending->collected - ending->start;
    samples->count++;
    count_repetition(theatre);
}

static void report_repetitions(void)
{
    const struct named_count counts[] = {
        {"repetitions", tally.repetitions},
        {"allEnded", tally.all_ended},
        {"othersSurvived", tally.others_survived},
        {"neighbourCorrupted", tally.neighbour_corrupted},
        {"observerUnharmed", tally.observer_unharmed},
        {"actorsBefore", tally.actors_before},
        {"ended", tally.ended},
        {"survivors", tally.survivors},
        {"corrupted", tally.corrupted},
        {"intact", tally.intact},
        {"endedBySegv", tally.by_signal},
        {"exitedNormally", tally.exited_normally},
        {"created", tally.created},
        {"leftBehind", tally.left_behind},
        {NULL, 0},
    };
    report_samples(samples, counts);
}

void answer_repetitions(const struct theatre *theatre, int count)
{
    const int64_t deadline = clock_now() + BLOCK_SECONDS * INT64_C(1000000000);
    bound_block(HANGING_SECONDS);
    clear_samples(samples, theatre->demonstration->name, 1);
    measure_overhead(theatre->board);
    tally = (struct tally){0};
    while (samples->count < count && !samples->failure) {
        if (clock_now() > deadline) {
            samples->failed_call = "finishing the block in time";
            samples->failure = ETIME;
            break;
        }
        samples->failure = -run_once(theatre);
        if (!samples->failure)
            record(theatre);
    }
    bound_block(0);
    report_repetitions();
}
