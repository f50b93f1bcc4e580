# SPDX-License-Identifier: MulanPSL-2.0
"""Work that takes turns in a thread of its own, so that the loop that serves the lines never waits for the data."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from inspector_app.office.answers import busy

T = TypeVar("T")


class Turns:
    """One thread; what comes in while it works waits, up to a limit."""

    def __init__(self, name: str, most: int) -> None:
        self._pool = ThreadPoolExecutor(1, name)
        self._most, self._waiting = most, 0

    async def do(self, work: Callable[[], T]) -> T:
        """Do a piece of work in its turn, to its end even when nobody waits any more. Denies with 429."""
        if self._waiting >= self._most:
            raise busy(5)
        self._waiting += 1
        done = asyncio.get_running_loop().run_in_executor(self._pool, work)
        done.add_done_callback(self._one_less)
        return await asyncio.shield(done)

    def close(self) -> None:
        """Wait for the work that has begun; the rest never begins."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _one_less(self, done: asyncio.Future[T]) -> None:
        self._waiting -= 1
        if not done.cancelled():
            done.exception()  # whoever waited has it; nobody else needs to be told
