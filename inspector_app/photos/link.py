# SPDX-License-Identifier: MulanPSL-2.0
"""The parent's end of one child process: start, one exchange at a time, kill."""

from __future__ import annotations

import io
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from inspector_app.children import Child
from inspector_app.children.starting import HIDDEN, child_command, child_environment
from inspector_app.photos.faults import PhotoFault
from inspector_app.photos.frames import Frame, FrameBroken, read_frame, write_frame
from inspector_app.photos.limits import START_SECONDS


class ChildLost(Exception):
    """The child did not answer; `fault` says why."""

    def __init__(self, fault: PhotoFault) -> None:
        self.fault = fault
        super().__init__(fault.value)


class ChildLink:
    """One running child. After `ChildLost` it is dead and a new one must be made."""

    def __init__(self, command: Sequence[str] | None = None) -> None:
        try:
            self._process = subprocess.Popen(
                list(command or child_command(Child.PHOTOS)),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                pipesize=1 << 20,  # Linux only: fewer turns for some megabytes
                env=child_environment(),
                creationflags=HIDDEN,
            )
        except OSError as fault:
            raise ChildLost(PhotoFault.NOT_STARTED) from fault
        self._overdue = False
        self._ready = False

    @property
    def alive(self) -> bool:
        """Whether the child can still be asked."""
        return not self._overdue and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    def exchange(self, head: Mapping[str, object], body: bytes, seconds: float, meanwhile: Callable[[], None]) -> Frame:
        """Send one request and wait for its answer; `meanwhile` runs while the child works."""
        requests, answers = self._process.stdin, self._process.stdout
        assert isinstance(requests, io.FileIO)
        assert isinstance(answers, io.FileIO)
        if not self._ready:
            with self._watched(START_SECONDS, PhotoFault.NOT_STARTED, PhotoFault.NOT_STARTED):
                self._ready = read_frame(answers.read).head.get("ready") is True
        with self._watched(seconds, PhotoFault.CRASHED, PhotoFault.TIMEOUT):
            write_frame(requests.write, head, body)
            meanwhile()
            return read_frame(answers.read)

    def kill(self) -> None:
        """End the child at once; the exchange under way fails."""
        self._process.kill()

    def close(self) -> None:
        """End the child and give back its pipes."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait()

    @contextmanager
    def _watched(self, seconds: float, ended: PhotoFault, late: PhotoFault) -> Iterator[None]:
        """Kill the child when its time is over; turn its end into `ChildLost`."""
        watch = threading.Timer(seconds, self._give_up)
        watch.daemon = True
        watch.start()
        try:
            yield
        except (FrameBroken, OSError, ValueError) as fault:
            raise ChildLost(late if self._overdue else ended) from fault
        finally:
            watch.cancel()

    def _give_up(self) -> None:
        self._overdue = True
        self._process.kill()
