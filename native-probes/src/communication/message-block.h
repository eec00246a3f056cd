#ifndef THREADLAB_MESSAGE_BLOCK_H
#define THREADLAB_MESSAGE_BLOCK_H

#include <stdbool.h>

#include "exchange.h"
#include "partner.h"

enum { MESSAGE_BLOCK_LIMIT = 1000 /* samples in one block */ };

/* Reserves what blocks write into; false with errno set where there is no memory. Once, before the partner starts. */
bool prepare_message_blocks(void);

/*
 * Runs a block of samples over one channel and writes its `samples` line. A sample is one movement of round trips, which
 * gives `latency`, and one stream; its batch is the messages of the round trips, two each. Ends the probe with one
 * `error` line where the partner is gone.
 */
void answer_message_block(const struct side *lead, const struct partner *partner, int channel, int count);

#endif
