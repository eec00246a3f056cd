#ifndef THREADLAB_ADDRESS_SPACE_TAGS_H
#define THREADLAB_ADDRESS_SPACE_TAGS_H

/*
 * Observes whether this processor marks address translations with the address space that they belong to, as the kernel
 * tells: with such tags a switch between processes need not drop what the TLB holds.
 */
void observe_address_space_tags(void);

#endif
