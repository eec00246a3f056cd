#ifndef THREADLAB_FOLDER_LIST_H
#define THREADLAB_FOLDER_LIST_H

/* Calls `found` with every name in an open folder that is a whole number. Gives 0 or -errno. Not to be called by `found`. */
int list_numbers(int folder, void (*found)(int number, void *context), void *context);

#endif
