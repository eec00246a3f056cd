#ifndef THREADLAB_PROC_TEXT_H
#define THREADLAB_PROC_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Longest name that `stat` gives: programs have at most 15 bytes, the kernel's own workers are described at more length. */
enum { NAME_BYTES = 64 };

/* What of `stat` is of use here; proc_pid_stat(5) explains the fields. */
struct stat_text {
    int pid;
    /* Any bytes; not ended by NUL. Points into the text that was parsed. */
    const char *name;
    size_t name_length;
    char state;
    int parent;
    bool kernel;
    int nice;
    uint64_t start; /* clock ticks since boot */
    int core;
    int policy;
    /* False where the kernel keeps addresses, and with them the wait channel, from us. */
    bool traceable;
};

struct schedstat_text {
    uint64_t run, delay; /* nanoseconds */
    uint64_t slices;
};

struct switches_text {
    uint64_t voluntary, involuntary;
};

/* Each is false for what is no such text, or not all of it; then the result holds nothing of use. */
bool parse_stat(const char *text, size_t length, struct stat_text *stat);
bool parse_schedstat(const char *text, size_t length, struct schedstat_text *schedstat);
bool parse_switches(const char *text, size_t length, struct switches_text *switches);

#endif
