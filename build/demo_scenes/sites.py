# SPDX-License-Identifier: MulanPSL-2.0
"""Demo scenes in a building shell: the open mouth of an elevator shaft."""

from __future__ import annotations

import math
import random  # noqa: TID251 - seeded, so that the pictures stay the same
from typing import Any

from demo_scenes import kit, labels, stuff
from demo_scenes.stuff import Label

_WIDE, _HIGH, _THICK = 1.12, 2.22, 0.22  # the mouth of the shaft, and its wall
_LEFT, _RIGHT, _CEILING = -5.2, 2.1, 2.86
_GREY = (0.27, 0.265, 0.25)


def _shuttered(tone: float = 1.0, sprayed: Label | None = None) -> Any:
    """Concrete as the formwork left it: cloudy, streaked, blistered, with runs of slurry."""
    n = stuff.Nodes("shuttered")
    colour = tuple(c * tone for c in _GREY)
    base = n.mix(n.steps(n.noise(0.8, 8, 0.62), 0.34, 0.68), colour, tuple(c * 0.66 for c in colour))
    runs = n.steps(n.noise(2.2, 9, 0.68, (1.6, 1.6, 0.22)), 0.5, 0.72)
    base = n.mix(n.mix(0.6, (0, 0, 0), runs), base, tuple(c * 1.45 for c in colour))
    damp = n.steps(n.noise(1.1, 10, 0.7, (1.3, 1.3, 0.35)), 0.58, 0.7)
    base = n.mix(n.mix(0.5, (0, 0, 0), damp), base, (0.10, 0.095, 0.085))
    if sprayed:
        base = n.stick(base, sprayed)
    pits = n.steps(n.noise(55, 4, 0.6), 0.66, 0.7)
    base = n.mix(n.mix(0.65, (0, 0, 0), pits), base, (0.07, 0.066, 0.06))
    n.colour(n.mix(n.mix(0.6, (0, 0, 0), n.crevices(0.2)), base, (0.05, 0.046, 0.04)))
    n.rough(n.noise(4, 6), 0.72, 0.96)
    n.bump(pits, -0.0018)
    n.bump(n.noise(170, 5, 0.7), 0.0010)
    n.bump(n.noise(3.0, 5), 0.008)
    return n.material


def _dusty() -> Any:
    """A floor slab under months of dust, swept by boots along the way that people take."""
    n = stuff.Nodes("dusty")
    slab = n.mix(n.steps(n.noise(0.9, 9, 0.65), 0.3, 0.72), (0.20, 0.195, 0.185), (0.135, 0.13, 0.125))
    thick = n.steps(n.noise(1.7, 12, 0.74), 0.34, 0.58)
    base = n.mix(n.mix(0.8, (0, 0, 0), thick), slab, (0.47, 0.44, 0.395))
    spots = n.steps(n.noise(11, 9, 0.75), 0.58, 0.66)
    base = n.mix(n.mix(0.55, (0, 0, 0), spots), base, (0.47, 0.455, 0.43))
    dark = n.steps(n.noise(2.6, 10, 0.72), 0.62, 0.68)
    base = n.mix(n.mix(0.5, (0, 0, 0), dark), base, (0.075, 0.07, 0.065))
    n.colour(n.mix(n.mix(0.5, (0, 0, 0), n.crevices(0.15)), base, (0.07, 0.062, 0.055)))
    n.rough(n.noise(3), 0.86, 1.0)
    n.bump(n.noise(260, 4, 0.75), 0.0016)
    n.bump(spots, 0.002)
    n.bump(n.noise(9, 8), 0.006)
    return n.material


def _chunk(at: kit.Place, size: float, matter: Any, chance: random.Random) -> None:
    """A broken piece: a box with its corners knocked about."""
    turn = (chance.uniform(-25, 25), chance.uniform(-25, 25), chance.uniform(0, 360))
    form = (size, size * chance.uniform(0.6, 1.4), size * chance.uniform(0.35, 0.8))
    shape = kit.box(form, (at[0], at[1], at[2] + form[2] * 0.4), matter, turn, edge=size * 0.06)
    for corner in shape.data.vertices:
        corner.co *= chance.uniform(0.6, 1.12)


def _crumbs() -> Any:
    """Swept mortar and dust, coarse as gravel in places."""
    n = stuff.Nodes("crumbs")
    grains = n.noise(75, 6, 0.8)
    base = n.mix(n.steps(grains, 0.38, 0.64), (0.17, 0.155, 0.135), (0.36, 0.34, 0.30))
    n.colour(n.mix(n.mix(0.7, (0, 0, 0), n.steps(n.noise(6, 8), 0.45, 0.65)), base, (0.24, 0.215, 0.185)))
    n.rough(n.noise(3), 0.9, 1.0)
    n.bump(grains, 0.014)
    n.bump(n.noise(22, 6, 0.75), 0.02)
    return n.material


def _heap(at: kit.Place, wide: float, high: float, matter: Any, chance: random.Random) -> None:
    """Sweepings: a flat heap that is nowhere round."""
    rows = [(wide * (1 - step / 16), high * (1 - math.cos(math.pi * step / 16)) / 2) for step in range(16)]
    shape = kit.lathe([*rows, (0.004, high)], at, matter, (0, 0, chance.uniform(0, 360)), sides=96)
    waves = [(count, chance.uniform(0, 6.3), chance.uniform(0.4, 1) * 0.22 / count) for count in (1, 2, 3, 5, 8, 13)]
    for point in shape.data.vertices:
        angle = math.atan2(point.co.y, point.co.x)
        swell = 1 + sum(deep * math.sin(count * angle + start) for count, start, deep in waves)
        swell *= chance.uniform(0.985, 1.015)
        point.co.x, point.co.y = point.co.x * swell * 1.35, point.co.y * swell
        point.co.z += chance.uniform(-0.05, 0.09) * high


def _wall() -> None:
    """The shaft's front wall around its mouth: joints of the panels, holes of the ties, sprayed marks."""
    picture, shape = labels.lettering(["5F", "电梯井"], "#a5120d", height=200)
    sprayed = Label(picture=picture, size=(0.42 * shape, 0.42), at=(-0.27, 0.38), worn=0.27)
    half = _WIDE / 2
    right, left = (_RIGHT - half), (-half - _LEFT)
    kit.box(
        (right, _THICK, _CEILING), (half + right / 2, _THICK / 2, _CEILING / 2), _shuttered(1.0, sprayed), edge=0.008
    )
    kit.box((left, _THICK, _CEILING), (-half - left / 2, _THICK / 2, _CEILING / 2), _shuttered(1.06), edge=0.008)
    lintel = _CEILING - _HIGH
    kit.box((_WIDE + 0.02, _THICK + 0.006, lintel), (0, _THICK / 2, _HIGH + lintel / 2), _shuttered(0.88), edge=0.01)
    seam, hole = _shuttered(0.9), stuff.plain((0.012, 0.012, 0.012), gloss=0.8)
    sleeve = stuff.plain((0.42, 0.42, 0.40), gloss=0.5)
    chance = random.Random(21)
    for x in (-4.22, -3.0, -1.78, half + 0.62):
        kit.box(
            (0.006, 0.004, _CEILING), (x, -0.001, _CEILING / 2), seam, (0, chance.uniform(-0.15, 0.15), 0), edge=0.001
        )
    for first, last in ((_LEFT, -half), (half, _RIGHT)):
        kit.box((last - first - 0.03, 0.004, 0.006), ((first + last) / 2, -0.001, 1.83), seam, edge=0.001)
    for x in (-4.6, -3.85, -3.35, -2.6, -2.15, -1.4, -0.82, 0.8, 1.4, 1.85):
        for z in (0.22, 0.68, 1.18, 1.68, 2.3):
            at = (x + chance.uniform(-0.02, 0.02), -0.0015, z + chance.uniform(-0.02, 0.02))
            kit.rod(0.0125, 0.006, at, hole, (90, 0, 0), edge=0.0002)
            if chance.random() < 0.6:
                kit.ring(0.0145, 0.0028, at, sleeve, (90, 0, 0))
    ink = stuff.paint((0.42, 0.03, 0.025), gloss=0.8, dirt=0.8)
    for first, last in ((_LEFT, -half - 0.02), (half + 0.02, _RIGHT)):  # the levellers' line, a metre above the floor
        kit.box((last - first, 0.001, 0.003), ((first + last) / 2, -0.0006, 1.0), ink, edge=0)


def _shaft() -> None:
    """The shaft: two metres square, open up and down, no net in it."""
    deep, wide = 2.05, 1.95
    back, middle = _THICK + deep, -4.0
    for size, at, tone in (
        ((wide + 0.4, 0.2, 26), (0.1, back + 0.1, middle), 0.62),
        ((0.2, deep, 26), (0.1 - wide / 2 - 0.1, _THICK + deep / 2, middle), 0.58),
        ((0.2, deep, 26), (0.1 + wide / 2 + 0.1, _THICK + deep / 2, middle), 0.55),
    ):
        kit.box(size, at, _shuttered(tone), edge=0.01)
    kit.box(
        (3, 3, 0.2), (0.1, 1.2, 6.4), _shuttered(0.6)
    )  # two storeys up the shaft is decked over: no light from there
    seam, iron = _shuttered(0.75), stuff.rust(1.0, (0.2, 0.2, 0.2))
    for z in (-3.05, -0.12, 2.8):  # where one storey's pour stands on the other's
        kit.box((wide, 0.02, 0.05), (0.1, back - 0.006, z), seam, edge=0.008)
        for side in (-1, 1):
            kit.box((0.02, deep, 0.05), (0.1 + side * (wide / 2 - 0.006), _THICK + deep / 2, z), seam, edge=0.008)
    hole = stuff.plain((0.012, 0.012, 0.012), gloss=0.8)
    for x in (-0.55, 0.1, 0.75):
        for z in (-2.3, -1.5, -0.7, 0.3, 0.95, 1.6, 2.3):
            kit.rod(0.014, 0.006, (x, back - 0.002, z), hole, (90, 0, 0), edge=0.0002)
    for x, z, long in ((-0.42, -0.11, 0.16), (0.38, -0.13, 0.22), (0.5, -0.12, 0.12)):
        kit.hose([(x, back, z), (x + 0.01, back - long * 0.6, z), (x + 0.03, back - long, z + 0.05)], 0.007, iron)
    for x in (-0.3, 0.05, 0.33):  # what is left of the slab's bars at the sill
        kit.hose([(x, 0.2, -0.05), (x + 0.01, 0.3, -0.045), (x - 0.02, 0.38, 0.03 - 0.1 * abs(x))], 0.0065, iron)


def _litter(chance: random.Random) -> None:
    """What builders leave: chips, half bricks, sawn ends, sweepings, a board, bars, a bucket."""
    grey, pale = stuff.concrete((0.30, 0.29, 0.27)), stuff.concrete((0.42, 0.40, 0.36))
    red = stuff.paint((0.25, 0.085, 0.05), gloss=0.85, dirt=0.9)
    dust = _crumbs()
    _heap((0.96, -0.2, -0.006), 0.30, 0.085, dust, chance)
    _heap((-0.9, -0.13, -0.005), 0.2, 0.035, dust, chance)
    _heap((-0.12, -0.1, -0.004), 0.22, 0.016, dust, chance)
    for middle, spread, count, largest in (
        ((0.95, -0.26), 0.2, 110, 0.06), ((-0.88, -0.18), 0.17, 60, 0.045), ((-0.1, -0.12), 0.3, 70, 0.032),
        ((0.1, -1.0), 0.75, 170, 0.026), ((-1.9, -0.8), 0.8, 80, 0.03),
    ):  # fmt: skip
        for _ in range(count):
            x, y = chance.gauss(middle[0], spread), min(chance.gauss(middle[1], spread * 0.7), 0.16)
            if y > -0.03 and abs(x) > _WIDE / 2 - 0.04:
                y = -0.05
            size = 0.006 + (largest - 0.006) * chance.random() ** 2.6
            _chunk((x, y, -0.002), size, chance.choice((grey, grey, pale, red)), chance)
    for x, y, turn, long in ((-0.42, -0.42, 25, 0.24), (0.62, -0.62, 70, 0.13), (1.2, -0.52, 140, 0.24)):
        kit.box((long, 0.115, 0.053), (x, y, 0.026), red, (0, 0, turn), edge=0.004)
    kit.box((1.25, 0.045, 0.09), (-1.35, -0.52, 0.045), stuff.wood((0.34, 0.24, 0.14)), (0, 0, 14), edge=0.003)
    kit.box((0.75, 0.045, 0.09), (-1.42, -0.72, 0.045), stuff.wood((0.30, 0.20, 0.12)), (90, 0, -9), edge=0.003)
    film = stuff.paint((0.16, 0.055, 0.03), gloss=0.5, dirt=1.0, chips=0.16)
    kit.box((0.62, 0.014, 1.25), (1.72, -0.19, 0.605), film, (-14, 0, 0), edge=0.002)
    kit.box((0.4, 0.014, 0.9), (1.5, -0.26, 0.43), stuff.wood((0.33, 0.22, 0.12)), (-16, 3, 0), edge=0.002)
    iron = stuff.rust(1.0, (0.2, 0.2, 0.2))
    kit.hose([(-0.55, -0.98, 0.012), (0.0, -0.86, 0.012), (0.32, -0.84, 0.03), (0.42, -0.9, 0.07)], 0.0075, iron)
    kit.hose([(0.2, -1.32, 0.01), (0.75, -1.06, 0.012), (1.25, -0.98, 0.01)], 0.006, iron)
    for index in range(5):
        x = -0.05 + 0.04 * index
        kit.hose([(x, -0.62, 0.004), (x + 0.03, -0.6 + 0.02 * index, 0.012), (x + 0.05, -0.55, 0.004)], 0.0013, iron)


def elevator_shaft() -> None:
    """The fifth floor of a shell: the mouth of an elevator shaft without a gate or a rail, the shaft without a net."""
    kit.start()
    kit.surroundings("city", 0.9, 130)
    _wall()
    _shaft()
    kit.box((_RIGHT - _LEFT + 0.4, 6.2, 0.16), ((_LEFT + _RIGHT) / 2, -3.1 + _THICK, -0.08), _dusty(), edge=0.012)
    kit.box((_RIGHT - _LEFT + 0.4, 6.4, 0.14), ((_LEFT + _RIGHT) / 2, -3.2 + _THICK, _CEILING + 0.07), _shuttered(0.9))
    kit.box((0.22, 6.4, _CEILING + 0.1), (_RIGHT + 0.1, -2.95, _CEILING / 2), _shuttered(0.95), edge=0.008)
    kit.box((0.22, 1.1, _CEILING), (_LEFT + 0.11, -0.55, _CEILING / 2), _shuttered(), edge=0.008)
    kit.box((0.24, 6.0, 0.3), (_LEFT + 0.3, -3.0, _CEILING - 0.15), _shuttered(0.95), edge=0.008)
    _litter(random.Random(17))
    kit.sun((65, 0, -61), 6.0)
    kit.lamp((_LEFT - 0.3, -3.2, 1.5), (0, -1.4, 0.8), (5, 2.4), 330, (0.88, 0.94, 1))
    kit.lamp((-0.6, -6.6, 1.7), (0, 0, 0.9), (4, 2), 190, (0.95, 0.97, 1))
    kit.camera((-0.78, -2.8, 1.64), (0.04, 0.2, 0.78), lens=24, roll=-1.2)
