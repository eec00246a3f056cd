#ifndef THREADLAB_READING_LINE_H
#define THREADLAB_READING_LINE_H

#include <stdbool.h>
#include <stdint.h>

/* Reserves the memory; false with errno set. */
bool reading_line_start(void);

/*
 * Writes one line with what has changed in the tables since the line before, and forgets the changes. `at` is when the
 * pass began, `spent` the CPU time used by this program so far. False where standard output takes nothing any more.
 */
bool write_reading(int64_t at, int64_t spent);

#endif
