#ifndef THREADLAB_PARTNER_WATCH_H
#define THREADLAB_PARTNER_WATCH_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * A process that waits for its partner on a word of shared memory would wait for ever if the partner died. From
 * watch_partner on, the end of a child changes every watched word and wakes who waits on it. A child that somebody stops
 * is ended, as it may never go on. Words are watched before the child can end.
 */
enum { WATCHED_WORDS = 16 };

void watch_word(_Atomic uint32_t *word);

/* Begins to watch; a write to a partner that is gone becomes an errno too. Returns 0 or -errno. */
int watch_partner(void);

bool partner_is_gone(void);

/* The signal that ended or stopped it; 0 where none did. */
int signal_to_partner(void);

/*
 * Sleeps until `word` is woken, unless it no longer has the value `seen`. May return early: the caller looks again.
 * `private` is for words that only threads of this process wait on.
 */
void sleep_on(_Atomic uint32_t *word, uint32_t seen, bool private);

/* Wakes whoever sleeps on the word. */
void wake_sleeper(_Atomic uint32_t *word, bool private);

#endif
