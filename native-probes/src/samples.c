#include "samples.h"

#include <stdlib.h>
#include <string.h>

#include "harness-memory.h"
#include "report.h"

struct samples *reserve_samples(const char *const *parts, int limit)
{
    struct samples *samples = reserve_harness_memory(sizeof *samples);
    if (!samples)
        return NULL;
    samples->parts = parts;
    for (int part = 0; parts[part]; part++) {
        samples->values[part] = reserve_harness_memory((size_t)limit * sizeof(int64_t));
        if (!samples->values[part])
            return NULL;
    }
    return samples;
}

void clear_samples(struct samples *samples, const char *series, int batch)
{
    samples->series = series;
    samples->batch = batch;
    memset(samples->overhead, 0, sizeof samples->overhead);
    samples->count = 0;
    samples->failure = 0;
    samples->failed_call = NULL;
}

static void report_stop(const struct samples *samples)
{
    report_object("stopped");
    report_text("call", samples->failed_call);
    report_text("errno", errno_name(samples->failure));
    report_text("message", strerror(samples->failure));
    report_integer("iteration", samples->count);
    report_object_end();
}

void begin_samples_report(const struct samples *samples, const struct named_count *counts)
{
    report_begin("samples");
    report_text("series", samples->series);
    report_integer("batch", samples->batch);
    report_object("values");
    for (int part = 0; samples->parts[part]; part++)
        report_integers(samples->parts[part], samples->values[part], (size_t)samples->count);
    report_object_end();
    report_object("overhead");
    for (int part = 0; samples->parts[part]; part++)
        report_integer(samples->parts[part], samples->overhead[part]);
    report_object_end();
    report_object("counts");
    for (; counts->name; counts++)
        report_integer(counts->name, counts->value);
    report_object_end();
    if (samples->failure)
        report_stop(samples);
}

void report_samples(const struct samples *samples, const struct named_count *counts)
{
    begin_samples_report(samples, counts);
    report_end();
}

static int compare_integers(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

int64_t median_of(int64_t *values, int count)
{
    qsort(values, (size_t)count, sizeof *values, compare_integers);
    return values[count / 2];
}
