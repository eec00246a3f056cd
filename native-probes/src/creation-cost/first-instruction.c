/*
 * What the exec series start: a static program without a libc that reads the clock as its first act, writes
 * the time and its core to descriptor 3, and exits. Nothing is linked or initialised before that.
 */
#include "birth.h"

#if defined(__x86_64__)
__asm__(".globl _start\n_start:\n\txor %ebp, %ebp\n\tand $-16, %rsp\n\tcall begin\n");
#else
__asm__(".globl _start\n_start:\n\tmov x29, xzr\n\tmov x30, xzr\n\tbl begin\n");
#endif

_Noreturn void begin(void);

_Noreturn void begin(void)
{
    report_birth_in_pipe();
    for (;;)
        raw_system_call4(SYS_exit_group, 0, 0, 0, 0);
}
