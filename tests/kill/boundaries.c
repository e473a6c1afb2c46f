/* Preloaded into a process, it counts what reaches a regular file, and at a chosen one stops the process, tears the
   write in two, or lets the disk be full from then on. `fault_arm` begins the counting. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { KILL = 0, TEAR = 1, FULL = 2 };

static long counted, chosen;
static int counting, fault;

void fault_arm(long at, int kind) {
    __atomic_store_n(&counted, 0, __ATOMIC_SEQ_CST);
    chosen = at;
    fault = kind;
    __atomic_store_n(&counting, 1, __ATOMIC_SEQ_CST);
}

long fault_count(void) { return __atomic_load_n(&counted, __ATOMIC_SEQ_CST); }

static int is_due(void) {
    long number;
    if (!__atomic_load_n(&counting, __ATOMIC_SEQ_CST)) return 0;
    number = __atomic_add_fetch(&counted, 1, __ATOMIC_SEQ_CST);
    return chosen > 0 && (fault == FULL ? number >= chosen : number == chosen);
}

static int is_file(int descriptor) {
    struct stat status;
    return counting && fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

static void stop(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t write(int descriptor, const void *bytes, size_t size) {
    REAL(write);
    if (is_file(descriptor) && is_due()) {
        if (fault == FULL) { errno = ENOSPC; return -1; }
        if (fault == TEAR && size > 1) real(descriptor, bytes, size / 2);
        stop();
    }
    return real(descriptor, bytes, size);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t offset) {
    REAL(pwrite);
    if (is_file(descriptor) && is_due()) {
        if (fault == FULL) { errno = ENOSPC; return -1; }
        if (fault == TEAR && size > 1) real(descriptor, bytes, size / 2, offset);
        stop();
    }
    return real(descriptor, bytes, size, offset);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t offset) {
    REAL(pwrite64);
    if (is_file(descriptor) && is_due()) {
        if (fault == FULL) { errno = ENOSPC; return -1; }
        if (fault == TEAR && size > 1) real(descriptor, bytes, size / 2, offset);
        stop();
    }
    return real(descriptor, bytes, size, offset);
}

/* A full disk stops writes; the calls below still work on one. */
#define BOUNDARY if (is_due() && fault != FULL) stop()

int fsync(int descriptor) { REAL(fsync); if (is_file(descriptor)) BOUNDARY; return real(descriptor); }
int fdatasync(int descriptor) { REAL(fdatasync); if (is_file(descriptor)) BOUNDARY; return real(descriptor); }
int ftruncate(int descriptor, off_t size) { REAL(ftruncate); if (is_file(descriptor)) BOUNDARY; return real(descriptor, size); }
int ftruncate64(int descriptor, off64_t size) { REAL(ftruncate64); if (is_file(descriptor)) BOUNDARY; return real(descriptor, size); }
int rename(const char *from, const char *to) { REAL(rename); BOUNDARY; return real(from, to); }
int unlink(const char *path) { REAL(unlink); BOUNDARY; return real(path); }
