#include "flag-combinations.h"

#include <sched.h>
#include <stddef.h>

/* sched.h says int, and CLONE_IO is its sign. */
#define CLONE_IO_FLAG 0x80000000ul

/* What glibc's pthread_create asks for, without SETTLS: a task that libc knows nothing of has no storage for it. */
enum {
    PTHREAD_FLAGS = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SYSVSEM | CLONE_SIGHAND | CLONE_THREAD |
                    CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID,
    WITH_FILES = CLONE_FILES,
    WITH_FS = WITH_FILES | CLONE_FS,
    WITH_VM = WITH_FS | CLONE_VM,
    WITH_SIGHAND = WITH_VM | CLONE_SIGHAND,
    WITH_THREAD = WITH_SIGHAND | CLONE_THREAD,
};

struct combination combinations[COMBINATIONS] = {
    {"fork-flags", 0},
    {"vfork-flags", CLONE_VM | CLONE_VFORK},
    {"pthread-flags", PTHREAD_FLAGS},
    {"add-files", WITH_FILES},
    {"add-fs", WITH_FS},
    {"add-vm", WITH_VM},
    {"add-sighand", WITH_SIGHAND},
    {"add-thread", WITH_THREAD},
    [CHOICE] = {"choice", 0},
};

const unsigned long choosable_flags =
    CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | CLONE_VFORK | CLONE_IO_FLAG |
    CLONE_PARENT_SETTID | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC |
    CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWCGROUP | CLONE_NEWUSER;

const struct combination namespace_flags[] = {
    {"NEWPID", CLONE_NEWPID}, {"NEWUTS", CLONE_NEWUTS},       {"NEWIPC", CLONE_NEWIPC},   {"NEWNS", CLONE_NEWNS},
    {"NEWNET", CLONE_NEWNET}, {"NEWCGROUP", CLONE_NEWCGROUP}, {"NEWUSER", CLONE_NEWUSER}, {NULL, 0},
};
