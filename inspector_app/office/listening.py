# SPDX-License-Identifier: MulanPSL-2.0
"""One port for HTTP and TLS: the first byte of a connection says which (0x16 begins a TLS handshake)."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from inspector_app.office.limits import Limits

log = logging.getLogger(__name__)
HANDSHAKE = 0x16
BACKLOG = 128


class _Protocol(H11Protocol):
    """uvicorn's HTTP, with an end to heads of requests that trickle in."""

    limits = Limits()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait for the first head."""
        super().connection_made(transport)  # type: ignore[arg-type]
        self._timer: asyncio.TimerHandle | None = None
        self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        """Take bytes; the clock runs while they are not yet a whole head."""
        if self._is_between():
            self._wait_for_head()
        super().data_received(data)
        if not self._is_between():
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the clock."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _is_between(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _wait_for_head(self) -> None:
        if self._timer is None:
            self._timer = self.loop.call_later(self.limits.head_seconds, self._give_up)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        if self._is_between():
            self.transport.abort()


class OfficeServer(uvicorn.Server):
    """uvicorn behind our own ears: it gets each connection after we know whether it is TLS."""

    def __init__(
        self, app: Any, listening: list[socket.socket], tls: ssl.SSLContext | None, limits: Limits,
        *, on_listening: Callable[[], None], on_stopping: Callable[[], None],
    ) -> None:  # fmt: skip
        protocol = type("_LimitedProtocol", (_Protocol,), {"limits": limits})
        super().__init__(uvicorn.Config(
            app, http=protocol, ws="none", lifespan="off", log_config=None, access_log=False, server_header=False,
            proxy_headers=False, timeout_keep_alive=30, timeout_graceful_shutdown=20,
            h11_max_incomplete_event_size=32 * 1024,
        ))  # fmt: skip
        self._listening, self._tls, self._limits = listening, tls, limits
        self._on_listening, self._on_stopping = on_listening, on_stopping
        self._tasks: set[asyncio.Task[None]] = set()
        self._accepting: list[asyncio.Task[None]] = []
        self._greeted = 0

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets=[])
        for listening in self._listening:
            listening.setblocking(False)
            self._accepting.append(asyncio.create_task(self._accept(listening)))
        self._on_listening()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more connections, let uploads end where they are and answers go out."""
        for task in [*self._accepting, *self._tasks]:
            task.cancel()
        for listening in self._listening:
            listening.close()
        self._on_stopping()
        await super().shutdown(sockets=[])

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at SIGTERM and SIGINT; afterwards the program ends by itself, with its own exit code."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        wanted = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)]
        before = {sign: signal.signal(sign, self.handle_exit) for sign in wanted}
        try:
            yield
        finally:
            for sign, handler in before.items():
                signal.signal(sign, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop; asked once more, do not wait for anybody."""
        self.force_exit = self.should_exit
        self.should_exit = True

    async def _accept(self, listening: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                line, _ = await loop.sock_accept(listening)
            except OSError as error:  # too many open files: those that are open go on
                log.warning("a connection could not be taken: %s", error.strerror)
                await asyncio.sleep(0.2)
                continue
            if self._greeted + len(self.server_state.connections) >= self._limits.connections:
                line.close()
                continue
            self._greeted += 1
            task = asyncio.create_task(self._greet(line))
            self._tasks.add(task)
            task.add_done_callback(self._greeted_one)

    def _greeted_one(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._greeted -= 1

    async def _greet(self, line: socket.socket) -> None:
        """Find out what is spoken and hand the connection to uvicorn."""
        patience = self._limits.greeting_seconds
        try:
            line.setblocking(False)
            async with asyncio.timeout(patience):
                first = await _peek(line)
            is_tls = first == HANDSHAKE
            if first is None or (is_tls and self._tls is None):
                line.close()
                return
            handshake = {"ssl": self._tls, "ssl_handshake_timeout": patience} if is_tls else {}
            loop = asyncio.get_running_loop()
            await loop.connect_accepted_socket(self._protocol, line, **handshake)  # type: ignore[arg-type]
        except (OSError, TimeoutError):  # ssl.SSLError is one: a foreign certificate store, a scanner, a cut line
            line.close()
        except BaseException:
            line.close()
            raise

    def _protocol(self) -> asyncio.Protocol:
        kind: Any = self.config.http_protocol_class
        made: asyncio.Protocol = kind(
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state,
            _loop=asyncio.get_running_loop(),
        )  # fmt: skip
        return made


async def _peek(line: socket.socket) -> int | None:
    """Look at the first byte without taking it; None when the other side hung up."""
    loop = asyncio.get_running_loop()
    while True:
        try:
            first = line.recv(1, socket.MSG_PEEK)
        except (BlockingIOError, InterruptedError):
            ready = asyncio.Event()
            loop.add_reader(line, ready.set)
            try:
                await ready.wait()
            finally:
                loop.remove_reader(line)
            continue
        return first[0] if first else None
