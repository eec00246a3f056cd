#ifndef THREADLAB_MESSAGE_MEMORY_H
#define THREADLAB_MESSAGE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Zeroed memory for messages, in pages of 4 KiB on every system, each of them touched by the caller. `shared` memory is
 * seen by children that are forked later; they do not have the rest, which belongs to one side. NULL with errno set where
 * there is none. Never freed: it lives as long as the probe.
 */
void *reserve_messages(size_t bytes, bool shared);

#endif
