#ifndef C_PROCESS_H
#define C_PROCESS_H

#include <stdint.h>
#include <sys/types.h>

/// Makes this process the one to which orphaned descendants come (prctl PR_SET_CHILD_SUBREAPER). Returns 0, or -1 with errno.
int process_adopt_orphans(void);

/// Limits another process: private memory in bytes, no core dumps, open files, bytes of a file. What it starts inherits it.
/// Returns 0, or -1 with errno.
int process_limit(pid_t process, uint64_t memory, uint64_t open_files, uint64_t file_bytes);

/// A pipe whose ends no other program inherits: ends[0] is read, ends[1] written. Returns 0, or -1 with errno.
int process_pipe(int ends[_Nonnull 2]);

/// An open file that lies in memory and in no folder, and that no program inherits. Returns its descriptor, or -1 with errno.
int process_memory_file(const char *_Nonnull name);

/// Starts a process that ends other processes when this one is gone, however it went, SIGKILL included.
///
/// It is told of them through `lifeline`, by one `int32_t` each: a number to take in, or its negative to forget. When the last
/// descriptor of the lifeline is closed, it kills the process groups with the numbers that are left, and ends. Returns its
/// number, or -1 with errno.
pid_t process_start_watcher(int *_Nonnull lifeline);

/// Keeps memory that is freed, of pieces up to 32 MiB, for whichever thread asks next. For the start of a program, before
/// there are other threads; no result depends on it.
void process_keep_freed_memory(void);

#endif
