# SPDX-License-Identifier: MulanPSL-2.0
"""What the form of a finding is given from outside: its photos and the phrases of its item, made when first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs
from inspector_app.workspace import Workspace

if TYPE_CHECKING:
    from inspector_app.ui.widgets.photo_strip import PhotoStrip
    from inspector_app.ui.widgets.phrase_offer import PhraseOffer


class FindingTools:
    """Makes the parts of the form that read and write by themselves."""

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask) -> None:
        self._ws, self._jobs, self._ask = ws, jobs, ask

    def strip(self) -> PhotoStrip:
        """Make a strip of photos."""
        from inspector_app.ui.widgets.photo_strip import PhotoStrip

        return PhotoStrip(self._ws, self._jobs, self._ask)

    def phrases(self) -> PhraseOffer:
        """Make the offer of phrases."""
        from inspector_app.ui.widgets.phrase_offer import PhraseOffer

        return PhraseOffer(self._ws, self._jobs)
