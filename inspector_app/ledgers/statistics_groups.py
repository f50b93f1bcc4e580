# SPDX-License-Identifier: MulanPSL-2.0
"""The figures of one group, worked out when they are looked at: of eight thousand officers thirty are in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from inspector_app.domain.figures import Figure, FigureKey, counted, ratio
from inspector_app.ledgers.statistics_findings import FindingTally
from inspector_app.ledgers.statistics_visits import VisitTally

_K = FigureKey
_Count = Callable[[FindingTally], int]

_COUNTS: Mapping[FigureKey, _Count] = {
    _K.FINDINGS: lambda t: t.found,
    _K.GENERAL: lambda t: t.found - t.major,
    _K.MAJOR: lambda t: t.major,
    _K.RECTIFIED: lambda t: t.rectified,
    _K.GENERAL_RECTIFIED: lambda t: t.rectified - t.major_rectified,
    _K.MAJOR_RECTIFIED: lambda t: t.major_rectified,
    _K.UNRECTIFIED: lambda t: t.found - t.rectified,
    _K.OVERDUE: lambda t: t.overdue,
}
_RATIOS: Mapping[FigureKey, tuple[_Count, _Count]] = {
    _K.RATE: (_COUNTS[_K.RECTIFIED], _COUNTS[_K.FINDINGS]),
    _K.GENERAL_RATE: (_COUNTS[_K.GENERAL_RECTIFIED], _COUNTS[_K.GENERAL]),
    _K.MAJOR_RATE: (_COUNTS[_K.MAJOR_RECTIFIED], _COUNTS[_K.MAJOR]),
    _K.ON_TIME_RATE: (lambda t: t.on_time, lambda t: t.due),
    _K.OVERDUE_RATE: (_COUNTS[_K.OVERDUE], lambda t: t.due),
}
OF_FINDINGS = (*_COUNTS, *_RATIOS)


def group_figure(key: FigureKey, found: FindingTally, seen: VisitTally) -> Figure:
    """Work out one figure of a group; raises KeyError for those that groups do not have."""
    if key in _COUNTS:
        return counted(key, _COUNTS[key](found))
    if key in _RATIOS:
        above, below = _RATIOS[key]
        return ratio(key, above(found), below(found))
    if key is _K.DENSITY:
        return ratio(key, found.found, seen.visits)
    return counted(key, {_K.VISITS: seen.visits, _K.ENTERPRISES: seen.enterprises}[key])


class GroupFigures(Mapping[FigureKey, Figure]):
    """The figures of one group by key; nothing is kept but what they are made of."""

    __slots__ = ("_found", "_keys", "_seen")

    def __init__(self, keys: tuple[FigureKey, ...], found: FindingTally, seen: VisitTally) -> None:
        self._keys, self._found, self._seen = keys, found, seen

    def __getitem__(self, key: FigureKey) -> Figure:
        if key not in self._keys:
            raise KeyError(key)
        return group_figure(key, self._found, self._seen)

    def __iter__(self) -> Iterator[FigureKey]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)
