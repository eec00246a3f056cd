#ifndef THREADLAB_LOST_UPDATE_H
#define THREADLAB_LOST_UPDATE_H

int lost_update(int count, char **arguments);

#endif
