#define _GNU_SOURCE
#include "CProcess.h"

#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
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

void process_keep_freed_memory(void) {
    // The columns of a table come and go, some megabytes each. As the allocator has it, each is given back to the system and
    // taken from it anew, and the system clears it page by page: up to a third of the time of a run on a million rows.
    mallopt(M_MMAP_THRESHOLD, 1 << 25);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    mallopt(M_ARENA_MAX, 1);
}
