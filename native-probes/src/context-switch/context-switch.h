#ifndef THREADLAB_CONTEXT_SWITCH_H
#define THREADLAB_CONTEXT_SWITCH_H

/* The subcommand `context-switch`; gives the probe's exit status. */
int context_switch(int count, char **arguments);

#endif
