/* Preloaded into a process, it counts what reaches a regular file, and at a chosen one stops the process, tears the
   write in two, lets the disk be full from then on, or lets the power fail: then all that was written and not synced
   since is undone (LOSE), or some of it, so that later writes outlast earlier ones (SHUFFLE). `fault_arm` begins the
   counting. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { KILL = 0, TEAR = 1, FULL = 2, LOSE = 3, SHUFFLE = 4 };

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

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

/* What a write or a truncation that is not synced yet took the place of. */
struct change {
    dev_t device;
    ino_t inode;
    char path[1024];
    off_t offset, length;
    size_t size, kept;
    char *before;
    struct change *earlier;
};

static struct change *unsynced;
static pthread_mutex_t changing = PTHREAD_MUTEX_INITIALIZER;

static int loses(int descriptor) { return fault >= LOSE && is_file(descriptor); }

static void remember(int descriptor, off_t offset, size_t size) {
    struct change *made = calloc(1, sizeof *made);
    struct stat status;
    char link[64];
    ssize_t length, read;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    length = readlink(link, made->path, sizeof made->path - 1);
    if (length < 0 || fstat(descriptor, &status) != 0) { free(made); return; }
    made->device = status.st_dev;
    made->inode = status.st_ino;
    made->offset = offset;
    made->length = status.st_size;
    made->size = size;
    made->before = calloc(1, size ? size : 1);
    read = pread(descriptor, made->before, size, offset);
    made->kept = read > 0 ? (size_t)read : 0;
    made->earlier = unsynced;
    unsynced = made;
}

static void synced(int descriptor) {
    struct stat status;
    struct change **place = &unsynced;
    if (fstat(descriptor, &status) != 0) return;
    pthread_mutex_lock(&changing);
    while (*place) {
        struct change *one = *place;
        if (one->device == status.st_dev && one->inode == status.st_ino) {
            *place = one->earlier;
            free(one->before);
            free(one);
        } else {
            place = &one->earlier;
        }
    }
    pthread_mutex_unlock(&changing);
}

/* From the newest to the oldest. Where later writes outlast earlier ones the file keeps its length, and zeros stand
   in what never reached the disk. */
static void lose(void) {
    static __typeof__(&pwrite) write_at;
    static __typeof__(&ftruncate) shorten;
    unsigned long number = 0;
    write_at = (__typeof__(&pwrite))dlsym(RTLD_NEXT, "pwrite");
    shorten = (__typeof__(&ftruncate))dlsym(RTLD_NEXT, "ftruncate");
    for (struct change *one = unsynced; one; one = one->earlier, number++) {
        struct stat status;
        int descriptor;
        if (fault == SHUFFLE && (number * 2654435761u + (unsigned long)chosen) % 3 == 0) continue;
        descriptor = open(one->path, O_RDWR);
        if (descriptor < 0) continue;
        if (fstat(descriptor, &status) == 0 && status.st_ino == one->inode && status.st_dev == one->device) {
            write_at(descriptor, one->before, fault == SHUFFLE ? one->size : one->kept, one->offset);
            if (fault == LOSE) shorten(descriptor, one->length);
        }
        close(descriptor);
    }
}

static void stop(void) {
    if (fault >= LOSE) {
        /* For ever: nothing is written beside this, nor after it. */
        pthread_mutex_lock(&changing);
        lose();
    }
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

ssize_t write(int descriptor, const void *bytes, size_t size) {
    REAL(write);
    ssize_t done;
    if (is_file(descriptor) && is_due()) {
        if (fault == FULL) { errno = ENOSPC; return -1; }
        if (fault == TEAR && size > 1) real(descriptor, bytes, size / 2);
        stop();
    }
    if (!loses(descriptor)) return real(descriptor, bytes, size);
    pthread_mutex_lock(&changing);
    remember(descriptor, lseek(descriptor, 0, SEEK_CUR), size);
    done = real(descriptor, bytes, size);
    pthread_mutex_unlock(&changing);
    return done;
}

#define WRITE_AT(name, position) \
    ssize_t name(int descriptor, const void *bytes, size_t size, position offset) { \
        REAL(name); \
        ssize_t done; \
        if (is_file(descriptor) && is_due()) { \
            if (fault == FULL) { errno = ENOSPC; return -1; } \
            if (fault == TEAR && size > 1) real(descriptor, bytes, size / 2, offset); \
            stop(); \
        } \
        if (!loses(descriptor)) return real(descriptor, bytes, size, offset); \
        pthread_mutex_lock(&changing); \
        remember(descriptor, offset, size); \
        done = real(descriptor, bytes, size, offset); \
        pthread_mutex_unlock(&changing); \
        return done; \
    }

WRITE_AT(pwrite, off_t)
WRITE_AT(pwrite64, off64_t)

/* A full disk stops writes; the calls below still work on one. */
#define BOUNDARY if (is_due() && fault != FULL) stop()

#define SYNC(name) \
    int name(int descriptor) { \
        REAL(name); \
        int failed; \
        if (is_file(descriptor)) BOUNDARY; \
        failed = real(descriptor); \
        if (!failed && loses(descriptor)) synced(descriptor); \
        return failed; \
    }

#define TRUNCATE(name, length) \
    int name(int descriptor, length size) { \
        REAL(name); \
        struct stat status; \
        int failed; \
        if (is_file(descriptor)) BOUNDARY; \
        if (!loses(descriptor) || fstat(descriptor, &status) != 0) return real(descriptor, size); \
        pthread_mutex_lock(&changing); \
        remember(descriptor, size, status.st_size > size ? (size_t)(status.st_size - size) : 0); \
        failed = real(descriptor, size); \
        pthread_mutex_unlock(&changing); \
        return failed; \
    }

SYNC(fsync)
SYNC(fdatasync)
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)
int rename(const char *from, const char *to) { REAL(rename); BOUNDARY; return real(from, to); }
int unlink(const char *path) { REAL(unlink); BOUNDARY; return real(path); }
