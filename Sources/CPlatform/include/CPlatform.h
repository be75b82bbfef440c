// What Takt needs of Linux and the processor that Swift cannot say: pauses, futexes, fences, thread
// placement, clocks, memory and terminal size. Nothing here allocates or keeps global state, except
// that platform_thread_start takes a thread from the system.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// MARK: Waiting

/// Tells the processor that this is a spin loop. About 40 to 140 cycles on current x86.
static inline void platform_cpu_pause(void) {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("isb" ::: "memory");
#endif
}

/// Keeps the compiler, not the processor, from moving memory accesses across this point. It is the
/// cheap half of a pair whose expensive half is platform_fence_all_threads.
static inline void platform_compiler_fence(void) {
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
}

/// Gives the rest of this time slice to another thread.
void platform_yield(void);

/// Asks the kernel for platform_fence_all_threads; call it once before. False where the kernel or a
/// sandbox has no membarrier(2): then both sides of a hand-shake must use a full fence.
bool platform_fence_all_threads_register(void);

/// A full memory fence on every running thread of this process (membarrier(2), private expedited).
/// Costs the caller microseconds and the others an interrupt. False when it is not available.
bool platform_fence_all_threads(void);

/// Sleeps while *word == expected, at most timeoutNanoseconds (negative: no limit). Returns true
/// when woken or when the word already differed, false after the time-out or a signal. The word
/// must stay allocated until the call returns; only threads of this process may wake it.
bool platform_futex_wait(const void *word, uint32_t expected, int64_t timeoutNanoseconds);

/// Wakes at most `count` threads that sleep on the word and returns how many it woke.
int platform_futex_wake(const void *word, int count);

// MARK: Clocks (nanoseconds)

/// Time since an arbitrary point that never jumps; for measuring durations.
int64_t platform_monotonic_nanoseconds(void);

/// Time since the Unix epoch as the machine believes it; may jump when the clock is set.
int64_t platform_wall_nanoseconds(void);

/// Processor time used by the calling thread.
int64_t platform_thread_cpu_nanoseconds(void);

/// Processor time used by the whole process, user and system.
int64_t platform_process_cpu_nanoseconds(void);

// MARK: Threads

/// A running thread; to be joined exactly once.
typedef struct {
    uint64_t handle;
} platform_thread;

/// Starts a thread that runs body(context) and stores it in *thread. The name is cut to 15 bytes
/// and shows up in `top -H`. stackByteCount 0 means 8 MiB. Returns 0 or an errno value (EAGAIN:
/// thread limit).
int platform_thread_start(
    platform_thread *thread, const char *name, size_t stackByteCount, void (*body)(void *),
    void *context);

/// Waits for the end of a thread. Returns 0 or an errno value.
int platform_thread_join(platform_thread thread);

/// Ties the calling thread to one processor. Returns 0 or an errno value (EINVAL: no such
/// processor, or not allowed to this process).
int platform_pin_current_thread(int processor);

/// How many processors this process may use (its affinity mask, not what the machine has).
int platform_processor_count(void);

// MARK: Process and terminal

/// Bytes of this process that are in main memory; 0 when /proc cannot be read.
int64_t platform_resident_byte_count(void);

/// The most bytes of this process that were ever in main memory.
int64_t platform_resident_byte_count_max(void);

/// True when the file descriptor is a terminal.
bool platform_is_terminal(int descriptor);

/// Columns of the terminal, or 0 when the descriptor is none.
int platform_terminal_columns(int descriptor);

/// Rows of the terminal, or 0 when the descriptor is none.
int platform_terminal_rows(int descriptor);
