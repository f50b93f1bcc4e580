# SPDX-License-Identifier: MulanPSL-2.0
"""Guidance pictures of a pack: small files beside it, named by items, known by their hash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path, PurePath

from inspector_app.domain.answering import Picture
from inspector_app.domain.checklist import ChecklistItem, ChecklistPack
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.packs.files import unreadable
from inspector_app.packs.frozen import with_hash

MAX_PICTURE_BYTES = 5 * 1024 * 1024


def with_pictures(pack: ChecklistPack, folder: Path) -> tuple[ChecklistPack | None, tuple[Problem, ...]]:
    """Give the pack with the hashes of its pictures, or what is wrong with them: FILE_MISSING, FILE_TOO_LARGE ..."""
    if all(item.picture is None for item in pack.items):
        return pack, ()
    problems: list[Problem] = []
    sections = tuple(
        replace(section, items=tuple(_with_hash(item, folder, problems) for item in section.items))
        for section in pack.sections
    )
    return (None, tuple(problems)) if problems else (with_hash(replace(pack, sections=sections)), ())


def picture_bytes(packs: Sequence[tuple[ChecklistPack, Path]], wanted: str) -> bytes | None:
    """Give the bytes of a picture by its hash from the folders of these packs, or none."""
    for pack, folder in packs:
        for item in pack.items:
            if item.picture is not None and item.picture.sha256 == wanted:
                try:
                    data = (folder / item.picture.name).read_bytes()
                except OSError:
                    continue
                if sha256(data).hexdigest() == wanted:
                    return data
    return None


def _with_hash(item: ChecklistItem, folder: Path, problems: list[Problem]) -> ChecklistItem:
    if item.picture is None:
        return item
    where = f"{folder.name}/items.toml:{item.code}:picture.name"
    path = folder / item.picture.name
    if PurePath(item.picture.name).name != item.picture.name or "\\" in item.picture.name:
        fields = {"field": "picture.name", "expected": "picture.jpg", "found": item.picture.name[:80]}
        problems.append(Problem(code=ProblemCode.PACK_FIELD_WRONG, where=where, fields=fields))
        return item
    try:
        if not path.is_file():
            problems.append(Problem(code=ProblemCode.FILE_MISSING, where=where, fields={"path": str(path)}))
            return item
        with path.open("rb") as stream:
            data = stream.read(MAX_PICTURE_BYTES + 1)
    except (OSError, ValueError) as error:
        problems.append(unreadable(path, where, error))
        return item
    if len(data) > MAX_PICTURE_BYTES:
        fields = {"path": str(path), "size": f"{len(data) / 1e6:.0f} MB", "limit": f"{MAX_PICTURE_BYTES / 1e6:.0f} MB"}
        problems.append(Problem(code=ProblemCode.FILE_TOO_LARGE, where=where, fields=fields))
        return item
    return replace(item, picture=Picture(name=item.picture.name, sha256=sha256(data).hexdigest()))
