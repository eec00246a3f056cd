#include "slices-report.h"

#include "presence.h"
#include "report.h"

static const char *source_with(int refusal)
{
    return refusal ? "threads" : "kernel";
}

void report_timeline(const struct slices *slices, int refusal)
{
    const size_t count = (size_t)slices->count;
    report_object("timeline");
    report_text("source", source_with(refusal));
    report_integers("task", slices->task, count);
    report_integers("core", slices->core, count);
    report_integers("from", slices->from, count);
    report_integers("to", slices->to, count);
    report_integers("end", slices->end, count);
    report_object_end();
}

void observe_timeline_source(int refusal)
{
    report_begin("observation");
    report_text("name", "timeline-source");
    report_object("facts");
    report_text("source", source_with(refusal));
    if (refusal)
        report_text("refusedWith", errno_name(-refusal));
    report_integer("absenceNs", ABSENCE_NS);
    report_object_end();
    report_end();
}
