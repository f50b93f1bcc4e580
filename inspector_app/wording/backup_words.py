# SPDX-License-Identifier: MulanPSL-2.0
"""The English words of backups: places, moments, and what can be wrong with one."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from inspector_app.domain.backup import Moment, PlaceKind

BACKUP_WORDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    PlaceKind: {PlaceKind.LOCAL: "In the data folder", PlaceKind.MEDIUM: "Second medium"},
    Moment: {Moment.START: "When opening", Moment.ISSUED: "After issuing", Moment.CLOSE: "When closing"},
}
BACKUP_REASONS: Mapping[str, str] = {
    "backup database": "the database in it cannot be read",
    "backup reference": "a record in it refers to one that is missing",
    "backup journal": "the journal in it is broken",
    "backup head": "it ends with another record than the data",
    "backup counts": "it holds another number of records than the data",
    "backup note": "it holds something else than was written down when it was made",
    "backup key": "the password or recovery key is not of this backup",
    "backup files": "photos or documents in it are missing or changed",
}
