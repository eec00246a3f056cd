#include "isolation-story.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness-memory.h"
#include "lifeline.h"
#include "report.h"
#include "samples.h"

enum {
    BEATS = 6, /* of each actor, before the deed and after it */
    TAKES = 5, /* of which the one whose outcome was known after the middle time is told */
    HANGING_SECONDS = 35
};

/* One repetition as it is remembered: the theatre's own board is wiped for the next. */
struct take {
    struct ending ending;
    struct board board;
};

static int64_t time_until_told(const struct take *take)
{
    return take->ending.told - atomic_load(&take->board.deed);
}

static const char *deed_in_words(const struct theatre *theatre)
{
    return theatre->demonstration->deed == FAULT ? "writes through a null pointer"
                                                 : "writes past the end of its own data";
}

static const char *end_in_words(int status, char text[32])
{
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV)
        return "SIGSEGV";
    if (WIFSIGNALED(status))
        snprintf(text, 32, "signal %d", WTERMSIG(status));
    else
        snprintf(text, 32, "status %d", WEXITSTATUS(status));
    return text;
}

static void report_whole(const struct theatre *theatre, const struct take *take)
{
    const struct demonstration *demonstration = theatre->demonstration;
    const struct ending *ending = &take->ending;
    const int64_t deed = atomic_load(&take->board.deed);
    int survivors = 0;
    for (int actor = 0; actor < theatre->actors; actor++)
        survivors += ending->survived[actor];
    report_begin("observation");
    report_text("name", "story");
    report_object("facts");
    report_text("demonstration", demonstration->name);
    report_text("actorsAre", demonstration->in_threads ? "threads" : "processes");
    report_boolean("sharesData", demonstration->in_threads || demonstration->shares_cells);
    report_integer("startedBy", getpid());
    report_integer("culprit", CULPRIT + 1);
    report_text("deed", deed_in_words(theatre));
    if (demonstration->deed == OVERWRITE) {
        char address[32];
        snprintf(address, sizeof address, "%p", (void *)(theatre->cells + NEIGHBOUR * CELL_BYTES));
        report_text("neighboursDataAt", address);
    }
    report_integer("actorsBefore", ending->known_before);
    report_integer("survivors", survivors);
    report_integer("startNs", ending->start - deed);
    report_integer("toldNs", ending->told - deed);
    report_integer("collectedNs", ending->collected - deed);
    report_boolean("observerUnharmed", ending->observer_is_unharmed);
    report_object_end();
    report_end();
}

/* The moments of its signs of life, in µs from the deed, with a blank between them. */
static void report_beats(const struct actor_record *record, int64_t deed)
{
    char text[BEATS_KEPT * 16];
    size_t length = 0;
    const int64_t beats = atomic_load(&record->beats);
    text[0] = '\0';
    for (int64_t beat = beats > BEATS_KEPT ? beats - BEATS_KEPT : 0; beat < beats && length < sizeof text; beat++) {
        const int64_t at = atomic_load(&record->beat_times[beat % BEATS_KEPT]) - deed;
        length += (size_t)snprintf(text + length, sizeof text - length, "%s%.1f", length ? " " : "", (double)at / 1000);
    }
    report_text("beatsUs", text);
}

/* What an actor wrote too far has no end within its cell. */
static void report_cell(const char *name, const char cell[CELL_BYTES])
{
    char text[CELL_BYTES + 1] = "";
    memcpy(text, cell, CELL_BYTES);
    report_text(name, text);
}

static void report_actor(const struct theatre *theatre, const struct take *take, int actor)
{
    const struct ending *ending = &take->ending;
    const struct actor_record *record = &take->board.actors[actor];
    char words[32], before[CELL_BYTES];
    original_text(actor, before);
    report_begin("observation");
    report_text("name", "actor");
    report_object("facts");
    report_text("demonstration", theatre->demonstration->name);
    report_integer("actor", actor + 1);
    report_integer("pid", atomic_load(&record->pid));
    report_integer("tid", atomic_load(&record->tid));
    report_boolean("survived", ending->survived[actor]);
    report_text("processEndedWith", end_in_words(ending->cast.statuses[process_of(&ending->cast, actor)], words));
    report_cell("dataBefore", before);
    if (ending->has_looked[actor])
        report_cell("dataAfter", record->data);
    if (actor == CULPRIT && ending->has_looked[actor])
        report_cell("sawAtNeighbour", record->beyond);
    report_beats(record, atomic_load(&take->board.deed));
    report_object_end();
    report_end();
}

static int give(const struct theatre *theatre, struct take *take, const char **failed_call)
{
    bound_block(HANGING_SECONDS);
    int failure = perform(theatre, BEATS, &take->ending, failed_call);
    bound_block(0);
    if (!failure)
        memcpy(&take->board, theatre->board, sizeof take->board);
    return failure;
}

/* The take before which and after which as many others were told of sooner and later. */
static const struct take *find_middle(const struct take *takes)
{
    int64_t times[TAKES];
    for (int i = 0; i < TAKES; i++)
        times[i] = time_until_told(&takes[i]);
    const int64_t middle = median_of(times, TAKES);
    int found = 0;
    for (int i = 0; i < TAKES; i++)
        if (time_until_told(&takes[i]) == middle)
            found = i;
    return &takes[found];
}

int tell_story(const struct theatre *theatre, const char **failed_call)
{
    struct take *takes = reserve_harness_memory(TAKES * sizeof *takes);
    *failed_call = "reserving memory";
    if (!takes)
        return -errno;
    for (int i = 0; i < TAKES; i++) {
        int failure = give(theatre, &takes[i], failed_call);
        if (failure)
            return failure;
    }
    const struct take *middle = find_middle(takes);
    report_whole(theatre, middle);
    for (int actor = 0; actor < theatre->actors; actor++)
        report_actor(theatre, middle, actor);
    return 0;
}
