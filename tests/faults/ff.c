// SPDX-License-Identifier: MulanPSL-2.0
// Faults on demand, preloaded: the n-th change below the watched folders kills the process, is torn, or fails.
//
// ff_arm(kind, at, path) arms; only calls on files below `path` (several with ':') count. kind:
//   count  nothing happens        kill  SIGKILL before the n-th call    torn  half of the n-th write, then SIGKILL
//   full   ENOSPC once n bytes were written     eio  the n-th fsync fails     gone  ENODEV from the n-th call on
//   flip   the n-th write changes one bit       fail the n-th call fails with EIO
//   unread reading fails with EIO from the n-th time on
//   power  as kill, and what was written and not flushed is gone (files written from front to back only)
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { OFF, COUNT, KILL, TORN, FULL, EIO_SYNC, GONE, FLIP, FAIL, POWER, UNREAD, KINDS };

static int kind = OFF;
static long at, calls, syncs, writes, reads, bytes;
static char watched[8][PATH_MAX];
static int watched_count;

// What is flushed of each file that was written from front to back.
#define FILES 256
static struct { char path[PATH_MAX]; off_t flushed; } files[FILES];
static int file_count;

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

void ff_arm(const char *what, long n, const char *paths) {
    static const char *names[] = {"off", "count", "kill", "torn", "full", "eio", "gone", "flip", "fail",
                                  "power", "unread"};
    char copy[8 * PATH_MAX];
    kind = OFF;
    watched_count = 0;
    snprintf(copy, sizeof copy, "%s", paths);
    for (char *p = strtok(copy, ":"); p && watched_count < 8; p = strtok(NULL, ":"))
        snprintf(watched[watched_count++], PATH_MAX, "%s", p);
    calls = syncs = writes = reads = bytes = 0;
    file_count = 0;
    at = n;
    for (int i = 0; i < KINDS; i++)
        if (!strcmp(names[i], what)) kind = i;
}

long ff_calls(void) { return calls; }
long ff_syncs(void) { return syncs; }
long ff_writes(void) { return writes; }
long ff_reads(void) { return reads; }
long ff_bytes(void) { return bytes; }

static int below(const char *path) {
    for (int i = 0; i < watched_count; i++)
        if (!strncmp(path, watched[i], strlen(watched[i]))) return 1;
    return 0;
}

static int watched_fd(int fd) {
    char link[64], path[PATH_MAX];
    if (kind == OFF) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n <= 0) return 0;
    path[n] = 0;
    return below(path);
}

static int watched_path(int dirfd, const char *path) {
    char whole[PATH_MAX], base[PATH_MAX], link[64];
    if (kind == OFF || !path) return 0;
    if (path[0] == '/') return below(path);
    if (dirfd == AT_FDCWD) {
        if (!getcwd(base, sizeof base)) return 0;
    } else {
        snprintf(link, sizeof link, "/proc/self/fd/%d", dirfd);
        ssize_t n = readlink(link, base, sizeof base - 1);
        if (n <= 0) return 0;
        base[n] = 0;
    }
    if (snprintf(whole, sizeof whole, "%s/%s", base, path) >= (int)sizeof whole) return 0;
    return below(whole);
}

static int path_of(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, PATH_MAX - 1);
    if (n <= 0) return 0;
    path[n] = 0;
    return 1;
}

static int known(const char *path) {
    for (int i = 0; i < file_count; i++)
        if (!strcmp(files[i].path, path)) return i;
    return -1;
}

static void note_write(int fd) {
    char path[PATH_MAX];
    struct stat found;
    if (kind != POWER || !path_of(fd, path) || known(path) >= 0 || file_count == FILES || fstat(fd, &found)) return;
    strcpy(files[file_count].path, path);
    files[file_count++].flushed = found.st_size;
}

static void note_sync(int fd) {
    char path[PATH_MAX];
    struct stat found;
    if (kind != POWER || !path_of(fd, path) || known(path) < 0 || fstat(fd, &found)) return;
    files[known(path)].flushed = found.st_size;
}

static void note_rename(const char *from, const char *to) {
    char real_to[PATH_MAX];
    if (kind != POWER || known(from) < 0) return;
    if (!realpath(to, real_to)) return;
    strcpy(files[known(from)].path, real_to);
}

static void die(void) {
    if (kind == POWER)
        for (int i = 0; i < file_count; i++)
            if (truncate(files[i].path, files[i].flushed)) continue;
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

// Counts a call; gives an errno when it must fail.
static int change(void) {
    calls++;
    if ((kind == KILL || kind == POWER) && calls == at) die();
    if (kind == GONE && calls >= at) return ENODEV;
    if (kind == FAIL && calls == at) return EIO;
    return 0;
}

static int sync_change(void) {
    int fault = change();
    syncs++;
    if (!fault && kind == EIO_SYNC && syncs == at) return EIO;
    return fault;
}

typedef ssize_t (*put)(int, const void *, size_t, off_t, int);

static ssize_t put_plain(int fd, const void *data, size_t n, off_t offset, int positioned) {
    if (positioned) {
        REAL(ssize_t, "pwrite64", int, const void *, size_t, off_t);
        return real(fd, data, n, offset);
    }
    REAL(ssize_t, "write", int, const void *, size_t);
    return real(fd, data, n);
}

static ssize_t put_counted(int fd, const void *data, size_t n, off_t offset, int positioned) {
    if (!watched_fd(fd)) return put_plain(fd, data, n, offset, positioned);
    int fault = change();
    writes++;
    if (fault) {
        errno = fault;
        return -1;
    }
    if (kind == TORN && writes == at) {
        put_plain(fd, data, n / 2, offset, positioned);
        die();
    }
    if (kind == FULL && bytes + (long)n > at) {
        errno = ENOSPC;
        return -1;
    }
    bytes += n;
    if (!positioned) note_write(fd);
    if (kind == FLIP && writes == at && n > 0) {
        char *copy = malloc(n);
        memcpy(copy, data, n);
        copy[n / 2] ^= 1;
        ssize_t done = put_plain(fd, copy, n, offset, positioned);
        free(copy);
        return done;
    }
    return put_plain(fd, data, n, offset, positioned);
}

ssize_t write(int fd, const void *data, size_t n) { return put_counted(fd, data, n, 0, 0); }
ssize_t pwrite(int fd, const void *data, size_t n, off_t offset) { return put_counted(fd, data, n, offset, 1); }
ssize_t pwrite64(int fd, const void *data, size_t n, off64_t offset) { return put_counted(fd, data, n, offset, 1); }

ssize_t read(int fd, void *data, size_t n) {
    REAL(ssize_t, "read", int, void *, size_t);
    if (watched_fd(fd)) {
        reads++;
        if (kind == UNREAD && reads >= at) {
            errno = EIO;
            return -1;
        }
    }
    return real(fd, data, n);
}

#define FAILING(check, count) \
    if (check) { \
        int fault = count(); \
        if (fault) { \
            errno = fault; \
            return -1; \
        } \
    }

int fsync(int fd) {
    REAL(int, "fsync", int);
    FAILING(watched_fd(fd), sync_change)
    int done = real(fd);
    if (!done) note_sync(fd);
    return done;
}

int fdatasync(int fd) {
    REAL(int, "fdatasync", int);
    FAILING(watched_fd(fd), sync_change)
    int done = real(fd);
    if (!done) note_sync(fd);
    return done;
}

int ftruncate(int fd, off_t n) {
    REAL(int, "ftruncate", int, off_t);
    FAILING(watched_fd(fd), change)
    return real(fd, n);
}

int ftruncate64(int fd, off64_t n) {
    REAL(int, "ftruncate64", int, off64_t);
    FAILING(watched_fd(fd), change)
    return real(fd, n);
}

int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *);
    FAILING(watched_path(AT_FDCWD, to), change)
    int done = real(from, to);
    if (!done) note_rename(from, to);
    return done;
}

int renameat(int a, const char *from, int b, const char *to) {
    REAL(int, "renameat", int, const char *, int, const char *);
    FAILING(watched_path(b, to), change)
    return real(a, from, b, to);
}

int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    FAILING(watched_path(AT_FDCWD, path), change)
    return real(path);
}

int unlinkat(int fd, const char *path, int flags) {
    REAL(int, "unlinkat", int, const char *, int);
    FAILING(watched_path(fd, path), change)
    return real(fd, path, flags);
}

int mkdir(const char *path, mode_t mode) {
    REAL(int, "mkdir", const char *, mode_t);
    FAILING(watched_path(AT_FDCWD, path), change)
    return real(path, mode);
}

int mkdirat(int fd, const char *path, mode_t mode) {
    REAL(int, "mkdirat", int, const char *, mode_t);
    FAILING(watched_path(fd, path), change)
    return real(fd, path, mode);
}

// Opening for writing makes a name: it counts too.
#define OPENING(name) \
int name(const char *path, int flags, ...) { \
    mode_t mode = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { \
        va_list more; \
        va_start(more, flags); \
        mode = va_arg(more, mode_t); \
        va_end(more); \
    } \
    REAL(int, #name, const char *, int, ...); \
    FAILING((flags & O_CREAT) && watched_path(AT_FDCWD, path), change) \
    return real(path, flags, mode); \
}
OPENING(open)
OPENING(open64)
