#ifndef THREADLAB_SHARING_EXAMINATION_H
#define THREADLAB_SHARING_EXAMINATION_H

#include <stdbool.h>
#include <sys/types.h>

#include "sharing-page.h"

/* What the kernel said about the creator and the task while both lived. */
enum kernel_object { OBJECT_VM, OBJECT_FILES, OBJECT_FS, OBJECT_SIGHAND, OBJECT_IO, OBJECT_SYSVSEM, OBJECTS };

struct examination {
    bool done;         /* false where /proc did not say which task it is */
    int kcmp[OBJECTS]; /* 0 the same, above 0 different, -errno where it did not say */
    bool listed;       /* the creator's /proc/<pid>/task names the task */
    char namespaces[64]; /* those in which the task is not where its creator is: "pid uts" */
    bool namespaces_known;
};

void examine(const struct sharing_page *page, pid_t host, struct examination *examination);

/* Writes the `sharing` observation. */
void report_sharing(const char *series, const struct sharing_page *page, const struct examination *examination);

/* Whether a task sleeps where no signal reaches it: state D of /proc/<pid>/stat. */
bool is_uninterruptible(pid_t pid);

/* Wakes everybody who waits for this word, in whatever process. */
void wake_all(int *word);

#endif
