#define _GNU_SOURCE
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <linux/membarrier.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// MARK: Waiting

void platform_yield(void) { sched_yield(); }

bool platform_fence_all_threads_register(void) {
    return syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) == 0;
}

bool platform_fence_all_threads(void) {
    return syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0) == 0;
}

bool platform_futex_wait(const void *word, uint32_t expected, int64_t timeoutNanoseconds) {
    struct timespec limit;
    struct timespec *limitOrNull = NULL;
    if (timeoutNanoseconds >= 0) {
        limit.tv_sec = timeoutNanoseconds / 1000000000;
        limit.tv_nsec = timeoutNanoseconds % 1000000000;
        limitOrNull = &limit;
    }
    long result = syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, limitOrNull, NULL, 0);
    return result == 0 || errno == EAGAIN;
}

int platform_futex_wake(const void *word, int count) {
    return (int)syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, NULL, NULL, 0);
}

// MARK: Clocks

static int64_t nanoseconds(clockid_t clock) {
    struct timespec now;
    if (clock_gettime(clock, &now) != 0) return 0;
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t platform_monotonic_nanoseconds(void) { return nanoseconds(CLOCK_MONOTONIC); }
int64_t platform_wall_nanoseconds(void) { return nanoseconds(CLOCK_REALTIME); }
int64_t platform_thread_cpu_nanoseconds(void) { return nanoseconds(CLOCK_THREAD_CPUTIME_ID); }
int64_t platform_process_cpu_nanoseconds(void) { return nanoseconds(CLOCK_PROCESS_CPUTIME_ID); }

// MARK: Threads

// What a new thread needs before it can run its body; the thread frees it.
typedef struct {
    void (*body)(void *);
    void *context;
    char name[16];
} thread_start;

static void *run_thread(void *argument) {
    thread_start start = *(thread_start *)argument;
    free(argument);
    pthread_setname_np(pthread_self(), start.name);
    start.body(start.context);
    return NULL;
}

int platform_thread_start(
    platform_thread *thread, const char *name, size_t stackByteCount, void (*body)(void *),
    void *context) {
    thread_start *start = calloc(1, sizeof *start);
    if (start == NULL) return ENOMEM;
    start->body = body;
    start->context = context;
    strncpy(start->name, name, sizeof start->name - 1);

    pthread_attr_t attributes;
    int error = pthread_attr_init(&attributes);
    if (error == 0) {
        error = pthread_attr_setstacksize(&attributes, stackByteCount ? stackByteCount : 8u << 20);
        pthread_t handle = 0;
        if (error == 0) error = pthread_create(&handle, &attributes, run_thread, start);
        if (error == 0) thread->handle = (uint64_t)handle;
        pthread_attr_destroy(&attributes);
    }
    if (error != 0) free(start);
    return error;
}

int platform_thread_join(platform_thread thread) {
    return pthread_join((pthread_t)thread.handle, NULL);
}

int platform_pin_current_thread(int processor) {
    if (processor < 0 || processor >= CPU_SETSIZE) return EINVAL;
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(processor, &set);
    return pthread_setaffinity_np(pthread_self(), sizeof set, &set);
}

int platform_processor_count(void) {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
    int count = CPU_COUNT(&set);
    return count > 0 ? count : 1;
}

// MARK: Process and terminal

int64_t platform_resident_byte_count(void) {
    // The second number of /proc/self/statm is the resident set in pages.
    int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    char text[128];
    ssize_t count = read(file, text, sizeof text - 1);
    close(file);
    if (count <= 0) return 0;
    text[count] = 0;
    long long total = 0, resident = 0;
    if (sscanf(text, "%lld %lld", &total, &resident) != 2) return 0;
    return (int64_t)resident * sysconf(_SC_PAGESIZE);
}

int64_t platform_resident_byte_count_max(void) {
    struct rusage usage;
    if (getrusage(RUSAGE_SELF, &usage) != 0) return 0;
    return (int64_t)usage.ru_maxrss * 1024;
}

bool platform_is_terminal(int descriptor) { return isatty(descriptor) == 1; }

static struct winsize terminal_size(int descriptor) {
    struct winsize size = {0};
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) return (struct winsize){0};
    return size;
}

int platform_terminal_columns(int descriptor) { return terminal_size(descriptor).ws_col; }
int platform_terminal_rows(int descriptor) { return terminal_size(descriptor).ws_row; }
