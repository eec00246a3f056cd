#include "raw-clone.h"

#include "raw-system-call.h"

/* In the new task all registers but the result's and the stack's are the creator's: that is how it finds its task. */
LIBC_FREE long clone_raw_task(unsigned long flags, void *stack_top, struct id_words words, raw_task *task, void *argument)
{
#if defined(__x86_64__)
    long result;
    register int *child_word __asm__("r10") = words.child;
    register raw_task *run __asm__("r12") = task;
    register void *given __asm__("r13") = argument;
    __asm__ volatile("syscall\n\t"
                     "test %%rax, %%rax\n\t"
                     "jnz 1f\n\t"
                     "xor %%ebp, %%ebp\n\t"
                     "and $-16, %%rsp\n\t"
                     "mov %[given], %%rdi\n\t"
                     "call *%[run]\n\t"
                     "hlt\n"
                     "1:"
                     : "=a"(result)
                     : "a"(SYS_clone), "D"(flags), "S"(stack_top), "d"(words.parent), "r"(child_word), [run] "r"(run),
                       [given] "r"(given)
                     : "rcx", "r11", "memory", "cc");
    return result;
#else
    register long x8 __asm__("x8") = SYS_clone;
    register long x0 __asm__("x0") = (long)flags;
    register long x1 __asm__("x1") = (long)stack_top;
    register long x2 __asm__("x2") = (long)words.parent;
    register long x3 __asm__("x3") = 0;
    register long x4 __asm__("x4") = (long)words.child;
    register raw_task *run __asm__("x9") = task;
    register void *given __asm__("x10") = argument;
    __asm__ volatile("svc #0\n\t"
                     "cbnz x0, 1f\n\t"
                     "mov x29, xzr\n\t"
                     "mov x0, %[given]\n\t"
                     "blr %[run]\n"
                     "1:"
                     : "+r"(x0)
                     : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), [run] "r"(run), [given] "r"(given)
                     : "x30", "memory", "cc");
    return x0;
#endif
}
