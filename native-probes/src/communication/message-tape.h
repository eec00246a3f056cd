#ifndef THREADLAB_MESSAGE_TAPE_H
#define THREADLAB_MESSAGE_TAPE_H

#include <stddef.h>
#include <stdint.h>

/*
 * What messages contain: a window of a long random text that follows from a seed. The index of a message says where its
 * window lies, so that each side knows what every message has to be, and a message that is old, cut or shifted differs.
 */
struct message_tape {
    const unsigned char *text;
    size_t message_bytes;
};

enum { TAPE_SPARE = 65521 /* a prime: windows of successive messages lie far from each other */ };

/* Writes the text for messages of this size into `text`, which has room for message_bytes + TAPE_SPARE. */
void write_tape(struct message_tape *tape, unsigned char *text, size_t message_bytes, uint64_t seed);

/* Writes the message of this index. */
void write_message(const struct message_tape *tape, uint32_t index, unsigned char *message);

/* How many bytes of a received message are not those of this index. */
int64_t count_wrong_bytes(const struct message_tape *tape, uint32_t index, const unsigned char *message);

#endif
