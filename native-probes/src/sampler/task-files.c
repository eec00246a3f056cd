#include "task-files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* For standard input and output, lists of processes, and files that are opened for one reading. */
enum { OWN_DESCRIPTORS = 16, PATH_BYTES = 64 };

static const char *const file_names[] = {"schedstat", "stat", "wchan", "status"};
static long room;         /* descriptors that may be kept */
static long kept;         /* of any kind */
static long kept_by_kind[KEPT_FILES];
static int next_to_spare; /* where the search for files to give back goes on */

/* Threads are met while the folder that lists them is open. */
static int open_two_at_once(void)
{
    int folder = open("/proc/self/task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int file = open("/proc/self/schedstat", O_RDONLY | O_CLOEXEC);
    int failure = file < 0 ? -errno : 0;
    if (file >= 0)
        close(file);
    if (folder >= 0)
        close(folder);
    return failure;
}

int task_files_start(long *allowed)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return -errno;
    rlim_t soft = limit.rlim_cur;
    limit.rlim_cur = limit.rlim_max;
    rlim_t granted = setrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_max : soft;
    /* No more can be made use of than every file of every thread, and its process's folder. */
    const rlim_t greatest = (rlim_t)THREAD_LIMIT * (KEPT_FILES + 1);
    if (granted == RLIM_INFINITY || granted > greatest)
        granted = greatest;
    room = granted > OWN_DESCRIPTORS ? (long)granted - OWN_DESCRIPTORS : 0;
    *allowed = (long)granted;
    return open_two_at_once();
}

int count_kept(void)
{
    return (int)kept_by_kind[SCHEDSTAT];
}

static void close_file(struct thread *thread, enum task_file kind)
{
    if (thread->files[kind] < 0)
        return;
    close(thread->files[kind]);
    thread->files[kind] = -1;
    kept--;
    kept_by_kind[kind]--;
}

void close_spare_files(struct thread *thread)
{
    close_file(thread, STAT);
    close_file(thread, WCHAN);
}

void close_all_files(struct thread *thread)
{
    close_spare_files(thread);
    close_file(thread, SCHEDSTAT);
}

/* Gives back one file for which `schedstat` of another thread is kept. */
static bool spare_one(void)
{
    if (kept_by_kind[STAT] + kept_by_kind[WCHAN] == 0)
        return false;
    for (;;) {
        next_to_spare = next_to_spare + 1 < thread_index_limit() ? next_to_spare + 1 : 0;
        struct thread *thread = thread_at(next_to_spare);
        if (!thread->alive || (thread->files[WCHAN] < 0 && thread->files[STAT] < 0))
            continue;
        close_file(thread, thread->files[WCHAN] >= 0 ? WCHAN : STAT);
        return true;
    }
}

static bool may_keep(const struct thread *thread, enum task_file kind)
{
    if (kind == SCHEDSTAT)
        return kept < room || spare_one();
    return kind < KEPT_FILES && thread->active && kept < room;
}

int open_task_folder(struct process *process)
{
    if (process->folder >= 0)
        return lseek(process->folder, 0, SEEK_SET) == 0 ? process->folder : -errno;
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "/proc/%d/task", process->pid);
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return -errno;
    /* One for each process: no more than half of the room, since reading counters comes first. */
    if (kept < room / 2) {
        process->folder = folder;
        kept++;
    }
    return folder;
}

void leave_task_folder(const struct process *process, int folder)
{
    if (folder >= 0 && folder != process->folder)
        close(folder);
}

void close_task_folder(struct process *process)
{
    if (process->folder < 0)
        return;
    close(process->folder);
    process->folder = -1;
    kept--;
}

static char *append_digits(char *to, int number)
{
    char digits[12];
    int count = 0;
    do
        digits[count++] = (char)('0' + number % 10);
    while (number /= 10);
    while (count > 0)
        *to++ = digits[--count];
    return to;
}

static int open_task_file(const struct thread *thread, enum task_file kind)
{
    const struct process *process = process_at(thread->process);
    char path[PATH_BYTES];
    if (process->folder < 0) {
        snprintf(path, sizeof path, "/proc/%d/task/%d/%s", process->pid, thread->tid, file_names[kind]);
        return open(path, O_RDONLY | O_CLOEXEC);
    }
    char *end = append_digits(path, thread->tid);
    *end++ = '/';
    for (const char *c = file_names[kind]; (*end = *c); c++)
        end++;
    return openat(process->folder, path, O_RDONLY | O_CLOEXEC);
}

/* A thread that ended has no files, a descriptor of one says so in its own words; and an empty text is none either. */
static ssize_t result_of(ssize_t length)
{
    if (length > 0)
        return length;
    int failure = length == 0 ? ESRCH : errno;
    return failure == ENOENT ? -ESRCH : -failure;
}

/* Less than there is room for is given at the end alone. */
static ssize_t read_to_end(int file, char *text)
{
    const ssize_t half = TASK_TEXT_BYTES / 2;
    ssize_t length = 0, size;
    while ((size = read(file, text + length, (size_t)(TASK_TEXT_BYTES - length))) == TASK_TEXT_BYTES - length) {
        memcpy(text, text + half, (size_t)half);
        length = half;
    }
    return size < 0 ? size : length + size;
}

ssize_t read_task_file(struct thread *thread, enum task_file kind, char *text)
{
    if (kind < KEPT_FILES && thread->files[kind] >= 0)
        return result_of(pread(thread->files[kind], text, TASK_TEXT_BYTES, 0));
    int file = open_task_file(thread, kind);
    if (file < 0)
        return result_of(file);
    ssize_t length = result_of(read_to_end(file, text));
    if (length > 0 && may_keep(thread, kind)) {
        thread->files[kind] = file;
        kept++;
        kept_by_kind[kind]++;
    } else {
        close(file);
    }
    return length;
}
