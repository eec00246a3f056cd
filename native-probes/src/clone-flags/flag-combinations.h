#ifndef THREADLAB_FLAG_COMBINATIONS_H
#define THREADLAB_FLAG_COMBINATIONS_H

/* A set of clone flags that has a name. */
struct combination {
    const char *name;
    unsigned long flags;
};

/* The three presets, the ladder from process to thread, and last the one that the user chose. */
enum { COMBINATIONS = 9, CHOICE = COMBINATIONS - 1 };
extern struct combination combinations[COMBINATIONS];

/* Every flag that may be chosen. */
extern const unsigned long choosable_flags;

/* The flags that make a namespace, each with its name; ends with a NULL name. */
extern const struct combination namespace_flags[];

#endif
