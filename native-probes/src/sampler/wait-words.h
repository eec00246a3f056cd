#ifndef THREADLAB_WAIT_WORDS_H
#define THREADLAB_WAIT_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* In place of a word: it waits for nothing that is known, or the kernel does not tell us. */
enum { NO_WAIT = -1, HIDDEN_WAIT = -2 };

/* Reserves the memory; false with errno set. */
bool wait_words_start(void);

/* The index of a wait channel's name, given to it when it is first met; NO_WAIT where there are too many to tell apart. */
int find_wait_word(const char *name, size_t length);

int count_wait_words(void);
const char *wait_word(int index);

#endif
