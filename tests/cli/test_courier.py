# SPDX-License-Identifier: MulanPSL-2.0
"""`office serve` and the commands of the courier, as scripts use them."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inspector_app.cli import main
from inspector_app.handoff.membership import membership
from tests.helpers.courier_day import laptop_of, office_folder, some_work
from tests.helpers.office_server import PATIENCE, ROOT, OfficeProcess, serving


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return office_folder(tmp_path / "office")


@pytest.fixture
def laptop(office: Path, tmp_path: Path) -> Path:
    made = laptop_of(office, tmp_path / "laptop", "one")
    some_work(made)
    made.close()
    return made.folder


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, Any, str]]:
    """Run a command: exit code, JSON (or text), stderr."""

    def run(*words: object, as_json: bool = True) -> tuple[int, Any, str]:
        code = main([str(word) for word in (*words, *(["--json"] if as_json else []))])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return code, json.loads(captured.out) if as_json else captured.out, captured.err

    return run


def test_send_says_what_was_done(office: Path, laptop: Path, say: Callable[..., Any]) -> None:
    with serving(office) as server:
        code, said, _ = say("courier", "send", "--data-dir", laptop, "--office", server.http)
        assert code == 0
        assert list(said) == [
            "office", "parts", "sent", "bytes", "receipts", "dispatch", "clock_seconds", "queue",
        ]  # fmt: skip
        assert (said["parts"], said["sent"], said["queue"]) == (1, 1, [])
        assert said["bytes"] > 0 and said["receipts"] >= 1
        assert set(said["dispatch"]) == {"bundle", "parts", "bytes", "operations"}
        code, again, _ = say("courier", "send", "--data-dir", laptop, "--office", server.https)
        assert (code, again["parts"], again["dispatch"]) == (0, 0, None)
    code, queue, _ = say("courier", "queue", "--data-dir", laptop)
    assert [row["state"] for row in queue["queue"]] == ["done"]
    digests = [say("digest", "--data-dir", folder)[1]["digest"] for folder in (laptop, office)]
    assert digests[0] == digests[1]


def test_nobody_there(laptop: Path, say: Callable[..., Any]) -> None:
    code, said, _ = say("courier", "send", "--data-dir", laptop, "--office", "http://127.0.0.1:9")
    assert code == 1
    assert [p["code"] for p in said["problems"]] == ["courier_unreachable"]
    _, queue, _ = say("courier", "queue", "--data-dir", laptop)
    (row,) = queue["queue"]
    assert (row["state"], row["tries"], row["sent"]) == ("waiting", 1, 0)
    assert row["next_try"] and "无法连接内业端" in row["error"]
    _, lines, _ = say("courier", "queue", "--data-dir", laptop, as_json=False)
    assert "待传送" in lines and "无法连接内业端" in lines
    assert say("courier", "forget", "--data-dir", laptop)[1] == {"forgotten": 1}
    assert say("courier", "queue", "--data-dir", laptop)[1] == {"queue": []}


def test_waiting_for_an_office_that_comes_later(office: Path, laptop: Path) -> None:
    with serving(office) as server:
        port = server.port
    words = ["courier", "send", "--data-dir", str(laptop), "--office", f"https://127.0.0.1:{port}", "--wait", "60"]
    sender = subprocess.Popen(
        [sys.executable, "-m", "inspector_app", *words, "--json"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with serving(office, port=port):
        out, _ = sender.communicate(timeout=PATIENCE * 2)
    assert (sender.returncode, json.loads(out)["sent"]) == (0, 1)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_serve_says_where_and_ends_well(office: Path, sign: signal.Signals) -> None:
    server = OfficeProcess(office)
    assert server.said["listening"] is True
    assert server.said["urls"] == [server.https, server.http]
    assert len(server.said["fingerprint"]) == 95
    server.process.send_signal(sign)
    out, err = server.process.communicate(timeout=PATIENCE)
    assert (server.process.returncode, json.loads(out), err) == (0, {"stopped": True}, "")


def test_the_address_is_known_after_the_enrolment_or_the_first_time(office: Path, tmp_path: Path, say: Any) -> None:
    with serving(office, "--url", "https://127.0.0.1:8620/") as server:
        early = laptop_of(office, tmp_path / "early", "early")
        assert membership(early).url == "https://127.0.0.1:8620"
        some_work(early)
        early.close()
        assert say("courier", "send", "--data-dir", early.folder, "--office", server.https)[0] == 0
        code, said, _ = say("courier", "send", "--data-dir", early.folder)
        assert (code, said["office"]) == (0, server.https)
    code, said, _ = say("office", "serve", "--data-dir", office, "--port", 0, "--url", "nowhere")
    assert (code, [p["code"] for p in said["problems"]]) == (1, ["courier_address"])


def test_serve_without_tls(office: Path, laptop: Path, say: Callable[..., Any]) -> None:
    with serving(office, "--plain") as server:
        assert server.said["urls"] == [server.http]
        assert server.said["fingerprint"] == ""
        assert say("courier", "send", "--data-dir", laptop, "--office", server.https)[0] == 1
        assert say("courier", "send", "--data-dir", laptop, "--office", server.http)[0] == 0


def test_serve_speaks_chinese_to_people(office: Path) -> None:
    words = ["office", "serve", "--data-dir", str(office), "--host", "127.0.0.1", "--port", "0"]
    server = subprocess.Popen(
        [sys.executable, "-m", "inspector_app", *words], cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert server.stdout is not None
    said = [server.stdout.readline() for _ in range(5)]
    server.terminate()
    server.communicate(timeout=PATIENCE)
    assert "正在以下地址接收" in said[0]
    assert "https://127.0.0.1:" in said[1] and "http://127.0.0.1:" in said[2] and "证书指纹" in said[3]
    assert server.returncode == 0


def test_a_port_that_is_taken(office: Path, say: Callable[..., Any]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said, _ = say("office", "serve", "--data-dir", office, "--host", "127.0.0.1", "--port", port)
    assert (code, [p["code"] for p in said["problems"]]) == (1, ["office_port"])


@pytest.mark.parametrize("host", ["no.such.host.invalid", "256.1.1.1", "a" * 300, ""])
def test_an_address_that_is_not_this_machines(office: Path, host: str, say: Callable[..., Any]) -> None:
    code, said, _ = say("office", "serve", "--data-dir", office, "--host", host or "203.0.113.7", "--port", 0)
    assert (code, [p["code"] for p in said["problems"]]) == (1, ["office_port"])


def test_only_an_office_receives(laptop: Path, say: Callable[..., Any]) -> None:
    code, said, _ = say("office", "serve", "--data-dir", laptop, "--port", 0)
    assert (code, [p["code"] for p in said["problems"]]) == (1, ["not_office"])


def test_only_a_laptop_sends(office: Path, say: Callable[..., Any]) -> None:
    code, said, _ = say("courier", "send", "--data-dir", office, "--office", "http://127.0.0.1:9")
    assert (code, [p["code"] for p in said["problems"]]) == (1, ["not_member"])


@pytest.mark.parametrize("words", [["--wait", "-1"], ["--wait", "x"], ["--offices"]])
def test_wrong_use(laptop: Path, words: list[str], say: Callable[..., Any]) -> None:
    assert say("courier", "send", "--data-dir", laptop, *words)[0] == 2
