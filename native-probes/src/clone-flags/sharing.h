#ifndef THREADLAB_SHARING_H
#define THREADLAB_SHARING_H

/*
 * What two tasks made by clone share, shown by doing it: a host, forked for this alone, creates one task with the flags;
 * that task changes what it can reach; the host looks what of it reached itself; and the probe asks the kernel about both
 * while they live. Nothing of it happens in the probe's own process.
 */

/* Reserves what the demonstrations share. Once. Returns 0 or -errno. */
int prepare_demonstrations(void);

/*
 * Runs one and writes its `sharing` observation, which says so where the kernel refused the flags. Returns 0 or -errno
 * of what kept it from being run.
 */
int demonstrate(const char *series, unsigned long flags);

#endif
