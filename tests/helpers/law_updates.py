# SPDX-License-Identifier: MulanPSL-2.0
"""Law updates as an office writes them, made up for tests."""

from __future__ import annotations

from pathlib import Path

HEAD = """format = 1
title = '{title}'
issuer = '清河市应急管理局'
issued_on = {issued_on}
"""


def an_update(*entries: str, title: str = "条款核对", issued_on: str = "2026-11-21") -> bytes:
    """Give the file with these entries."""
    return (HEAD.format(title=title, issued_on=issued_on) + "\n".join(entries)).encode()


def entry(kind: str, /, **fields: str) -> str:
    """Write one entry; days, lists and tables are given as TOML writes them, all else as text."""
    lines = [f"{name} = {value if _is_bare(name) else repr(value)}" for name, value in fields.items()]
    return "\n".join([f"[[{kind}]]", *lines])


def _is_bare(name: str) -> bool:
    return name in ("effective_from", "effective_to", "checked_on", "superseded_by", "sources")


def a_law(key: str, **fields: str) -> str:
    """A law that is verified and was checked on 2026-12-01."""
    values = {"name": f"示例规定{key}", "number": "示例第1号", "kind": "法律法规规章", "verified": "V"}
    return entry("law", **{"key": key, **values, "checked_on": "2026-12-01", **fields})


def a_clause(law: str, clause: str, **fields: str) -> str:
    """A clause that is verified and was checked on 2026-12-01."""
    return entry("clause", **{"law": law, "clause": clause, "verified": "V", "checked_on": "2026-12-01", **fields})


def a_lapse(law: str, clause: str = "", **fields: str) -> str:
    """That a law or a clause ended with 2026-11-30, checked on 2026-12-01."""
    place = {"law": law, "clause": clause} if clause else {"law": law}
    return entry("lapse", **{**place, "effective_to": "2026-11-30", "checked_on": "2026-12-01", **fields})


def write(folder: Path, data: bytes, name: str = "update.toml") -> Path:
    """Put the file into a folder."""
    path = folder / name
    path.write_bytes(data)
    return path
