#ifndef THREADLAB_IDLE_WORD_H
#define THREADLAB_IDLE_WORD_H

/* How an idle process says that it is up: one byte on this descriptor. */
enum { UP_DESCRIPTOR = 3 };
#define UP_WORD "u"

#endif
