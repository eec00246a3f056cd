#include "report.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness-memory.h"

/* A block of 10,000 samples in three parts needs at most 3 × 10,000 × 21 characters. */
enum { LINE_LIMIT = 1 << 20 };

static char *line;
static size_t length;
static bool needs_comma;

static void append(const char *text, size_t size)
{
    if (length + size >= LINE_LIMIT)
        abort();
    memcpy(line + length, text, size);
    length += size;
}

static void append_text(const char *text)
{
    append(text, strlen(text));
}

static void append_quoted(const char *text)
{
    append_text("\"");
    for (const char *c = text; *c; c++) {
        char escaped[8];
        if (*c == '"' || *c == '\\')
            append(escaped, (size_t)snprintf(escaped, sizeof escaped, "\\%c", *c));
        else if ((unsigned char)*c < 0x20)
            append(escaped, (size_t)snprintf(escaped, sizeof escaped, "\\u%04x", *c));
        else
            append(c, 1);
    }
    append_text("\"");
}

static void append_name(const char *name)
{
    if (needs_comma)
        append_text(",");
    needs_comma = true;
    append_quoted(name);
    append_text(":");
}

static void append_integer(int64_t value)
{
    char digits[24];
    append(digits, (size_t)snprintf(digits, sizeof digits, "%lld", (long long)value));
}

bool report_start(void)
{
    line = reserve_harness_memory(LINE_LIMIT);
    return line != NULL;
}

void report_begin(const char *type)
{
    length = 0;
    needs_comma = false;
    append_text("{");
    report_text("type", type);
}

void report_text(const char *name, const char *value)
{
    append_name(name);
    append_quoted(value);
}

void report_integer(const char *name, int64_t value)
{
    append_name(name);
    append_integer(value);
}

void report_null(const char *name)
{
    append_name(name);
    append_text("null");
}

void report_boolean(const char *name, bool value)
{
    append_name(name);
    append_text(value ? "true" : "false");
}

void report_integers(const char *name, const int64_t *values, size_t count)
{
    append_name(name);
    append_text("[");
    for (size_t i = 0; i < count; i++) {
        if (i)
            append_text(",");
        append_integer(values[i]);
    }
    append_text("]");
}

void report_object(const char *name)
{
    append_name(name);
    append_text("{");
    needs_comma = false;
}

void report_object_end(void)
{
    append_text("}");
    needs_comma = true;
}

/* Whether writing may go on after it failed. Whoever shares standard output may have set it not to wait for its reader. */
static bool wait_for_reader(void)
{
    struct pollfd output = {.fd = STDOUT_FILENO, .events = POLLOUT};
    return errno == EINTR || (errno == EAGAIN && (poll(&output, 1, -1) == 1 || errno == EINTR));
}

/* The reader is gone when write fails otherwise, and then there is nobody left to tell. */
void report_end(void)
{
    append_text("}\n");
    for (size_t written = 0; written < length;) {
        ssize_t size = write(STDOUT_FILENO, line + written, length - written);
        if (size < 0 && wait_for_reader())
            continue;
        if (size <= 0)
            _exit(PROBE_FAILED);
        written += (size_t)size;
    }
}

const char *errno_name(int number)
{
    const char *name = strerrorname_np(number);
    return name ? name : "unknown";
}

void report_unsupported(const char *reason)
{
    report_begin("unsupported");
    report_text("reason", reason);
    report_end();
}

void report_error(const char *what, int number, const char *advice)
{
    char text[512];
    report_begin("error");
    if (number) {
        snprintf(text, sizeof text, "%s: %s", what, strerror(number));
        report_text("what", text);
        report_text("errno", errno_name(number));
    } else {
        report_text("what", what);
    }
    report_text("advice", advice);
    report_end();
}
