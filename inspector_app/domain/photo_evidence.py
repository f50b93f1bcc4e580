# SPDX-License-Identifier: MulanPSL-2.0
"""A photo as evidence: where it came from, whether its original stands, and how far its time lies from the visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from inspector_app.domain.finding import Photo


class PhotoOrigin(StrEnum):
    """By which way a photo came in; kept for ever with it."""

    CARD = "card"  # of a camera: a removable medium with a folder DCIM
    FOLDER = "folder"  # a folder, as a phone shows it
    FILE = "file"  # chosen one by one
    DRAG = "drag"
    PASTE = "paste"  # the clipboard
    CAMERA = "camera"  # of this laptop
    PAPER = "paper"  # with a record that was taken in from a file
    COMMAND = "command"  # the command line


class OriginalState(StrEnum):
    """Whether the bytes that were taken in are still there."""

    INTACT = "intact"
    CHANGED = "changed"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoTime:
    """What the camera says against the visit at which the photo was taken."""

    taken_at: datetime | None  # None: the camera says nothing that can be read
    minutes: int  # outside the visit, a begun one counted; 0 within it

    def is_far(self, limit: int) -> bool:
        """Whether it lies more than so many minutes outside."""
        return self.minutes > limit and self.taken_at is not None


def number_of(photo: Photo, finding_ordinal: int) -> str:
    """Number a photo as people call it: the finding's number and its place there; 0 is the tray."""
    return f"{finding_ordinal}-{photo.ordinal}"


def taken_at(photo: Photo, like: datetime) -> datetime | None:
    """Give the camera's time, as the civil time of `like` where it wrote no offset; None where it says nothing."""
    try:
        found = datetime.fromisoformat(photo.taken_at)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=like.tzinfo)


def photo_time(photo: Photo, started: datetime, finished: datetime) -> PhotoTime:
    """Measure how far the camera's time lies outside the visit, in whole minutes, begun ones counted."""
    taken = taken_at(photo, started)
    if taken is None:
        return PhotoTime(taken_at=None, minutes=0)
    outside = max(started - taken, taken - finished, timedelta(0))
    return PhotoTime(taken_at=taken, minutes=-(-outside // timedelta(minutes=1)))
