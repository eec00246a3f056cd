#ifndef THREADLAB_REPORT_H
#define THREADLAB_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The probe protocol's writing side: one JSON object a line on standard output, built in memory reserved
 * beforehand and written with write(2) when the line is complete. Never called while something is measured.
 */
enum { REPORT_PROTOCOL = 1 };

/* Reserves the memory; false with errno set where there is none, and then nothing may be reported. */
bool report_start(void);

void report_begin(const char *type);
void report_text(const char *name, const char *value);
void report_integer(const char *name, int64_t value);
void report_null(const char *name);
void report_boolean(const char *name, bool value);
void report_integers(const char *name, const int64_t *values, size_t count);
void report_object(const char *name);
void report_object_end(void);
void report_end(void);

/* The symbolic name of an errno value: "EAGAIN". */
const char *errno_name(int number);

/* Complete lines. report_error's errno may be 0 where no call failed. */
void report_unsupported(const char *reason);
void report_error(const char *what, int number, const char *advice);

enum probe_exit { PROBE_DONE = 0, PROBE_FAILED = 1, PROBE_USAGE = 2, PROBE_UNSUPPORTED = 77 };

#endif
