// SPDX-License-Identifier: MulanPSL-2.0
// Faults on demand, preloaded: the n-th change below the watched folders kills the process, is torn, or fails.
//
// ff_arm(kind, at, path) arms; only calls on files below `path` (several with ':') count. kind:
//   count  nothing happens        kill  SIGKILL before the n-th call    torn  half of the n-th write, then SIGKILL
//   torn_first, torn_last  as torn, after the first sector (or byte) or but for the last byte
//   full   ENOSPC once n bytes were written     eio  the n-th fsync fails     gone  ENODEV from the n-th call on
//   flip   the n-th write changes one bit       fail the n-th call fails with EIO
//   unread reading fails with EIO from the n-th time on
//   power  as kill, and what was written and not flushed is gone (files written from front to back only)
//   record nothing happens, and every change is written to the file of ff_record(), to be played again (powerloss.py)
// What a fault struck, and when, is written to the file of ff_report().
#include "ff_core.h"

static int is_torn(size_t n, size_t *kept) {
    *kept = kind == TORN ? n / 2 : kind == TORN_LAST ? (n ? n - 1 : 0) : n > 512 ? 512 : n ? 1 : 0;
    return (kind == TORN || kind == TORN_FIRST || kind == TORN_LAST) && writes == at;
}

static off_t place_of(int fd, off_t offset, int positioned) {
    struct stat found;
    if (positioned) return offset;
    if (fcntl(fd, F_GETFL) & O_APPEND) return fstat(fd, &found) ? 0 : found.st_size;
    return lseek(fd, 0, SEEK_CUR);
}

static ssize_t put_counted(int fd, const void *data, size_t n, off_t offset, int positioned) {
    size_t kept;
    if (!watched_fd(fd)) {
        ssize_t done = put_plain(fd, data, n, offset, positioned);
        if (fd == 1 && done > 0) record('O', "", NULL, 0, data, done);  // what a person sees
        return done;
    }
    int fault = change_fd("write", fd);
    writes++;
    if (fault) {
        errno = fault;
        return -1;
    }
    if (is_torn(n, &kept)) {
        put_plain(fd, data, kept, offset, positioned);
        struck("write", "");
        die();
    }
    if (kind == FULL && bytes + (long)n > at) {
        if (bytes <= at) struck("write", "");
        bytes = at + 1;  // the disk stays full
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
    off_t place = kind == RECORD ? place_of(fd, offset, positioned) : 0;
    ssize_t done = put_plain(fd, data, n, offset, positioned);
    if (done > 0) record_fd_change('W', fd, place, data, done);
    return done;
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
        int fault = count; \
        if (fault) { \
            errno = fault; \
            return -1; \
        } \
    }

#define FLUSHING(name) \
int name(int fd) { \
    REAL(int, #name, int); \
    int ours = watched_fd(fd); \
    FAILING(ours, sync_change(#name, fd)) \
    int done = real(fd); \
    if (!done) note_sync(fd); \
    if (!done && ours) record_fd_change('S', fd, 0, NULL, 0); \
    return done; \
}
FLUSHING(fsync)
FLUSHING(fdatasync)

#define CUTTING(name, type) \
int name(int fd, type n) { \
    REAL(int, #name, int, type); \
    int ours = watched_fd(fd); \
    FAILING(ours, change_fd("truncate", fd)) \
    int done = real(fd, n); \
    if (!done && ours) record_fd_change('T', fd, n, NULL, 0); \
    return done; \
}
CUTTING(ftruncate, off_t)
CUTTING(ftruncate64, off64_t)

static int moved(int done, int ours, int a, const char *from, int b, const char *to) {
    if (!done && ours) record_names('R', a, from, b, to);
    return done;
}

int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *);
    int ours = watched_path(AT_FDCWD, to) || watched_path(AT_FDCWD, from);
    FAILING(ours, change("rename", to))
    int done = real(from, to);
    if (!done) note_rename(from, to);
    return moved(done, ours, AT_FDCWD, from, AT_FDCWD, to);
}

int renameat(int a, const char *from, int b, const char *to) {
    REAL(int, "renameat", int, const char *, int, const char *);
    int ours = watched_path(b, to) || watched_path(a, from);
    FAILING(ours, change("rename", to))
    return moved(real(a, from, b, to), ours, a, from, b, to);
}

int link(const char *from, const char *to) {
    REAL(int, "link", const char *, const char *);
    int ours = watched_path(AT_FDCWD, to);
    FAILING(ours, change("link", to))
    int done = real(from, to);
    if (!done && ours) record_names('L', AT_FDCWD, from, AT_FDCWD, to);
    return done;
}

static int gone(int done, int ours, char what, int fd, const char *path) {
    if (!done && ours) record_names(what, fd, path, 0, NULL);
    return done;
}

int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    int ours = watched_path(AT_FDCWD, path);
    FAILING(ours, change("unlink", path))
    return gone(real(path), ours, 'U', AT_FDCWD, path);
}

int unlinkat(int fd, const char *path, int flags) {
    REAL(int, "unlinkat", int, const char *, int);
    int ours = watched_path(fd, path);
    FAILING(ours, change("unlink", path))
    return gone(real(fd, path, flags), ours, flags & AT_REMOVEDIR ? 'D' : 'U', fd, path);
}

int rmdir(const char *path) {
    REAL(int, "rmdir", const char *);
    int ours = watched_path(AT_FDCWD, path);
    FAILING(ours, change("rmdir", path))
    return gone(real(path), ours, 'D', AT_FDCWD, path);
}

int mkdir(const char *path, mode_t mode) {
    REAL(int, "mkdir", const char *, mode_t);
    int ours = watched_path(AT_FDCWD, path);
    FAILING(ours, change("mkdir", path))
    return gone(real(path, mode), ours, 'M', AT_FDCWD, path);
}

int mkdirat(int fd, const char *path, mode_t mode) {
    REAL(int, "mkdirat", int, const char *, mode_t);
    int ours = watched_path(fd, path);
    FAILING(ours, change("mkdir", path))
    return gone(real(fd, path, mode), ours, 'M', fd, path);
}

// Opening for writing makes a name, or cuts a file: it counts too.
#define MAKING (O_CREAT | O_TRUNC)
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
    int ours = (flags & MAKING) && watched_path(AT_FDCWD, path); \
    FAILING(ours, change("open", path)) \
    int made = real(path, flags, mode); \
    if (made >= 0 && ours) record_names(flags & O_TRUNC ? 'Z' : 'C', AT_FDCWD, path, 0, NULL); \
    return made; \
}
OPENING(open)
OPENING(open64)

// What the system copies by itself is a write as well; only the record has to fetch the bytes again.
static void record_copied(int fd, off_t place, ssize_t n) {
    if (kind != RECORD || n <= 0) return;
    char path[PATH_MAX], *data = malloc(n);
    if (path_of(fd, path)) {
        int again = open(path, O_RDONLY);
        if (again >= 0 && pread(again, data, n, place) == n) record('W', path, NULL, place, data, n);
        if (again >= 0) close(again);
    }
    free(data);
}

static int copying(int fd, off_t *place, const off_t *given) {
    int fault = change_fd("write", fd);
    writes++;
    *place = given ? *given : lseek(fd, 0, SEEK_CUR);
    if (!fault && kind == FULL && bytes > at) fault = ENOSPC;
    if (!fault && kind >= TORN && (kind == TORN || kind == TORN_FIRST || kind == TORN_LAST) && writes == at) die();
    return fault;
}

#define SENDING(name, type) \
ssize_t name(int out, int in, type *offset, size_t n) { \
    REAL(ssize_t, #name, int, int, type *, size_t); \
    off_t place; \
    int ours = watched_fd(out); \
    FAILING(ours, copying(out, &place, NULL)) \
    ssize_t done = real(out, in, offset, n); \
    if (ours && done > 0) bytes += done; \
    if (ours) record_copied(out, place, done); \
    return done; \
}
SENDING(sendfile, off_t)
SENDING(sendfile64, off64_t)

ssize_t copy_file_range(int in, off_t *from, int out, off_t *to, size_t n, unsigned flags) {
    REAL(ssize_t, "copy_file_range", int, off_t *, int, off_t *, size_t, unsigned);
    off_t place;
    int ours = watched_fd(out);
    FAILING(ours, copying(out, &place, to))
    ssize_t done = real(in, from, out, to, n, flags);
    if (ours && done > 0) bytes += done;
    if (ours) record_copied(out, place, done);
    return done;
}
