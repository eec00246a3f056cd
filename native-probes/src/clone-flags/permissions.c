/* Which namespaces the kernel makes for us is found out by asking for each once, never by looking at our capabilities. */
#include "permissions.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/wait.h>

#include "flag-combinations.h"
#include "raw-clone.h"
#include "raw-system-call.h"
#include "report.h"

static LIBC_FREE void leave_at_once(void *unused)
{
    (void)unused;
    raw_exit_task(0);
}

/* 0 where it was made, -errno where not. */
static int ask_for(unsigned long flag)
{
    long id = clone_raw_task(flag | SIGCHLD, NULL, (struct id_words){NULL, NULL}, leave_at_once, NULL);
    if (id < 0)
        return (int)id;
    while (waitpid((pid_t)id, NULL, 0) < 0 && errno == EINTR)
        ;
    return 0;
}

void report_permissions(void)
{
    report_begin("observation");
    report_text("name", "permissions");
    report_object("facts");
    for (const struct combination *one = namespace_flags; one->name; one++) {
        int answer = ask_for(one->flags);
        report_text(one->name, answer < 0 ? errno_name(-answer) : "granted");
    }
    report_object_end();
    report_end();
}
