#ifndef THREADLAB_PERMISSIONS_H
#define THREADLAB_PERMISSIONS_H

/* Writes the `permissions` observation: what the kernel answered when each namespace was asked for alone. */
void report_permissions(void);

#endif
