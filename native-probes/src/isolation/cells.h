#ifndef THREADLAB_CELLS_H
#define THREADLAB_CELLS_H

#include <stdbool.h>

/*
 * The data that the actors of a demonstration work on: one short text for each, side by side at the same addresses in every
 * process. Where the cells are private, each forked process has a copy of its own.
 */
enum { CELL_BYTES = 16 };

/* Maps the cells; NULL with errno set where the system refuses. */
char *map_cells(bool shared);

/* Writes the text that an actor starts with into each of the cells. */
void fill_cells(char *cells, int count);

/* The text that an actor starts with. */
void original_text(int actor, char text[CELL_BYTES]);

/* Copies a cell as it is now. */
void read_cell(const char *cells, int actor, char text[CELL_BYTES]);

/* Whether a text is the one that the actor started with. */
bool is_original(const char text[CELL_BYTES], int actor);

/* Whether all cells are as they were filled. */
bool are_original(const char *cells, int count);

/* The deed: writes a text into an actor's cell that is too long for it, so that the rest lands in the next one. */
void write_too_far(char *cells, int actor);

#endif
