/*
 * What the idle fork-exec children run: a static program without a libc that says it is up and then waits until it is
 * killed. It is as little as a process with a program of its own can be.
 */
#include "idle-word.h"
#include "raw-system-call.h"

#if defined(__x86_64__)
__asm__(".globl _start\n_start:\n\txor %ebp, %ebp\n\tand $-16, %rsp\n\tcall begin\n");
#else
__asm__(".globl _start\n_start:\n\tmov x29, xzr\n\tmov x30, xzr\n\tbl begin\n");
#endif

_Noreturn void begin(void);

_Noreturn void begin(void)
{
    raw_system_call4(SYS_write, UP_DESCRIPTOR, (long)UP_WORD, 1, 0);
    for (;;)
        raw_system_call4(SYS_ppoll, 0, 0, 0, 0);
}
