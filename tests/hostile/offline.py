# SPDX-License-Identifier: MulanPSL-2.0
"""The program with an ear at every socket: `python -m tests.hostile.offline WORDS`; what was heard goes to $NET_LOG.

Python's own events are heard by an audit hook, which refuses them too; those of libraries (Qt, OpenSSL) by `net.c`,
where a C compiler is. Sockets between processes of this machine are told by name and let through.
"""

from __future__ import annotations

import os
import socket
import sys

HEARD = frozenset({
    "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname",
    "socket.gethostbyaddr", "socket.getnameinfo", "urllib.Request", "http.client.connect", "ftplib.connect",
    "smtplib.connect", "webbrowser.open",
})  # fmt: skip


def _listen(event: str, arguments: tuple[object, ...]) -> None:
    if event not in HEARD:
        return
    first = arguments[0] if arguments else None
    family = getattr(first, "family", None)
    is_local = family == getattr(socket, "AF_UNIX", -1)
    with open(os.environ["NET_LOG"], "a", encoding="utf-8") as log:  # noqa: PTH123 - nothing of ours in a hook
        log.write(f"python {event} {'unix' if is_local else family} {arguments[1:]!r}\n")
    if not is_local:
        raise PermissionError(f"the network is closed: {event}")


def main() -> int:
    """Run the program with these words."""
    sys.addaudithook(_listen)
    from inspector_app.__main__ import main as program

    return int(program() or 0)


if __name__ == "__main__":
    raise SystemExit(main())
