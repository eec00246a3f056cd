#include "cells.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "board.h"

/* Fifteen letters and the end of a text fit; the sixteenth letter is the first of the neighbour's cell. */
static const char too_long[] = "paid in full, with many thanks";

char *map_cells(bool shared)
{
    const int sharing = shared ? MAP_SHARED : MAP_PRIVATE;
    void *start = mmap(NULL, ACTORS_LIMIT * CELL_BYTES, PROT_READ | PROT_WRITE, sharing | MAP_ANONYMOUS, -1, 0);
    return start == MAP_FAILED ? NULL : start;
}

void original_text(int actor, char text[CELL_BYTES])
{
    memset(text, 0, CELL_BYTES);
    snprintf(text, CELL_BYTES, "balance %u000", (unsigned)(actor + 1) % 100);
}

void fill_cells(char *cells, int count)
{
    for (int actor = 0; actor < count; actor++)
        original_text(actor, cells + actor * CELL_BYTES);
}

/* Byte by byte and volatile: what stands in memory now, not what a compiler remembers. */
void read_cell(const char *cells, int actor, char text[CELL_BYTES])
{
    const volatile char *cell = cells + actor * CELL_BYTES;
    for (int i = 0; i < CELL_BYTES; i++)
        text[i] = cell[i];
}

bool is_original(const char text[CELL_BYTES], int actor)
{
    char original[CELL_BYTES];
    original_text(actor, original);
    return memcmp(text, original, CELL_BYTES) == 0;
}

bool are_original(const char *cells, int count)
{
    for (int actor = 0; actor < count; actor++) {
        char text[CELL_BYTES];
        read_cell(cells, actor, text);
        if (!is_original(text, actor))
            return false;
    }
    return true;
}

void write_too_far(char *cells, int actor)
{
    volatile char *own = cells + actor * CELL_BYTES;
    for (size_t i = 0; i < sizeof too_long; i++)
        own[i] = too_long[i];
}
