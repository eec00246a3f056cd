#include "address-space-tags.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "report.h"

static void report_tags(const char *tags, const char *source)
{
    report_begin("observation");
    report_text("name", "address-space-tags");
    report_object("facts");
    report_text("tags", tags);
    report_text("source", source);
    report_object_end();
    report_end();
}

#if defined(__aarch64__)

/* Every processor of this architecture has them. */
void observe_address_space_tags(void)
{
    report_tags("ASID", "the architecture");
}

#else

/* Whether a line of flags, words between spaces, has this one. */
static bool has_flag(const char *line, const char *flag)
{
    size_t length = strlen(flag);
    for (const char *at = strstr(line, flag); at; at = strstr(at + length, flag))
        if (at > line && at[-1] == ' ' && (at[length] == ' ' || at[length] == '\n' || at[length] == '\0'))
            return true;
    return false;
}

void observe_address_space_tags(void)
{
    char line[8192];
    const char *tags = "not known";
    FILE *file = fopen("/proc/cpuinfo", "re");
    while (file && fgets(line, sizeof line, file)) {
        if (strncmp(line, "flags", 5) != 0)
            continue;
        tags = !has_flag(line, "pcid") ? "none" : has_flag(line, "invpcid") ? "PCID with INVPCID" : "PCID";
        break;
    }
    if (file)
        fclose(file);
    report_tags(tags, "/proc/cpuinfo");
}

#endif
