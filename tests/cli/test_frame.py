# SPDX-License-Identifier: MulanPSL-2.0
"""The frame of all commands: help, wrong use, exit codes, broken output, interruption."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from inspector_app.cli import entry, main
from inspector_app.cli.frame import common_options, usage_line
from inspector_app.cli.names import abouts
from inspector_app.cli.root import root
from tests.cli.conftest import Cli

ROOT = Path(__file__).resolve().parents[2]


def commands() -> Iterator[tuple[str, click.Command]]:
    """Give every command with its full name."""
    top = root()
    context = click.Context(top)
    for name in abouts():
        command = top.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            for sub in command.list_commands(context):
                found = command.get_command(context, sub)
                assert found is not None
                yield f"{name} {sub}", found
        else:
            yield name, command


ALL = dict(commands())


def test_the_commands_of_the_contract_exist() -> None:
    wanted = {
        "demo", "init", "check-pack", "enterprises import", "enterprises find", "inspect", "documents issue",
        "documents list", "documents export", "findings list", "screenshots",
    }  # fmt: skip
    assert wanted <= ALL.keys()


@pytest.mark.parametrize("name", ALL)
def test_every_command_explains_itself_in_chinese(cli: Cli, name: str) -> None:
    said = cli(*name.split(), "--help", data_dir=False, expect=0)
    assert said.out.startswith(f"用法：inspector-app {name}")
    assert "--data-dir" in said.out and "--json" in said.out
    for option in ALL[name].params:
        if isinstance(option, click.Option):
            assert option.help and any("一" <= c <= "鿿" for c in option.help)


@pytest.mark.parametrize("name", ALL)
def test_every_command_and_option_stands_in_the_documentation(name: str) -> None:
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith((f"| `{name} ", f"| `{name}`"))]
    assert rows, name
    section = next(part for part in text.split("\n## ") if rows[0] in part)
    for parameter in [*ALL[name].params, *common_options()]:
        if isinstance(parameter, click.Option):
            for option in parameter.opts + parameter.secondary_opts:
                assert f"{option}" in (section if parameter in ALL[name].params else text), (name, option)


@pytest.mark.parametrize("name", ["", *abouts()])
def test_groups_explain_themselves(cli: Cli, name: str) -> None:
    said = cli(*([name] if name else []), "--help", data_dir=False, expect=0)
    assert "用法：inspector-app" in said.out


def test_version_is_named(cli: Cli) -> None:
    assert cli("--version", data_dir=False, expect=0).out.startswith("inspector-app 0.")


@pytest.mark.parametrize(
    ("words", "where", "message"),
    [
        ([], "", "缺少命令"),
        (["documents"], "", "缺少命令"),
        (["nonsense"], "nonsense", "没有“nonsense”这个命令。"),
        (["documents", "isue"], "isue", "没有“isue”这个命令。"),
        (["findings", "list", "--nonsense"], "--nonsense", "没有“--nonsense”这个选项。"),
        (["findings", "list", "--status", "gone"], "--status", "应为下列之一"),
        (["findings", "list", "extra"], "extra", "多出的内容：extra"),
        (["findings", "list", "--search"], "--search", "写法有误"),
        (["findings", "list", "--json=1"], "--json", "写法有误"),
        (["inspect"], "RECORD.json", "缺少“RECORD.json”"),
        (["inspect", ""], "RECORD.json", "应为文件或文件夹的路径"),
        (["documents", "issue", "--kind", "inspection_record"], "--inspection", "缺少“--inspection”"),
        (["documents", "issue", "--inspection", "x", "--kind", "order"], "--kind", "应为下列之一"),
        (["documents", "preview", "--inspection", "x", "--kind", "inspection_record"], "--out", "缺少“--out”"),
        (
            ["documents", "issue", "--inspection", "x", "--kind", "inspection_record", "--date", "today"],
            "--date",
            "日期",
        ),
        (["demo"], "--data-dir", "缺少“--data-dir”"),
        (["demo", "--data-dir", ""], "--data-dir", "缺少文件夹"),
        (["demo", "--data-dir", "x", "--seed", "-1"], "--seed", "整数"),
        (["demo", "--data-dir", "x", "--seed", "1e3"], "--seed", "整数"),
        (["demo", "--data-dir", "x", "--seed", "9" * 5000], "--seed", "整数"),
        (["inspections", "finish", "x", "--at", "noon"], "--at", "时间"),
        (["photos", "rotate", "x", "400"], "DEGREES", "整数"),
    ],
)
def test_wrong_use_is_said_with_the_usage_line(cli: Cli, words: list[str], where: str, message: str) -> None:
    said = cli(*words, data_dir=False, expect=2)
    assert said.out == ""
    lines = said.err.splitlines()
    assert message in lines[0]
    assert lines[1].startswith("用法：inspector-app")
    said = cli("--json", *words, data_dir=False, expect=2)
    assert message in said.err
    (problem,) = said.json["problems"]
    assert problem["code"] == "wrong_use" and problem["where"] == where and message in problem["message"]


def test_common_options_may_stand_anywhere(unit_cli: Cli) -> None:
    folder = str(unit_cli.data_dir)
    for words in (
        ["--data-dir", folder, "--json", "officers", "list"],
        ["officers", "--json", "--data-dir", folder, "list"],
        ["officers", "list", "--data-dir", folder, "--json"],
    ):
        assert len(unit_cli(*words, data_dir=False, expect=0).json["officers"]) == 2


def test_usage_lines_name_what_is_needed() -> None:
    command = ALL["documents export"]
    line = usage_line(click.Context(command, info_name="documents export"))
    assert "DOCUMENT" in line and "--out FILE" in line


@pytest.mark.parametrize(
    "name", ["findings list", "inspections list", "documents list", "undo", "verify", "organ show"]
)
def test_a_missing_data_folder_is_refused(cli: Cli, name: str) -> None:
    said = cli(*name.split(), "--json", expect=1)
    assert said.codes == ["workspace_missing"]
    assert not cli.data_dir.exists()


@pytest.mark.parametrize("make", ["file", "binary", "nul"])
def test_a_data_folder_that_is_none_is_refused(cli: Cli, make: str) -> None:
    if make == "file":
        cli.data_dir.write_text("x")
    elif make == "binary":
        cli.data_dir.mkdir()
        (cli.data_dir / "inspector.db").write_bytes(os.urandom(9000))
    words = ["findings", "list", "--json", "--data-dir", "a\0b"] if make == "nul" else ["findings", "list", "--json"]
    assert cli(*words, data_dir=make != "nul", expect=1).codes


def test_ids_that_do_not_exist_are_refused(unit_cli: Cli) -> None:
    for words in (
        ["inspections", "show", "x"], ["inspections", "finish", "x"], ["inspections", "answer", "x", "y", "compliant"],
        ["findings", "show", "x"], ["findings", "withdraw", "x", "--reason", "r"], ["findings", "add", "x"],
        ["findings", "amend", "x"], ["photos", "list", "x"], ["photos", "caption", "x", "t"],
        ["photos", "remove", "x", "--reason", "r"], ["photos", "arrange", "x", "y"], ["photos", "assign", "x"],
        ["documents", "export", "x", "--out", unit_cli.folder / "x.pdf"], ["documents", "void", "x", "--reason", "r"],
        ["documents", "issue", "--inspection", "x", "--kind", "inspection_record"], ["enterprises", "show", "x"],
        ["enterprises", "amend", "x"], ["officers", "amend", "x"], ["inspections", "show", "𠮷" * 300],
    ):  # fmt: skip
        assert unit_cli(*words, "--json", expect=1).codes == ["not_found"], words


def test_half_a_character_is_refused(unit_cli: Cli) -> None:
    assert unit_cli("inspections", "show", "\udce4", "--json", expect=1).codes == ["not_found"]
    assert unit_cli("officers", "add", "--name", "\ud800", "--certificate-no", "12345678", "--json", expect=1).codes
    assert unit_cli("inspect", "\udce4.json", "--json", expect=1).codes == ["file_missing"]


def test_refusals_for_people_go_to_stderr_with_code_place_and_sentence(cli: Cli) -> None:
    said = cli("inspect", "none.json", expect=1)
    assert said.out == ""
    assert said.err.splitlines()[0] == "未完成，原因 1 条："
    assert "workspace_missing" in said.err


def test_an_unexpected_fault_is_one_sentence_and_a_report(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("inner")

    monkeypatch.setattr("inspector_app.operations.pack_import.check_pack_folder", broken)
    assert main(["check-pack", "x", "--json"]) == 1
    said = cli._read()
    problem = json.loads(said.out)["problems"][0]
    assert problem["code"] == "unexpected_fault" and "Traceback" not in said.out + said.err
    report = Path(problem["message"].split("：")[-1].strip())
    written = report.read_text(encoding="utf-8")
    assert "RuntimeError" in written and "test_frame.py" in written
    assert "inner" not in written  # what an exception says may be somebody's data
    report.unlink()


@pytest.mark.parametrize(
    "error", [PermissionError(13, "no", "/p"), OSError(28, "full", "/p"), OSError(5, "Input/output error")]
)
def test_faults_of_the_world_are_refusals(cli: Cli, monkeypatch: pytest.MonkeyPatch, error: OSError) -> None:
    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr("inspector_app.operations.pack_import.check_pack_folder", broken)
    said = cli("check-pack", "x", "--json", data_dir=False, expect=1)
    assert said.codes[0] in {"folder_not_writable", "disk_full", "file_unreadable"}


def test_interruption_gives_130(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("inspector_app.operations.pack_import.check_pack_folder", broken)
    said = cli("check-pack", "x", data_dir=False, expect=130)
    assert said.out == "" and "中断" in said.err


def test_what_a_stream_cannot_encode_is_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    assert main(["check-pack", "--help"]) == 0
    assert b"\\u" in raw.getvalue()
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp1252"))
    assert main(["findings", "list", "--data-dir", "青\udcff", "--json"]) == 1
    assert json.loads(raw.getvalue().decode("utf-8"))["problems"]


def test_closed_output_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["--version"]) == 0
    assert main(["nonsense"]) == 2


def shell(line: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "APP": f"{sys.executable} -m inspector_app"}
    return subprocess.run(
        ["sh", "-c", line], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("$APP --help | head -1", 0),
        ("$APP --version >&-", 0),
        ("$APP --version >/dev/full", 1),
        ("$APP nonsense 2>&-", 2),
        ("$APP check-pack /nonexistent --json", 1),
        ("$APP check-pack checklists/common", 0),
    ],
)
def test_real_processes_end_quietly(line: str, code: int) -> None:
    if "/dev/full" in line and not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    done = shell(line)
    assert done.returncode == code, done
    assert "Traceback" not in done.stderr and "Exception ignored" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_ctrl_c_leaves_no_half_made_demonstration(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    command = [sys.executable, "-m", "inspector_app", "demo", "--data-dir", str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    for _ in range(600):
        if (folder / "inspector.db").exists() or process.poll() is not None:
            break
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    assert process.returncode in (0, 130)
    if process.returncode == 130:
        assert not (folder / "inspector.db").exists()


def test_nothing_heavy_is_loaded_for_help() -> None:
    code = (
        "import sys; from inspector_app.cli import main; main(['--help']);"
        "print([m for m in ('reportlab', 'PIL', 'PySide6', 'pypinyin') if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stderr.strip() == "[]"


def test_printing_reports_what_could_not_be_written(tmp_path: Path) -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(28, "full")

    assert entry._print(Full(), "x") == 1
