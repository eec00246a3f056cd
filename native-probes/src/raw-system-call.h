#ifndef THREADLAB_RAW_SYSTEM_CALL_H
#define THREADLAB_RAW_SYSTEM_CALL_H

/*
 * System calls without libc: no errno, no thread-local storage, no cancellation points. For tasks that libc
 * does not know about, and for the program without a libc. Each returns what the kernel returned (-errno on failure).
 */
#include <sys/syscall.h>

/*
 * The code of tasks that libc does not know about: nothing in it may touch thread-local storage, so neither
 * sanitizers nor stack protectors may put anything into it. The calls below are always inlined, since a compiler
 * refuses to inline instrumented code into such a function and would call it instead.
 */
#if __has_attribute(disable_sanitizer_instrumentation) /* clang, which otherwise still records entry and exit */
#define UNINSTRUMENTED __attribute__((disable_sanitizer_instrumentation))
#else
#define UNINSTRUMENTED __attribute__((no_sanitize("address", "undefined", "thread")))
#endif
#if __has_attribute(no_stack_protector)
#define LIBC_FREE UNINSTRUMENTED __attribute__((no_stack_protector, noinline))
#else
#define LIBC_FREE UNINSTRUMENTED __attribute__((noinline))
#endif
#define ALWAYS_INLINE static inline __attribute__((always_inline))

#if defined(__x86_64__)

ALWAYS_INLINE long raw_system_call4(long number, long a, long b, long c, long d)
{
    long result;
    register long r10 __asm__("r10") = d;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10)
                     : "rcx", "r11", "memory");
    return result;
}

#elif defined(__aarch64__)

ALWAYS_INLINE long raw_system_call4(long number, long a, long b, long c, long d)
{
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    __asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3) : "memory");
    return x0;
}

#else
#error "threadprobe knows the system call conventions of x86-64 and aarch64 only"
#endif

ALWAYS_INLINE _Noreturn void raw_exit_task(long status)
{
    for (;;)
        raw_system_call4(SYS_exit, status, 0, 0, 0);
}

#endif
