// SPDX-License-Identifier: MulanPSL-2.0
// What the calls of ff.c share: arming, which files are watched, counting, dying, recording.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

enum { OFF, COUNT, KILL, TORN, FULL, EIO_SYNC, GONE, FLIP, FAIL, POWER, UNREAD, TORN_FIRST, TORN_LAST, RECORD, KINDS };

static int kind = OFF;
static long at, calls, syncs, writes, reads, bytes;
static char watched[8][PATH_MAX];
static int watched_count;
static int record_fd = -1, report_fd = -1;
static pthread_mutex_t recording = PTHREAD_MUTEX_INITIALIZER;

// What is flushed of each file that was written from front to back.
#define FILES 256
static struct { char path[PATH_MAX]; off_t flushed; } files[FILES];
static int file_count;

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

void ff_arm(const char *what, long n, const char *paths) {
    static const char *names[] = {"off", "count", "kill", "torn", "full", "eio", "gone", "flip", "fail",
                                  "power", "unread", "torn_first", "torn_last", "record"};
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

void ff_record(int fd) { record_fd = fd; }
void ff_report(int fd) { report_fd = fd; }
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

static void struck(const char *call, const char *where) {
    struct timespec now;
    if (report_fd < 0) return;
    clock_gettime(CLOCK_MONOTONIC, &now);
    dprintf(report_fd, "%ld.%09ld %ld %s %s\n", (long)now.tv_sec, now.tv_nsec, calls, call, where ? where : "");
}

static void die(void) {
    if (kind == POWER)
        for (int i = 0; i < file_count; i++)
            if (truncate(files[i].path, files[i].flushed)) continue;
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

static ssize_t put_plain(int fd, const void *data, size_t n, off_t offset, int positioned) {
    if (positioned) {
        REAL(ssize_t, "pwrite64", int, const void *, size_t, off_t);
        return real(fd, data, n, offset);
    }
    REAL(ssize_t, "write", int, const void *, size_t);
    return real(fd, data, n);
}

static void put_record(const void *data, size_t n) {
    while (n > 0) {
        ssize_t done = put_plain(record_fd, data, n, 0, 0);
        if (done <= 0) return;
        data = (const char *)data + done;
        n -= done;
    }
}

// One change: what, where in the file, its numbers among the calls and writes, two names, and the bytes.
static void record(char what, const char *path, const char *other, int64_t offset, const void *data, uint64_t n) {
    if (kind != RECORD || record_fd < 0) return;
    uint32_t one = strlen(path), two = other ? strlen(other) : 0;
    int64_t call = calls, write = writes;
    pthread_mutex_lock(&recording);
    put_record(&what, 1);
    put_record(&one, 4);
    put_record(&two, 4);
    put_record(&offset, 8);
    put_record(&n, 8);
    put_record(&call, 8);
    put_record(&write, 8);
    put_record(path, one);
    if (two) put_record(other, two);
    if (n) put_record(data, n);
    pthread_mutex_unlock(&recording);
}

static void record_fd_change(char what, int fd, int64_t offset, const void *data, uint64_t n) {
    char path[PATH_MAX];
    if (kind == RECORD && path_of(fd, path)) record(what, path, NULL, offset, data, n);
}

static void whole_path(int dirfd, const char *path, char *whole) {
    char base[PATH_MAX] = "";
    if (path[0] == '/') {
        snprintf(whole, PATH_MAX, "%s", path);
        return;
    }
    if (dirfd == AT_FDCWD) {
        if (!getcwd(base, sizeof base)) base[0] = 0;
    } else if (!path_of(dirfd, base)) base[0] = 0;
    if (snprintf(whole, PATH_MAX, "%s/%s", base, path) >= PATH_MAX) whole[0] = 0;
}

static void record_names(char what, int a, const char *path, int b, const char *other) {
    char one[PATH_MAX], two[PATH_MAX] = "";
    if (kind != RECORD) return;
    whole_path(a, path, one);
    if (other) whole_path(b, other, two);
    record(what, one, other ? two : NULL, 0, NULL, 0);
}

void ff_ack(const char *text) { record('A', text, NULL, 0, NULL, 0); }

// Counts a call; gives an errno when it must fail.
static int change(const char *call, const char *where) {
    calls++;
    int fault = kind == GONE && calls >= at ? ENODEV : kind == FAIL && calls == at ? EIO : 0;
    int dies = (kind == KILL || kind == POWER) && calls == at;
    if (fault || dies) struck(call, where);
    if (dies) die();
    return fault;
}

static int change_fd(const char *call, int fd) {
    char path[PATH_MAX] = "";
    path_of(fd, path);
    return change(call, path);
}

static int sync_change(const char *call, int fd) {
    char path[PATH_MAX] = "";
    path_of(fd, path);
    int fault = change(call, path);
    syncs++;
    if (!fault && kind == EIO_SYNC && syncs == at) {
        struck(call, path);
        return EIO;
    }
    return fault;
}

