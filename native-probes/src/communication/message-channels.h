#ifndef THREADLAB_MESSAGE_CHANNELS_H
#define THREADLAB_MESSAGE_CHANNELS_H

#include <stdbool.h>

#include "exchange.h"

/* The ways for a message between two threads, and between two processes. An index is that of channel_names. */
enum thread_channel { SHARED_IN_PLACE, SHARED_VARIABLE };
enum process_channel { SHARED_MAPPING, PIPE, UNIX_SOCKET };
enum { CHANNELS = 3 };

/* Ends with NULL. */
const char *const *channel_names(bool between_threads);

/* Whether the kernel copies every message of a channel, in and out. */
bool passes_through_kernel(bool between_threads, int channel);

/*
 * Open both ends of every channel. Before the partner exists. Between threads, `messages` are those that the lead
 * hands over in place. Return 0 or -errno.
 */
int open_thread_channels(const struct exchange *exchange, unsigned char *messages, struct endpoint *lead,
                         struct endpoint *partner);
int open_process_channels(const struct exchange *exchange, struct endpoint *lead, struct endpoint *partner);

/*
 * After the fork, in the child and in the parent: closes what belongs to the other side, whose end nobody would see
 * otherwise. In the child, shared memory also gets its page tables, lest the first messages fault.
 */
void settle_channels_in_child(void);
void close_partner_descriptors(void);

/* Observes how much the channels hold. */
void report_channels(bool between_threads);

#endif
