# SPDX-License-Identifier: MulanPSL-2.0
"""The outermost layer of the reception: nobody may be endlessly slow, and no fault is shown to strangers."""

from __future__ import annotations

import asyncio
import logging
import traceback
from pathlib import PurePath

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from inspector_app.office.answers import fault
from inspector_app.office.limits import Limits

log = logging.getLogger(__name__)
GRACE = 30.0  # seconds before the average counts


class Patience:
    """Ends a body that trickles and a download that nobody takes; turns every fault into an answer."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app, self._limits = app, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            return
        call = _Call(receive, send, self._limits)
        try:
            await self._app(scope, call.receive, call.send)
        except (TimeoutError, ConnectionError):
            log.info("a line was too slow or broke")
        except Exception as error:
            log.error("fault: %s", _place(error))  # no content: only lines of code
            if not call.started:
                await fault()(scope, receive, send)


class _Call:
    """The messages of one request, counted and timed."""

    def __init__(self, receive: Receive, send: Send, limits: Limits) -> None:
        self._receive, self._send, self._limits = receive, send, limits
        self._began: float | None = None
        self._bytes = 0
        self.started = False

    async def receive(self) -> Message:
        """Give the next message; too slow a sender counts as gone."""
        now = asyncio.get_running_loop().time
        self._began = self._began or now()
        try:
            async with asyncio.timeout(self._limits.idle_seconds):
                message = await self._receive()
        except TimeoutError:
            return {"type": "http.disconnect"}
        self._bytes += len(message.get("body", b""))
        took = now() - self._began
        if took > GRACE and self._bytes < took * self._limits.slowest_bytes and message.get("more_body"):
            return {"type": "http.disconnect"}
        return message

    async def send(self, message: Message) -> None:
        """Send a message. Raises TimeoutError when nobody takes it."""
        self.started = True
        async with asyncio.timeout(self._limits.idle_seconds):
            await self._send(message)


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    lines = " < ".join(f"{PurePath(f.filename).name}:{f.lineno}" for f in reversed(frames))
    return f"{type(error).__name__} {lines}"
