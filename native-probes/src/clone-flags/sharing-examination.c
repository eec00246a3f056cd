#include "sharing-examination.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <linux/kcmp.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "report.h"

static const struct {
    const char *fact;
    int type;
} objects[OBJECTS] = {
    [OBJECT_VM] = {"kcmpMemory", KCMP_VM},
    [OBJECT_FILES] = {"kcmpDescriptors", KCMP_FILES},
    [OBJECT_FS] = {"kcmpFolder", KCMP_FS},
    [OBJECT_SIGHAND] = {"kcmpHandlers", KCMP_SIGHAND},
    [OBJECT_IO] = {"kcmpPriority", KCMP_IO},
    [OBJECT_SYSVSEM] = {"kcmpUndo", KCMP_SYSVSEM},
};

static const char *const namespaces[] = {"pid", "uts", "ipc", "mnt", "net", "cgroup", "user"};
enum { NAMESPACES = sizeof namespaces / sizeof *namespaces };

bool is_uninterruptible(pid_t pid)
{
    char path[64], text[256];
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    ssize_t size = read(file, text, sizeof text - 1);
    close(file);
    text[size > 0 ? size : 0] = '\0';
    const char *name_end = strrchr(text, ')');
    return name_end && strncmp(name_end, ") D", 3) == 0;
}

void wake_all(int *word)
{
    syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

static void compare_objects(pid_t host, pid_t task, struct examination *examination)
{
    for (int i = 0; i < OBJECTS; i++) {
        long verdict = syscall(SYS_kcmp, host, task, objects[i].type, 0, 0);
        examination->kcmp[i] = verdict < 0 ? -errno : (int)verdict;
    }
}

/* False where the kernel does not tell. */
static bool read_namespace(pid_t pid, const char *name, char *text, size_t size)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/ns/%s", (int)pid, name);
    ssize_t length = readlink(path, text, size - 1);
    text[length > 0 ? length : 0] = '\0';
    return length > 0;
}

/* A namespace that this kernel was built without is nobody's. */
static void compare_namespaces(pid_t host, pid_t task, struct examination *examination)
{
    examination->namespaces_known = true;
    for (int i = 0; i < NAMESPACES; i++) {
        char of_host[64], of_task[64];
        if (!read_namespace(host, namespaces[i], of_host, sizeof of_host))
            continue;
        if (!read_namespace(task, namespaces[i], of_task, sizeof of_task)) {
            examination->namespaces_known = false;
        } else if (strcmp(of_host, of_task) != 0) {
            char *all = examination->namespaces;
            size_t length = strlen(all);
            snprintf(all + length, sizeof examination->namespaces - length, "%s%s", length ? " " : "", namespaces[i]);
        }
    }
}

void examine(const struct sharing_page *page, pid_t host, struct examination *examination)
{
    int group = 0, task = 0;
    char path[64];
    if (sscanf(page->place, "%d/task/%d", &group, &task) != 2)
        return;
    examination->done = true;
    snprintf(path, sizeof path, "/proc/%d/task/%d", (int)host, task);
    examination->listed = access(path, F_OK) == 0;
    compare_objects(host, task, examination);
    compare_namespaces(host, task, examination);
}

static void report_sight(const char *fact, enum sight sight)
{
    if (sight != NOT_KNOWN)
        report_boolean(fact, sight == SEEN);
}

static const char *parent_in_words(const struct sharing_page *page)
{
    if (page->parent == 0)
        return "none";
    if (page->parent == page->host)
        return "creator";
    return page->parent == page->host_parent ? "creator's parent" : "other";
}

static void report_examination(const struct examination *examination)
{
    for (int i = 0; i < OBJECTS; i++) {
        int verdict = examination->kcmp[i];
        report_text(objects[i].fact, verdict < 0 ? errno_name(-verdict) : verdict ? "different" : "same");
    }
    report_boolean("listedInTasks", examination->listed);
    if (examination->namespaces_known)
        report_text("newNamespaces", examination->namespaces);
}

static void report_acts(const struct sharing_page *page)
{
    report_sight("writeSeen", page->write);
    report_sight("descriptorSeen", page->open);
    report_sight("folderMoved", page->folder);
    report_sight("handlerChanged", page->handler);
    report_sight("priorityChanged", page->priority);
    report_boolean("sameGroup", page->pid == page->host);
    report_text("parent", parent_in_words(page));
    report_boolean("parentWordWritten", page->parent_word_written);
    report_boolean("childWordWritten", page->word_found == page->tid);
    report_boolean("childWordCleared", page->word_cleared);
    report_boolean("creatorStoodStill", page->stood_still);
    report_integer("creatorGetpid", page->host);
    report_integer("taskGetpid", page->pid);
    report_integer("taskGettid", page->tid);
    report_integer("taskGetppid", page->parent);
}

void report_sharing(const char *series, const struct sharing_page *page, const struct examination *examination)
{
    report_begin("observation");
    report_text("name", "sharing");
    report_object("facts");
    report_text("series", series);
    report_integer("mask", (int64_t)page->flags);
    if (page->created < 0) {
        report_text("refused", errno_name((int)-page->created));
    } else {
        report_acts(page);
        if (examination->done)
            report_examination(examination);
    }
    report_object_end();
    report_end();
}
