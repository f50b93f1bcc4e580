# SPDX-License-Identifier: MulanPSL-2.0
"""The parent's end of one child process: start, one exchange at a time, kill."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import inspector_app
from inspector_app.photos.faults import PhotoFault
from inspector_app.photos.frames import Frame, FrameBroken, read_frame, write_frame
from inspector_app.photos.limits import START_SECONDS

# A frozen program is its own interpreter: `__main__` looks for this before anything else.
CHILD_ARGUMENT = "--photo-child"


class ChildLost(Exception):
    """The child did not answer; `fault` says why."""

    def __init__(self, fault: PhotoFault) -> None:
        self.fault = fault
        super().__init__(fault.value)


class ChildLink:
    """One running child. After `ChildLost` it is dead and a new one must be made."""

    def __init__(self, command: Sequence[str] | None = None) -> None:
        hidden = 0
        if sys.platform == "win32":
            hidden = subprocess.CREATE_NO_WINDOW  # a console would flash up
        try:
            self._process = subprocess.Popen(
                list(command or child_command()),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                pipesize=1 << 20,  # Linux only: fewer turns for some megabytes
                env=_child_environment(),
                creationflags=hidden,
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


def child_command() -> list[str]:
    """Give the command that starts the child, for Python and for a frozen program."""
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_ARGUMENT]
    # -P: a folder named PIL in the current directory (a stick, a download folder) must not be imported.
    return [sys.executable, "-P", "-B", "-m", "inspector_app.photos.child"]


def _child_environment() -> dict[str, str]:
    environment = dict(os.environ)
    root = str(Path(inspector_app.__file__).resolve().parent.parent)
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [root, environment.get("PYTHONPATH", "")]))
    environment["MALLOC_ARENA_MAX"] = "2"  # each arena reserves 64 MB of the address space allowed
    return environment
