#ifndef THREADLAB_BOARD_H
#define THREADLAB_BOARD_H

#include <stdatomic.h>
#include <stdint.h>

#include "cells.h"

/*
 * What the actors of a demonstration and its observer share on purpose, whoever else shares what: cues, signs of life and
 * what each actor saw. It outlives every one of them. The data that a deed is about lie elsewhere, in cells.h.
 */
enum { ACTORS_LIMIT = 16, BEATS_KEPT = 64 };

enum bell { QUIET, DONE /* the deed is done: read your data */, LEAVE };

/* An actor could not be started; `failure` says why. */
#define NOT_ALL_STARTED (UINT32_C(1) << 31)

/* What one actor leaves behind. Times are CLOCK_MONOTONIC in ns, 0 while there is none. */
struct actor_record {
    _Atomic int32_t pid, tid;
    _Atomic int64_t beats;                   /* signs of life so far */
    _Atomic int64_t beat_times[BEATS_KEPT];  /* of the last ones, the oldest overwritten first */
    _Atomic int64_t looked;                  /* when it had read its data after the deed */
    char data[CELL_BYTES];                   /* what it read then */
    char beyond[CELL_BYTES];                 /* of who did the deed: what it read at its neighbour's address */
};

/* The words that tasks wait for change as announce() and count_up() change them. */
struct board {
    _Atomic uint32_t present; /* actors at work */
    _Atomic uint32_t cue;     /* not 0: do the deed */
    _Atomic uint32_t bell;
    _Atomic uint32_t looked;  /* actors that have read their data */
    _Atomic int32_t failure;  /* errno of the call that kept an actor from starting */
    _Atomic int64_t deed;     /* when the deed was about to be done */
    struct actor_record actors[ACTORS_LIMIT];
};

/* Maps a board that forked children share; NULL with errno set where the system refuses. */
struct board *hang_up_board(void);

/* Wipes it for the next demonstration. Nobody else may be using it. */
void wipe_board(struct board *board);

/* Waits until a word is no longer `seen`, for `ns` nanoseconds at most. May return early. */
void wait_for_change(_Atomic uint32_t *word, uint32_t seen, int64_t ns);

/* Sets a word, or adds one to it, and wakes all who wait for that. */
void announce(_Atomic uint32_t *word, uint32_t value);
void count_up(_Atomic uint32_t *word);

#endif
