#include "wait-words.h"

#include <string.h>

#include "reserved-memory.h"

/* Names of kernel functions that wait. Machines show some dozens; the room is for whatever a kernel may have. */
enum { WORD_LIMIT = 4096, WORD_BYTES = 128, BUCKETS = 4 * WORD_LIMIT };

static char (*words)[WORD_BYTES];
static int *buckets; /* index + 1; 0 for none */
static int count;

bool wait_words_start(void)
{
    words = reserve_memory(sizeof *words * WORD_LIMIT);
    buckets = reserve_memory(sizeof *buckets * BUCKETS);
    return words && buckets;
}

static unsigned hash(const char *name, size_t length)
{
    unsigned value = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < length; i++)
        value = (value ^ (unsigned char)name[i]) * 16777619u;
    return value;
}

int find_wait_word(const char *name, size_t length)
{
    if (length >= WORD_BYTES)
        length = WORD_BYTES - 1;
    unsigned bucket = hash(name, length) % BUCKETS;
    for (; buckets[bucket]; bucket = (bucket + 1) % BUCKETS) {
        const char *word = words[buckets[bucket] - 1];
        if (memcmp(word, name, length) == 0 && !word[length])
            return buckets[bucket] - 1;
    }
    if (count == WORD_LIMIT)
        return NO_WAIT;
    memcpy(words[count], name, length);
    buckets[bucket] = ++count;
    return count - 1;
}

int count_wait_words(void)
{
    return count;
}

const char *wait_word(int index)
{
    return words[index];
}
