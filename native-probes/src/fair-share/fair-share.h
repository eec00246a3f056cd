#ifndef THREADLAB_FAIR_SHARE_H
#define THREADLAB_FAIR_SHARE_H

/* `threadprobe fair-share`: its options in, its exit status out. */
int fair_share(int count, char **arguments);

#endif
