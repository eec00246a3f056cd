#include "reading-line.h"

#include <string.h>

#include "census.h"
#include "changes.h"
#include "json-line.h"
#include "pass.h"
#include "task-files.h"
#include "thread-table.h"
#include "wait-words.h"

static int told_words;

static void append_field(const char *text, int64_t value)
{
    json_plain(text);
    json_integer(value);
}

static void describe(struct thread *thread)
{
    append_field("{\"row\":", thread->row);
    append_field(",\"pid\":", process_at(thread->process)->pid);
    append_field(",\"tid\":", thread->tid);
    append_field(",\"parent\":", thread->parent);
    json_plain(",\"name\":");
    json_string(thread->name, thread->name_length);
    append_field(",\"start\":", (int64_t)thread->start);
    append_field(",\"nice\":", thread->nice);
    append_field(",\"policy\":", thread->policy);
    json_plain(thread->kernel ? ",\"kernel\":true}" : ",\"kernel\":false}");
    thread->told = true;
}

static void append_threads(void)
{
    bool is_first = true;
    json_plain(",\"threads\":[");
    for (int i = 0; i < count_changes(DESCRIBED); i++) {
        int index = changed_thread(DESCRIBED, i);
        if (index == NO_THREAD)
            continue;
        if (!is_first)
            json_character(',');
        describe(thread_at(index));
        is_first = false;
    }
    json_character(']');
}

static void append_gone(void)
{
    bool is_first = true;
    json_plain(",\"gone\":[");
    for (int i = 0; i < count_removed(); i++) {
        const struct thread *thread = thread_at(removed_thread(i));
        if (!thread->told)
            continue;
        json_element(thread->row, is_first);
        is_first = false;
    }
    json_character(']');
}

static int64_t row_of(const struct thread *thread)
{
    return thread->row;
}

static int64_t core_of(const struct thread *thread)
{
    return thread->core;
}

static int64_t run_of(const struct thread *thread)
{
    return (int64_t)thread->run;
}

static int64_t delay_of(const struct thread *thread)
{
    return (int64_t)thread->delay;
}

static int64_t slices_of(const struct thread *thread)
{
    return (int64_t)thread->slices;
}

static int64_t voluntary_of(const struct thread *thread)
{
    return (int64_t)thread->voluntary;
}

static int64_t involuntary_of(const struct thread *thread)
{
    return (int64_t)thread->involuntary;
}

/* The word is kept while it runs; it waits there again, most often. */
static int64_t wait_of(const struct thread *thread)
{
    if (thread->state != 'S' && thread->state != 'D' && thread->state != 'I')
        return NO_WAIT;
    return thread->traceable ? thread->wait : HIDDEN_WAIT;
}

static void append_column(const char *before, enum change change, int64_t (*value_of)(const struct thread *))
{
    bool is_first = true;
    json_plain(before);
    for (int i = 0; i < count_changes(change); i++) {
        int index = changed_thread(change, i);
        if (index == NO_THREAD)
            continue;
        json_element(value_of(thread_at(index)), is_first);
        is_first = false;
    }
    json_character(']');
}

static void append_states(void)
{
    json_plain(",\"state\":\"");
    for (int i = 0; i < count_changes(COUNTED); i++) {
        int index = changed_thread(COUNTED, i);
        if (index != NO_THREAD)
            json_character(thread_at(index)->state);
    }
    json_character('"');
}

static void append_columns(void)
{
    append_column(",\"columns\":{\"row\":[", COUNTED, row_of);
    append_states();
    append_column(",\"core\":[", COUNTED, core_of);
    append_column(",\"run\":[", COUNTED, run_of);
    append_column(",\"delay\":[", COUNTED, delay_of);
    append_column(",\"slices\":[", COUNTED, slices_of);
    append_column(",\"wait\":[", COUNTED, wait_of);
    append_column("},\"switches\":{\"row\":[", SWITCHED, row_of);
    append_column(",\"voluntary\":[", SWITCHED, voluntary_of);
    append_column(",\"involuntary\":[", SWITCHED, involuntary_of);
    json_character('}');
}

static void append_new_words(void)
{
    json_plain(",\"waits\":[");
    for (int i = told_words; i < count_wait_words(); i++) {
        if (i > told_words)
            json_character(',');
        json_string(wait_word(i), strlen(wait_word(i)));
    }
    json_character(']');
    told_words = count_wait_words();
}

bool reading_line_start(void)
{
    return json_line_start();
}

bool write_reading(int64_t at, int64_t spent)
{
    json_begin();
    append_field("{\"type\":\"reading\",\"at\":", at);
    append_field(",\"spent\":", spent);
    append_threads();
    append_gone();
    append_columns();
    append_new_words();
    append_field(",\"followed\":", count_threads());
    append_field(",\"kept\":", count_kept());
    append_field(",\"hidden\":", count_hidden());
    json_plain(is_full() ? ",\"full\":true}" : ",\"full\":false}");
    forget_changes();
    release_removed();
    return json_write();
}
