#ifndef THREADLAB_FLAG_OPERATION_H
#define THREADLAB_FLAG_OPERATION_H

#include "creation-block.h"

/* Reserves what the operation below needs. Returns 0 or -errno. */
int prepare_flag_operation(void);

/*
 * The operation that creates one task with these flags and waits until it is gone. It is valid until the next call.
 */
const struct operation *operation_with(const char *name, unsigned long flags);

#endif
