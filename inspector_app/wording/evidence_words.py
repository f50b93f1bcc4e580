# SPDX-License-Identifier: MulanPSL-2.0
"""The English words of photos as evidence and of the clock."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from inspector_app.domain.clock_watch import ClockState
from inspector_app.domain.photo_evidence import OriginalState, PhotoOrigin

EVIDENCE_WORDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    PhotoOrigin: {
        PhotoOrigin.CARD: "from a camera's card",
        PhotoOrigin.FOLDER: "from a folder",
        PhotoOrigin.FILE: "from a chosen file",
        PhotoOrigin.DRAG: "dragged in",
        PhotoOrigin.PASTE: "from the clipboard",
        PhotoOrigin.CAMERA: "by this laptop's camera",
        PhotoOrigin.PAPER: "with a record from a file",
        PhotoOrigin.COMMAND: "by the command line",
    },
    OriginalState: {
        OriginalState.INTACT: "Original intact",
        OriginalState.CHANGED: "Original changed",
        OriginalState.MISSING: "Original missing",
    },
    ClockState: {
        ClockState.WELL: "Clock agrees with what is known",
        ClockState.BACK: "Clock set back",
        ClockState.AHEAD: "Clock far ahead",
    },
}
