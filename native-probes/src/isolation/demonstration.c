#include "demonstration.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "clock.h"

enum { PATIENCE_SECONDS = 5 /* for a sign of life */ };

const struct demonstration demonstrations[DEMONSTRATIONS] = {
    [THREAD_FAULTS] = {.name = "thread-faults", .in_threads = true, .deed = FAULT},
    [PROCESS_FAULTS] = {.name = "process-faults", .deed = FAULT},
    [THREAD_OVERWRITES] = {.name = "thread-overwrites", .in_threads = true, .deed = OVERWRITE},
    [PROCESS_OVERWRITES] = {.name = "process-overwrites", .deed = OVERWRITE},
    [PROCESS_OVERWRITES_SHARED] = {.name = "process-overwrites-shared", .shares_cells = true, .deed = OVERWRITE},
};

bool prepare_theatre(struct theatre *theatre, const struct demonstration *demonstration, int actors)
{
    theatre->demonstration = demonstration;
    theatre->actors = actors;
    theatre->board = hang_up_board();
    theatre->cells = map_cells(demonstration->shares_cells);
    return theatre->board && theatre->cells;
}

/* Waits until an actor has given so many signs of life, or has read its data, and all that should live do. */
static int await(_Atomic int64_t *value, int64_t least)
{
    const struct timespec pause = {.tv_nsec = PACE_NS / 2};
    const int64_t deadline = clock_now() + PATIENCE_SECONDS * INT64_C(1000000000);
    while (atomic_load(value) < least) {
        if (some_have_ended())
            return -ESRCH;
        if (clock_now() > deadline)
            return -ETIME;
        nanosleep(&pause, NULL);
    }
    return 0;
}

static int await_beats_of_all(const struct theatre *theatre, int beats)
{
    for (int actor = 0; actor < theatre->actors; actor++) {
        int failure = await(&theatre->board->actors[actor].beats, beats);
        if (failure)
            return failure;
    }
    return 0;
}

static bool ends_by(const struct theatre *theatre, int actor)
{
    const struct demonstration *demonstration = theatre->demonstration;
    return demonstration->deed == FAULT && (demonstration->in_threads || actor == CULPRIT);
}

/* The bell wakes the survivors of a fault too, so that they look whether their data are what they were. */
static int await_looks(const struct theatre *theatre, struct ending *ending)
{
    for (int actor = 0; actor < theatre->actors; actor++) {
        int failure = ends_by(theatre, actor) ? 0 : await(&theatre->board->actors[actor].looked, 1);
        if (failure)
            return failure;
        ending->has_looked[actor] = atomic_load(&theatre->board->actors[actor].looked) != 0;
    }
    return 0;
}

/* The deed's outcome, as it reaches whoever is outside of it: the parent's wait, or the neighbour's eyes. */
static int await_outcome(const struct theatre *theatre, struct ending *ending)
{
    struct board *board = theatre->board;
    announce(&board->cue, 1);
    if (theatre->demonstration->deed == FAULT) {
        int failure = reap(&ending->cast, process_of(&ending->cast, CULPRIT));
        ending->told = clock_now();
        announce(&board->bell, DONE);
        return failure ? failure : await_looks(theatre, ending);
    }
    int failure = await_looks(theatre, ending);
    ending->told = atomic_load(&board->actors[NEIGHBOUR].looked);
    return failure;
}

static int observe_survivors(const struct theatre *theatre, int beats, struct ending *ending)
{
    int64_t beats_then[ACTORS_LIMIT];
    for (int actor = 0; actor < theatre->actors; actor++)
        beats_then[actor] = atomic_load(&theatre->board->actors[actor].beats);
    for (int actor = 0; actor < theatre->actors; actor++) {
        if (!is_known(theatre->board, actor))
            continue;
        int failure = await(&theatre->board->actors[actor].beats, beats_then[actor] + beats);
        if (failure)
            return failure;
        ending->survived[actor] = true;
    }
    return 0;
}

static int run_to_end(const struct theatre *theatre, int beats, struct ending *ending, const char **failed_call)
{
    const struct role role = {
        .deed = theatre->demonstration->deed, .board = theatre->board, .cells = theatre->cells};
    ending->start = clock_now();
    int failure = start_cast(&ending->cast, &role, failed_call);
    if (failure)
        return failure;
    *failed_call = "waiting for a sign of life";
    failure = await_beats_of_all(theatre, beats);
    if (failure)
        return failure;
    ending->known_before = count_known(&ending->cast, theatre->board);
    *failed_call = "observing the deed";
    failure = await_outcome(theatre, ending);
    if (failure)
        return failure;
    *failed_call = "waiting for the survivors' signs of life";
    failure = observe_survivors(theatre, beats, ending);
    if (failure)
        return failure;
    announce(&theatre->board->bell, LEAVE);
    *failed_call = "waitpid";
    failure = reap_all(&ending->cast);
    ending->collected = clock_now();
    ending->known_at_end = count_known(&ending->cast, theatre->board);
    return failure;
}

int perform(const struct theatre *theatre, int beats, struct ending *ending, const char **failed_call)
{
    memset(ending, 0, sizeof *ending);
    ending->cast.actors = theatre->actors;
    ending->cast.in_threads = theatre->demonstration->in_threads;
    wipe_board(theatre->board);
    fill_cells(theatre->cells, theatre->actors);
    int failure = run_to_end(theatre, beats, ending, failed_call);
    if (failure)
        end_all(&ending->cast);
    ending->observer_is_unharmed = are_original(theatre->cells, theatre->actors);
    return failure;
}
