#ifndef THREADLAB_ISOLATION_STORY_H
#define THREADLAB_ISOLATION_STORY_H

#include "demonstration.h"

/*
 * Gives a demonstration a few times, with more signs of life than a block asks for, and reports of a typical one what became
 * of whom: one observation about the whole and one about each actor. Returns 0 or -errno of what failed, named in *failed_call.
 */
int tell_story(const struct theatre *theatre, const char **failed_call);

#endif
