#ifndef THREADLAB_CORES_H
#define THREADLAB_CORES_H

/* The cores that this process may run on, the lowest number first. Returns how many, or -errno. */
int list_allowed_cores(int *cores, int limit);

/* Pins the calling task to one core. Returns 0 or -errno. */
int pin_to_core(int core);

/* Pins the calling task to the highest-numbered core that it may use and gives that core. Returns 0 or -errno. */
int pin_to_one_core(int *pinned);

#endif
