# SPDX-License-Identifier: MulanPSL-2.0
"""The few things that can be asked about a photo, as they cross the pipe, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from inspector_app.domain.markup import Mark, dump_marks, read_marks
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.photos.limits import PRINT_EDGE, PRINT_QUALITY


class Act(StrEnum):
    """What the child does."""

    READ = "read"
    THUMBNAIL = "thumbnail"
    VIEW = "view"
    PRINT_COPY = "print_copy"
    PREVIEW = "preview"
    COUNT_PAGES = "count_pages"
    DRAW_PAGE = "draw_page"
    FIND_CODES = "find_codes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One act with its wishes; the bytes travel beside it."""

    act: Act
    name: str = ""
    rotation: int = 0
    edge: int = PRINT_EDGE
    quality: int = PRINT_QUALITY
    marks: tuple[Mark, ...] = ()
    font: Path | None = None
    page: int = 0  # of a scan, from 0


# A child may only say these; anything else it says counts as a crash.
_CODES = frozenset(
    {
        ProblemCode.PHOTO_BROKEN,
        ProblemCode.PHOTO_FORMAT,
        ProblemCode.PHOTO_TOO_LARGE,
        ProblemCode.FILE_TOO_LARGE,
    }
)


def request_head(request: Request) -> dict[str, object]:
    """Give a request as plain values."""
    return {
        "act": request.act.value,
        "name": request.name,
        "rotation": request.rotation,
        "edge": request.edge,
        "quality": request.quality,
        "marks": dump_marks(request.marks),
        "font": str(request.font) if request.font else "",
        "page": request.page,
    }


def request_from_head(head: Mapping[str, object]) -> Request:
    """Read a request in the child; ValueError where the two sides are of different versions."""
    rotation, edge, quality, page = (head.get(key) for key in ("rotation", "edge", "quality", "page"))
    if not (isinstance(rotation, int) and isinstance(edge, int) and isinstance(quality, int)):
        raise ValueError("request numbers")
    if not isinstance(page, int):
        raise ValueError("request page")
    font = str(head.get("font", ""))
    return Request(
        act=Act(str(head.get("act"))),
        name=str(head.get("name", "")),
        rotation=rotation,
        edge=edge,
        quality=quality,
        marks=read_marks(str(head.get("marks", ""))),
        font=Path(font) if font else None,
        page=page,
    )


def refusal_head(refused: Refused) -> dict[str, object]:
    """Give a refusal as plain values."""
    return {"problems": [{"code": p.code.value, "fields": dict(p.fields)} for p in refused.problems]}


def refusal_of(head: Mapping[str, object]) -> Refused | None:
    """Read a refusal that the child gave, None where it gave a result; ValueError for nonsense."""
    told = head.get("problems")
    if told is None:
        return None
    if not isinstance(told, list) or not told:
        raise ValueError("problems")
    return Refused([_problem(row) for row in told[:10]])


def _problem(row: object) -> Problem:
    if not isinstance(row, dict) or not isinstance(row.get("fields"), dict):
        raise ValueError("problem")
    code = ProblemCode(str(row.get("code")))
    if code not in _CODES:
        raise ValueError("problem code")
    return Problem(code=code, fields={str(key): str(value)[:1000] for key, value in row["fields"].items()})
