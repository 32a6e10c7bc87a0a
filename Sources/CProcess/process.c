#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

// What Linux has and Swift's module of the C library leaves out.

int process_adopt_orphans(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

static int limit(pid_t process, int resource, uint64_t value) {
    struct rlimit bounds = {value, value};
    return prlimit(process, resource, &bounds, NULL);
}

int process_limit(pid_t process, uint64_t memory, uint64_t open_files, uint64_t file_bytes) {
    return limit(process, RLIMIT_DATA, memory) | limit(process, RLIMIT_CORE, 0) |
           limit(process, RLIMIT_NOFILE, open_files) | limit(process, RLIMIT_FSIZE, file_bytes);
}

int process_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int process_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }

// Not PR_SET_PDEATHSIG: that signal comes when the thread that started the program ends, which for a thread of a pool may be at
// any time, and posix_spawn cannot set it.
static void watch(int lifeline) {
    enum { most = 256 };
    int32_t groups[most];
    int count = 0;
    for (;;) {
        int32_t word;
        ssize_t size = read(lifeline, &word, sizeof word);
        if (size < 0 && errno == EINTR) continue;
        if (size != sizeof word) break;
        if (word > 0 && count < most) groups[count++] = word;
        for (int i = 0; word < 0 && i < count; i++) {
            if (groups[i] == -word) groups[i--] = groups[--count];
        }
    }
    for (int i = 0; i < count; i++) kill(-groups[i], SIGKILL);
}

pid_t process_start_watcher(int *lifeline) {
    int ends[2];
    if (process_pipe(ends) != 0) return -1;
    pid_t watcher = fork();
    if (watcher == 0) {
        // Of a process with threads only this one is left: nothing but system calls until its end. A session of its own, so
        // that what is sent to the terminal's or the run's processes does not reach it.
        setsid();
        dup2(ends[0], 0);
        close_range(1, ~0U, 0);
        watch(0);
        _exit(0);
    }
    close(ends[0]);
    if (watcher < 0) {
        close(ends[1]);
        return -1;
    }
    *lifeline = ends[1];
    return watcher;
}

void process_keep_freed_memory(void) {
    // The columns of a table come and go, some megabytes each. As the allocator has it, each is given back to the system and
    // taken from it anew, and the system clears it page by page: up to a third of the time of a run on a million rows.
    mallopt(M_MMAP_THRESHOLD, 1 << 25);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    mallopt(M_ARENA_MAX, 1);
}
