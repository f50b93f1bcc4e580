# SPDX-License-Identifier: MulanPSL-2.0
"""`backup` and `rescue`: the drill of an office from the command line, with refusals and exit codes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app.workspace import open_workspace
from tests.cli.conftest import Cli
from tests.helpers.accounts import quick_slots
from tests.helpers.makers import an_enterprise

PASSWORD = "青山-7-绿水-longer"


@pytest.fixture
def busy_cli(unit_cli: Cli) -> Cli:
    """A data folder with three enterprises and a photo that no row names."""
    ws = open_workspace(unit_cli.data_dir)
    for n in range(3):
        an_enterprise(ws, n)
    ws.close()
    return unit_cli


def test_the_drill_make_list_verify_restore(busy_cli: Cli, tmp_path: Path) -> None:
    cli = busy_cli
    (tmp_path / "stick").mkdir()
    assert cli.json("backup", "target", tmp_path / "stick")["target"]["is_here"]
    made = cli.json("backup", "make")["made"]
    assert [m["place"] for m in made] == ["local", "medium"]
    assert all(Path(m["path"]).is_file() and m["counts"]["enterprises"] == 3 for m in made)
    listed = cli.json("backup", "list")["places"]
    assert [len(p["backups"]) for p in listed] == [1, 1]
    assert len(cli.json("backup", "verify")["verified"]) == 2

    shutil.rmtree(cli.data_dir)
    assert cli.json("backup", "list", "--from", tmp_path / "stick")["places"][0]["backups"]
    seen = cli.json("backup", "restore", "--from", tmp_path / "stick", "--preview")
    assert seen["present"]["is_there"] is False
    assert not (cli.data_dir / "inspector.db").exists()
    done = cli.json("backup", "restore", "--from", tmp_path / "stick")
    assert done["restored"] == made[1]["id"]
    assert done["set_aside"] == ""
    assert cli.json("verify")["well"]


def test_over_present_data_only_when_said(busy_cli: Cli) -> None:
    cli = busy_cli
    cli("backup", "make", expect=0)
    assert cli("backup", "restore", "--json", expect=1).codes == ["restore_target"]
    done = cli.json("backup", "restore", "--replace")
    assert (Path(done["set_aside"]) / "inspector.db").is_file()
    assert cli.json("verify")["well"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("verify", "19990101-000000-abcd"), "backup_none"),
        (("verify",), "backup_none"),
        (("restore", "--from", "/nowhere-at-all"), "backup_none"),
        (("make", "--place", "medium"), "medium_gone"),
        (("target", "/nowhere-at-all"), "backup_target"),
    ],
)
def test_refusals(busy_cli: Cli, words: tuple[str, ...], code: str) -> None:
    assert busy_cli("backup", *words, "--json", expect=1).codes == [code]


def test_wrong_use(busy_cli: Cli) -> None:
    busy_cli("backup", "make", "--place", "moon", expect=2)


def test_protected_data_with_a_password_file(busy_cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cli = busy_cli
    secret = tmp_path / "password.txt"
    secret.write_text(PASSWORD, encoding="utf-8")
    key = tmp_path / "key.txt"
    cli("protection", "on", "--name", "王建国", "--new-password-file", secret, "--recovery-out", key, expect=0)
    (tmp_path / "stick").mkdir()
    cli("backup", "target", tmp_path / "stick", "--password-file", secret, expect=0)
    cli("backup", "make", "--password-file", secret, expect=0)
    shutil.rmtree(cli.data_dir)
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("not this one at all", encoding="utf-8")
    from_stick = ("backup", "restore", "--from", tmp_path / "stick", "--json")
    assert cli(*from_stick, "--password-file", wrong, expect=1).codes == ["password_wrong"]
    assert cli(*from_stick, expect=1).codes == ["workspace_locked"]
    cli(*from_stick, "--recovery-file", key, expect=0)
    assert cli.json("verify", "--password-file", secret)["well"]


def test_damaged_key_slots_come_back_alone(busy_cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick_slots(monkeypatch)
    cli = busy_cli
    (tmp_path / "password").write_text(PASSWORD)
    opening = ("--password-file", tmp_path / "password")
    cli("protection", "on", "--name", "王建国", "--new-password-file", tmp_path / "password", expect=0)
    cli("backup", "make", *opening, expect=0)
    whole = cli("backup", "restore", "--slots-only", *opening, "--json", expect=1)
    assert whole.codes == ["protected_already"]
    for name in ("keyslots.json", "keyslots.copy.json"):
        (cli.data_dir / name).write_text("{ broken")
    assert cli("due", *opening, "--json", expect=1).codes == ["key_slots_damaged"]
    out = cli.json("rescue", "export", "--out", tmp_path / "out", *opening)
    assert out["tables"]["enterprises"] == 3
    back = cli.json("backup", "restore", "--slots-only", *opening)
    assert back["names"] == ["王建国"]
    assert cli.json("verify", *opening)["well"]
    for name in ("keyslots.json", "keyslots.copy.json"):
        (cli.data_dir / name).unlink()
    done = cli.json("backup", "restore", "--replace", *opening)
    assert (Path(done["set_aside"]) / "inspector.db").is_file(), "a whole restore goes as well"
    assert cli.json("verify", *opening)["well"]


def test_rescue_where_nothing_opens(busy_cli: Cli, tmp_path: Path) -> None:
    cli = busy_cli
    path = cli.data_dir / "inspector.db"
    data = bytearray(path.read_bytes())
    for page in range(60, len(data) // 4096, 5):
        data[page * 4096 : page * 4096 + 4096] = bytes(4096)
    path.write_bytes(data)
    done = cli.json("rescue", "export", "--out", tmp_path / "out")
    assert Path(done["folder"]).is_dir()
    assert path.read_bytes() == bytes(data)
    inside = cli("rescue", "export", "--out", cli.data_dir / "x", "--json", expect=1)
    assert inside.codes == ["restore_target"]


def test_the_reserve(busy_cli: Cli) -> None:
    said = busy_cli.json("rescue", "reserve")
    assert said["laid"] is False
    assert said["free"] > 0


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("milliseconds", [150, 400, 700, 900, 1100, 1300])
def test_a_real_kill_leaves_the_data_and_the_older_backup(busy_cli: Cli, milliseconds: int) -> None:
    """The moments differ from machine to machine; whatever is hit, nothing half-made counts."""
    cli = busy_cli
    cli("backup", "make", expect=0)
    before = {b["id"] for p in cli.json("backup", "list")["places"] for b in p["backups"]}
    ws = open_workspace(cli.data_dir)
    an_enterprise(ws, 9)
    ws.close()
    words = [sys.executable, "-m", "inspector_app", "backup", "make", "--data-dir", str(cli.data_dir)]
    running = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        running.wait(timeout=milliseconds / 1000)
    except subprocess.TimeoutExpired:
        running.send_signal(signal.SIGKILL)
        running.wait()
    listed = [b for p in cli.json("backup", "list")["places"] for b in p["backups"]]
    assert before & {b["id"] for b in listed} or len(listed) >= 1
    for backup in listed:
        cli("backup", "verify", backup["id"], expect=0)
    assert cli.json("verify")["well"]
    cli("backup", "make", expect=0)
    assert not [p for p in (cli.data_dir / "backups").iterdir() if ".part" in p.name]
