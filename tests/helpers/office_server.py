# SPDX-License-Identifier: MulanPSL-2.0
"""The reception as a real process on a free port, requests signed by hand, and a line that breaks when it should."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import random
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx

from inspector_app.handoff.courier_signature import Claim, authorization, certificate_id
from inspector_app.handoff.membership import device_secrets, membership
from inspector_app.office.app import Reception
from inspector_app.office.embedded import EmbeddedStore
from inspector_app.office.limits import Limits
from inspector_app.office.listening import OfficeServer
from inspector_app.workspace import Workspace, open_workspace, system_clock

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # seconds for what takes a moment; nothing waits that long unless it is broken


class OfficeProcess:
    """`office serve` as people start it."""

    def __init__(self, folder: Path, *options: str, port: int = 0) -> None:
        words = ["office", "serve", "--data-dir", str(folder), "--host", "127.0.0.1", "--port", str(port), "--json"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "inspector_app", *words, *options],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.process.communicate(timeout=PATIENCE)
        self.said: dict[str, Any] = json.loads(line)
        self.port: int = self.said.get("port", 0)

    @property
    def http(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def https(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def kill(self) -> None:
        """As if the power failed for the program."""
        self.process.kill()
        self.process.communicate(timeout=PATIENCE)

    def stop(self) -> tuple[int, str, str]:
        """Ask it to stop; give exit code and what it said."""
        if self.process.poll() is None:
            self.process.terminate()
        out, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out, err


@contextlib.contextmanager
def serving(folder: Path, *options: str, port: int = 0) -> Iterator[OfficeProcess]:
    """Serve while the block runs. It must end well and say nothing of faults."""
    server = OfficeProcess(folder, *options, port=port)
    try:
        yield server
    finally:
        code, _, err = server.stop()
    assert "Traceback" not in err, err
    assert code in (0, -9), (code, err)
    log = folder / "logs" / "inspector.log"
    assert not log.is_file() or " ERROR " not in log.read_text(encoding="utf-8")


class Asker:
    """Asks in the name of a laptop, rightly or wrongly signed."""

    def __init__(self, laptop: Workspace, url: str) -> None:
        self.laptop, self.url = laptop, url
        self.member = membership(laptop)
        self.secret = device_secrets(laptop)[0]
        self.certificate = certificate_id(self.member.certificate)
        self.ahead = 0

    def claim(self, body: bytes = b"", **changes: Any) -> Claim:
        office = httpx.get(f"{self.url}/v1/office", trust_env=False, verify=False).json()["time"]
        values: dict[str, Any] = {
            "device": self.laptop.device, "certificate": self.certificate, "time": _seconds(office) + self.ahead,
            "sha256": hashlib.sha256(body).hexdigest(),
        }  # fmt: skip
        return Claim(**{**values, **changes})

    def header(self, method: str, target: str, body: bytes = b"", **changes: Any) -> str:
        claim = self.claim(body, **changes)
        return authorization(self.secret, claim, unit=self.member.unit, method=method, target=target)

    def __call__(self, method: str, target: str, body: bytes = b"", **headers: str) -> httpx.Response:
        every = {"Authorization": self.header(method, target, body)}
        every.update({name.replace("_", "-"): value for name, value in headers.items()})
        return send(self.url, method, target, body, every)

    def patch(self, part: str, body: bytes, offset: int, length: int) -> httpx.Response:
        target = f"/v1/parts/{part}"
        return self("PATCH", target, body, Upload_Offset=str(offset), Upload_Length=str(length))

    def commit(self, part: str, content: bytes) -> httpx.Response:
        body = json.dumps({"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}).encode()
        return self("POST", f"/v1/parts/{part}/commit", body)


def send(
    url: str, method: str, target: str, body: bytes = b"", headers: dict[str, str] | None = None
) -> httpx.Response:
    """Send exactly this target: httpx would tidy `..` away."""
    with httpx.Client(trust_env=False, timeout=PATIENCE, verify=False) as client:
        request = client.build_request(method, url, content=body or None, headers=headers)
        raw = request.url.copy_with(raw_path=target.encode("ascii"))
        request.url = raw
        return client.send(request)


def codes(answer: httpx.Response) -> list[str]:
    """Give the codes of the problems of an answer."""
    return [problem["code"] for problem in answer.json()["problems"]]


def _seconds(text: str) -> int:
    from datetime import datetime

    return int(datetime.fromisoformat(text).timestamp())


class BadLine:
    """A line to the office that breaks after so many bytes of each connection, as long as `budgets` gives numbers."""

    def __init__(
        self, port: int, budgets: Iterator[int], seen: Callable[[bytes], None] | None = None,
        *, tls: ssl.SSLContext | None = None,
    ) -> None:  # fmt: skip
        """`seen` hears what goes to the office; with `tls` the line poses as the office with another certificate."""
        self._port, self._budgets, self._seen, self._tls = port, budgets, seen, tls
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.cuts = 0
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def turn_to(self, port: int) -> None:
        """Lead to another port from now on."""
        self._port = port

    def close(self) -> None:
        self._listening.close()
        with self._lock:
            for one in self._open:
                one.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
                if self._tls is not None:
                    client = self._tls.wrap_socket(client, server_side=True)
            except ssl.SSLError:
                self.cuts += 1
                continue
            except OSError:
                return
            with self._lock:
                budget = next(self._budgets, None)
            try:
                office = socket.create_connection(("127.0.0.1", self._port))
            except OSError:
                _hang_up(client)
                continue
            left = _Budget(budget)
            with self._lock:
                self._open |= {client, office}
            for source, target, seen in ((client, office, self._seen), (office, client, None)):
                threading.Thread(target=self._carry, args=(source, target, left, seen), daemon=True).start()

    def _carry(
        self, source: socket.socket, target: socket.socket, left: _Budget, seen: Callable[[bytes], None] | None
    ) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(16_384):
                allowed = left.take(len(data))
                target.sendall(data[:allowed])
                if seen is not None:
                    seen(data[:allowed])
                if allowed < len(data):
                    self.cuts += 1
                    break
        _hang_up(source)
        _hang_up(target)


class _Budget:
    """Bytes in both directions together until the line breaks; without a number it holds."""

    def __init__(self, most: int | None) -> None:
        self._left, self._lock = most, threading.Lock()

    def take(self, wanted: int) -> int:
        with self._lock:
            if self._left is None:
                return wanted
            given = min(wanted, self._left)
            self._left -= given
            return given


def _hang_up(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()


def some_budgets(seed: int, count: int, least: int, most: int) -> Iterator[int]:
    """Give so many random budgets; after them the line holds."""
    chance = random.Random(seed)
    return iter([chance.randrange(least, most) for _ in range(count)])


@contextlib.contextmanager
def receiving(folder: Path, limits: Limits) -> Iterator[int]:
    """Receive in a thread of this process with other limits; gives the port."""
    ws = open_workspace(folder, clock=system_clock)
    reception = Reception(EmbeddedStore(ws), limits)
    listening, ready = socket.create_server(("127.0.0.1", 0)), threading.Event()
    server = OfficeServer(
        reception.asgi(), [listening], None, limits, on_listening=ready.set, on_stopping=reception.uploads.stop_all
    )

    def run() -> None:
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            runner.run(server.serve())

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert ready.wait(PATIENCE)
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        reception.close()
        ws.close()
    assert not thread.is_alive()
