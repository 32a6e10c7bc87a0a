#define _GNU_SOURCE
#include "CProcess.h"

#include <fcntl.h>
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
