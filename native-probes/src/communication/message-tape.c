#include "message-tape.h"

#include <string.h>

/* splitmix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", doi.org/10.1145/2660193.2660195 */
static uint64_t next_random(uint64_t *state)
{
    uint64_t mixed = *state += UINT64_C(0x9e3779b97f4a7c15);
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ (mixed >> 31);
}

void write_tape(struct message_tape *tape, unsigned char *text, size_t message_bytes, uint64_t seed)
{
    const size_t length = message_bytes + TAPE_SPARE;
    for (size_t at = 0; at < length; at += sizeof seed) {
        const uint64_t word = next_random(&seed);
        const size_t left = length - at;
        memcpy(text + at, &word, left < sizeof word ? left : sizeof word);
    }
    tape->text = text;
    tape->message_bytes = message_bytes;
}

static const unsigned char *window(const struct message_tape *tape, uint32_t index)
{
    return tape->text + index * UINT32_C(2654435761) % TAPE_SPARE;
}

void write_message(const struct message_tape *tape, uint32_t index, unsigned char *message)
{
    memcpy(message, window(tape, index), tape->message_bytes);
}

int64_t count_wrong_bytes(const struct message_tape *tape, uint32_t index, const unsigned char *message)
{
    const unsigned char *expected = window(tape, index);
    if (memcmp(message, expected, tape->message_bytes) == 0)
        return 0;
    int64_t wrong = 0;
    for (size_t i = 0; i < tape->message_bytes; i++)
        wrong += message[i] != expected[i];
    return wrong;
}
