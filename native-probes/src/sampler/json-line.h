#ifndef THREADLAB_JSON_LINE_H
#define THREADLAB_JSON_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A line of JSON of whatever length, built in memory reserved beforehand. For lines of many numbers, ten times a second:
 * those of the probe protocol are written with report.h.
 */

/* Reserves the memory; false with errno set. */
bool json_line_start(void);

void json_begin(void);
/* Plain ASCII that needs no escaping: brackets, names, commas. */
void json_plain(const char *text);
void json_character(char character);
void json_integer(int64_t value);
/* With a comma before it where it is not the first of its array. */
void json_element(int64_t value, bool is_first);
/* Any bytes as a quoted string: what is not UTF-8 as U+FFFD, a character for each byte. */
void json_string(const char *bytes, size_t length);
/* Ends the line and writes it to standard output. False where that takes nothing any more. */
bool json_write(void);

#endif
