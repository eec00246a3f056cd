#include "actor.h"

#include <stdbool.h>
#include <stddef.h>
#include <unistd.h>

#include "clock.h"
#include "raw-system-call.h"

/* Volatile, so that no compiler sees where it leads. */
static int *volatile nowhere = NULL;

/* A sanitizer would explain the fault and end the process in its own way; it is to be the kernel's. */
static LIBC_FREE void write_through_null(void)
{
    *(volatile int *)nowhere = 1;
}

static void give_sign_of_life(struct actor_record *record)
{
    int64_t beats = atomic_load(&record->beats);
    atomic_store(&record->beat_times[beats % BEATS_KEPT], clock_now());
    atomic_store(&record->beats, beats + 1);
}

static void do_deed(const struct role *role)
{
    struct board *board = role->board;
    atomic_store(&board->deed, clock_now());
    if (role->deed == FAULT)
        write_through_null();
    write_too_far(role->cells, CULPRIT);
    announce(&board->bell, DONE);
    read_cell(role->cells, NEIGHBOUR, board->actors[CULPRIT].beyond);
}

static void look_at_own_data(const struct role *role)
{
    struct actor_record *record = &role->board->actors[role->actor];
    read_cell(role->cells, role->actor, record->data);
    atomic_store(&record->looked, clock_now());
    count_up(&role->board->looked);
}

void play(const struct role *role)
{
    struct board *board = role->board;
    struct actor_record *record = &board->actors[role->actor];
    bool awaits_cue = role->actor == CULPRIT, has_looked = false;
    atomic_store(&record->pid, getpid());
    atomic_store(&record->tid, gettid());
    give_sign_of_life(record);
    count_up(&board->present);
    for (uint32_t heard = QUIET; heard != LEAVE;) {
        if (awaits_cue)
            wait_for_change(&board->cue, 0, PACE_NS);
        else
            wait_for_change(&board->bell, heard, PACE_NS);
        if (awaits_cue && atomic_load(&board->cue)) {
            awaits_cue = false;
            do_deed(role);
        }
        heard = atomic_load(&board->bell);
        if (heard == DONE && !has_looked) {
            has_looked = true;
            look_at_own_data(role);
        }
        give_sign_of_life(record);
    }
}
