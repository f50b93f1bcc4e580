/* SPDX-License-Identifier: MulanPSL-2.0
 * Tells every use of the network by any library of a process and its children, and refuses it: LD_PRELOAD.
 * Sockets of this machine alone (AF_UNIX) are let through and told as well, with their path.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void tell(const char *call, const char *what) {
    const char *path = getenv("NET_LOG");
    if (!path) return;
    int saved = errno, log = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (log >= 0) {
        char line[512];
        int size = snprintf(line, sizeof line, "library %s %s\n", call, what);
        if (size > 0 && write(log, line, (size_t)(size < 511 ? size : 511)) < 0) errno = 0;
        close(log);
    }
    errno = saved;
}

static int is_far(int family, const char *call, const void *address, socklen_t size) {
    char what[256] = "";
    if (family == AF_UNIX) {
        const struct sockaddr_un *here = address;
        size_t length = size > sizeof(sa_family_t) ? size - sizeof(sa_family_t) : 0;
        if (address && length)
            snprintf(what, sizeof what, "unix %s%.*s", here->sun_path[0] ? "" : "@",
                     (int)(length < 100 ? length : 100), here->sun_path[0] ? here->sun_path : here->sun_path + 1);
        else
            snprintf(what, sizeof what, "unix");
        tell(call, what);
        return 0;
    }
    snprintf(what, sizeof what, "family %d", family);
    tell(call, what);
    return family == AF_INET || family == AF_INET6;
}

int socket(int family, int type, int protocol) {
    static int (*real)(int, int, int);
    if (!real) real = dlsym(RTLD_NEXT, "socket");
    if (is_far(family, "socket", NULL, 0)) {
        errno = EACCES;
        return -1;
    }
    return real(family, type, protocol);
}

int connect(int fd, const struct sockaddr *address, socklen_t size) {
    static int (*real)(int, const struct sockaddr *, socklen_t);
    if (!real) real = dlsym(RTLD_NEXT, "connect");
    if (address && is_far(address->sa_family, "connect", address, size)) {
        errno = EACCES;
        return -1;
    }
    return real(fd, address, size);
}

int bind(int fd, const struct sockaddr *address, socklen_t size) {
    static int (*real)(int, const struct sockaddr *, socklen_t);
    if (!real) real = dlsym(RTLD_NEXT, "bind");
    if (address && is_far(address->sa_family, "bind", address, size)) {
        errno = EACCES;
        return -1;
    }
    return real(fd, address, size);
}

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
    (void)hints, (void)found, (void)service;
    tell("getaddrinfo", node ? node : "-");
    return EAI_FAIL;
}

struct hostent *gethostbyname(const char *name) {
    tell("gethostbyname", name ? name : "-");
    return NULL;
}
