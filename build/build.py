# SPDX-License-Identifier: MulanPSL-2.0
"""Make a folder that runs without Python (PyInstaller, in dist/), and start it once to see that it works."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from inspector_app.children import Child

ROOT = Path(__file__).resolve().parent.parent
NAME = "inspector-app"
DATA = ("checklists", "forms", "resources")
# pip comes with sqlite-utils' requirements and is never imported; the others are large and unused.
LEAVE_OUT = (
    "pip",
    "tkinter",
    "numpy",
    "pytest",
    "PySide6.QtNetwork",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtSql",
)


def build() -> Path:
    """Run PyInstaller outside `build/`, which is source here."""
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--onedir", "--name", NAME]
    command += ["--workpath", str(ROOT / ".cache/pyinstaller"), "--specpath", str(ROOT / ".cache/pyinstaller")]
    command += ["--distpath", str(ROOT / "dist"), "--collect-data", "pyxform"]
    for child in Child:  # they are started by name
        command += ["--hidden-import", child]
    command += ["--collect-submodules", "uvicorn"]  # it finds its protocols by name
    for folder in DATA:
        command += ["--add-data", f"{ROOT / folder}:_bundled/{folder}"]
    for module in LEAVE_OUT:
        command += ["--exclude-module", module]
    command += ["--collect-data", "pypinyin", "--collect-all", "pypdfium2_raw"]
    subprocess.run([*command, str(ROOT / "inspector_app" / "__main__.py")], check=True)
    return ROOT / "dist" / NAME


def smoke(folder: Path) -> None:
    """Run the whole main job with the frozen program: demo data, both documents, photos."""
    with tempfile.TemporaryDirectory() as data:
        done = subprocess.run(
            [str(folder / NAME), "demo", "--data-dir", str(Path(data) / "demo"), "--json"],
            check=True, capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        print("frozen demo:", json.dumps(json.loads(done.stdout), ensure_ascii=False)[:400])


def checksums(folder: Path) -> None:
    """Write the SHA-256 of every file beside the folder."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder.parent).as_posix()}"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    folder.with_suffix(".sha256").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    made = build()
    smoke(made)
    checksums(made)
    print("made", made)
