#ifndef THREADLAB_WAIT_WORD_H
#define THREADLAB_WAIT_WORD_H

#include <stdatomic.h>
#include <stdint.h>
#include <time.h>

/* A word in memory, shared between threads or processes, that tasks sleep on until it changes (a futex). */

/* Sleeps while the word has this value, at most so long; NULL for as long as it takes. It may wake up sooner. */
void sleep_while(_Atomic uint32_t *word, uint32_t value, const struct timespec *longest);

/* Sleeps until the word has this value. */
void wait_until(_Atomic uint32_t *word, uint32_t wanted);

/* Wakes all that sleep on it. */
void wake_sleepers(_Atomic uint32_t *word);

#endif
