# SPDX-License-Identifier: MulanPSL-2.0
"""Demo scenes at machines and outside: a rusty flange, a scaffold edge, a pressure gauge, an extinguisher."""

from __future__ import annotations

import math
import random  # noqa: TID251 - seeded, so that the pictures stay the same
from typing import Any

from demo_scenes import kit, labels, stuff
from demo_scenes.stuff import Label


def _flange(x: float, iron: Any, bolts: Any, side: int) -> None:
    r = 0.17
    kit.lathe(
        [(0.085, -0.03), (r - 0.004, -0.03), (r, -0.026), (r, 0.0), (r - 0.003, 0.003), (0.125, 0.004),
         (0.118, 0.012), (0.105, 0.03), (0.092, 0.07), (0.0855, 0.1)],
        (x, 0, 0), iron, (0, 90 * side, 0),
    )  # fmt: skip
    for index in range(8):
        angle = 2 * math.pi * (index + 0.5) / 8
        at = (x + side * 0.014, 0.137 * math.cos(angle), 0.137 * math.sin(angle))
        kit.nut(0.046, 0.022, at, bolts, (0, 90, 13 * index))
        kit.rod(0.0115, 0.05, (at[0] + side * 0.014, *at[1:]), bolts, (0, 90, 0))


def flange() -> None:
    """A flanged joint eaten by rust, weeping onto the pipe below."""
    kit.start()
    kit.surroundings("courtyard", 1.0, 200)
    coat = (0.20, 0.27, 0.27)
    old, pipe, bolts = stuff.rust(0.95, coat), stuff.rust(0.5, coat), stuff.rust(1.1, (0.2, 0.19, 0.18))
    _flange(-0.036, old, bolts, -1)
    _flange(0.036, old, bolts, 1)
    kit.lathe(
        [(0.1, -0.008), (0.152, -0.008), (0.152, 0.008), (0.1, 0.008)],
        (0, 0, 0),
        stuff.paint((0.06, 0.055, 0.05), gloss=0.8),
        (0, 90, 0),
    )
    for side, long in ((-1, 1.7), (1, 2.4)):
        kit.rod(0.0855, long, (side * (0.1 + long / 2), 0, 0), pipe, (0, 90, 0))
    kit.rod(0.05, 5, (0.4, 0.35, -0.25), stuff.rust(0.35, (0.45, 0.36, 0.05)), (0, 90, 0))
    kit.rod(0.11, 5, (0.2, 0.95, 0.1), stuff.paint((0.45, 0.46, 0.46), metal=0.6, gloss=0.35), (0, 90, 0))
    for x in (-0.75, 0.95):
        kit.box((0.1, 0.14, 0.9), (x, 0.02, -0.54), stuff.rust(0.5, (0.25, 0.25, 0.24)))
        kit.box((0.12, 0.3, 0.012), (x, 0.02, -0.092), stuff.rust(0.6))
        kit.lathe(
            [(0.087, -0.025), (0.094, -0.025), (0.094, 0.025), (0.087, 0.025)], (x, 0, 0), stuff.rust(0.7), (0, 90, 0)
        )
    kit.rod(0.03, 0.5, (0.62, 0, 0.3), pipe)
    kit.lathe(
        [(0.001, 0), (0.05, 0), (0.055, 0.03), (0.03, 0.06), (0.03, 0.1), (0.05, 0.12), (0.001, 0.13)],
        (0.62, 0, 0.5),
        bolts,
    )
    kit.ring(0.11, 0.011, (0.62, 0, 0.68), stuff.paint((0.4, 0.03, 0.02), chips=0.3))
    for turn in (0, 60, 120):
        kit.rod(0.006, 0.22, (0.62, 0, 0.68), stuff.paint((0.4, 0.03, 0.02), chips=0.3), (90, 0, turn))
    kit.box((8, 6, 0.2), (0, 1.2, -1.05), stuff.concrete((0.27, 0.26, 0.25), wet=0.55))
    kit.box((8, 0.2, 4), (0, 2.6, 0.8), stuff.brick())
    chance = random.Random(8)
    for _ in range(26):
        x, y = chance.gauss(0.0, 0.05), chance.gauss(-0.02, 0.05)
        z = -math.sqrt(max(0.0, 0.173**2 - y * y)) if abs(x) < 0.07 else -math.sqrt(max(0, 0.0865**2 - y * y))
        size = chance.uniform(0.002, 0.006)
        kit.lathe(
            [(size * math.cos(a), size * 1.5 * math.sin(a)) for a in [-1.57 + 0.26 * i for i in range(13)]],
            (x, y, z),
            stuff.plain((0.5, 0.45, 0.4), gloss=0.05, clear=0.8),
        )
    kit.sun((52, 8, 35), 3.4)
    kit.camera((-0.38, -0.78, 0.33), (0.02, -0.1, -0.01), lens=30, roll=-1.3, stop=5.0)


def _tube(first: kit.Place, second: kit.Place, metal: Any) -> None:
    span = [b - a for a, b in zip(first, second, strict=True)]
    middle = tuple((a + b) / 2 for a, b in zip(first, second, strict=True))
    flat = math.hypot(span[0], span[1])
    turn = (0, math.degrees(math.atan2(flat, span[2])), math.degrees(math.atan2(span[1], span[0])))
    kit.rod(0.024, math.dist(first, second), middle, metal, turn)


def _coupler(at: kit.Place, iron: Any, turn: float) -> None:
    kit.box((0.07, 0.075, 0.07), at, iron, (0, 0, turn), edge=0.018)
    kit.rod(0.008, 0.1, (at[0] + 0.03, at[1], at[2] + 0.02), iron, (0, 90, turn + 30))
    kit.nut(0.024, 0.02, (at[0] + 0.07, at[1] - 0.02, at[2] + 0.02), iron, (0, 90, turn + 30))


def scaffold() -> None:
    """The edge of a storey under construction: uprights stand, the guard rail is missing."""
    kit.start()
    kit.surroundings("city", 0.9, 75)
    slab, rough = stuff.concrete((0.33, 0.32, 0.30)), stuff.concrete((0.26, 0.25, 0.24))
    kit.box((9, 7, 0.14), (-4.1, 2.5, -0.07), slab, edge=0.012)
    kit.box((0.5, 0.5, 3.0), (-2.9, 3.6, 1.5), rough, edge=0.015)
    kit.box((9, 7, 0.14), (-4.1, 2.5, 3.0), rough, edge=0.012)
    kit.box((0.25, 7, 0.45), (0.27, 2.5, 2.75), rough, edge=0.012)
    zinc, iron = [stuff.rust(a, (0.36, 0.37, 0.37)) for a in (0.35, 0.55, 0.75)], stuff.rust(0.85, (0.2, 0.2, 0.2))
    for index, y in enumerate((-0.4, 1.2, 2.8, 4.4, 6.0)):
        for x in (0.66, 1.5):
            _tube((x, y, -6), (x + 0.01, y + 0.01, 3.6), zinc[index % 3])
        for z in (-1.9, -0.09, 1.85):
            _tube((0.42, y + 0.05, z), (1.75, y + 0.05, z), zinc[(index + 1) % 3])
            _coupler((0.66, y + 0.03, z), iron, 8 * index)
            _coupler((1.5, y + 0.03, z), iron, -5 * index)
    for x, z in ((0.72, -0.04), (1.56, -0.04), (0.72, -1.85), (1.56, 1.9), (0.72, 1.9)):
        _tube((x, -2, z), (x, 8, z), zinc[int(z) % 3])
    _tube((1.58, 3.2, 1.05), (1.58, 8, 1.05), zinc[1])
    _tube((1.6, -1.5, -3.0), (1.6, 6.0, 3.4), zinc[0])
    chance = random.Random(4)
    for index in range(3):
        kit.box(
            (4.0, 0.23, 0.045),
            (0.84 + 0.26 * index, 3.6 + chance.uniform(-0.1, 0.3), 0.03),
            stuff.wood(),
            (0, 0, 90 + chance.uniform(-2, 2)),
        )
    kit.box((3.2, 0.22, 0.045), (-0.9, 1.5, 0.025), stuff.wood(), (0, 0, 62))
    kit.box((2.4, 0.2, 0.045), (-1.35, 1.9, 0.03), stuff.wood((0.3, 0.2, 0.11)), (0, 1, 71))
    for index in range(9):
        kit.hose(
            [(-0.35 - 0.03 * index, 4.2, 0.012 + 0.012 * (index % 3)), (-0.4 - 0.035 * index, 5.6, 0.014)],
            0.008,
            stuff.rust(1.0),
        )
    for _ in range(46):
        at = (chance.uniform(-2.5, 0.2), chance.uniform(-0.6, 4.5), 0.006)
        size = chance.uniform(0.008, 0.035)
        kit.box(
            (size, size * 1.3, size * 0.7),
            at,
            rough,
            (chance.uniform(0, 90), 0, chance.uniform(0, 90)),
            edge=size * 0.2,
        )
    for y in (0.1, 0.62, 1.35):
        kit.box(
            (0.24, 0.115, 0.053),
            (-0.5 + chance.uniform(-0.3, 0.2), y, 0.027),
            stuff.paint((0.25, 0.085, 0.05), gloss=0.85, dirt=0.9),
            (0, 0, chance.uniform(0, 90)),
        )
    _outlook(chance)
    kit.sun((48, 12, 110), 3.6)
    kit.camera((-1.55, -1.45, 1.6), (0.75, 3.1, 0.42), lens=25, roll=1.5)


def _outlook(chance: random.Random) -> None:
    """The yard far below, and the green net that hides most of the town."""
    kit.box((300, 300, 1), (0, 60, -15), stuff.earth(), edge=0)
    for _ in range(14):
        size = chance.uniform(1.0, 2.6)
        heap = [(size * 1.5, 0), (size, size * 0.35), (size * 0.45, size * 0.75), (0.01, size * 0.9)]
        at = (chance.uniform(8, 34), chance.uniform(2, 44), -14.6)
        kit.lathe(heap, at, stuff.concrete((0.30, 0.25, 0.17)), sides=20)
    for row in range(7):
        kit.box((1.1, 1.1, 1.0), (9 + 1.5 * row, 15 + 0.3 * row, -14), stuff.brick(), (0, 0, chance.uniform(-8, 8)))
    for row in range(3):
        at = (22, 30 + 6 * row, -13)
        kit.box((9, 2.6, 2.7), at, stuff.paint((0.55, 0.56, 0.57), dirt=0.8), (0, 0, 4), edge=0.02)
        kit.box(
            (9.2, 2.9, 0.12), (*at[:2], at[2] + 1.4), stuff.paint((0.08, 0.2, 0.42), dirt=0.7), (0, 0, 4), edge=0.02
        )
    net = stuff.Nodes("net")
    net.colour(net.mix(net.noise(1.4, 6), (0.015, 0.16, 0.07), (0.03, 0.27, 0.12)))
    net.shader.inputs["Alpha"].default_value = 0.8
    net.rough(net.noise(3), 0.7, 0.95)
    net.bump(net.noise(1.1, 3, 0.5, (1, 1, 0.6)), 0.12)
    for first, long, low, high in (
        (2.75, 1.58, -1.85, 1.82),
        (4.35, 1.6, -1.85, 3.7),
        (6.0, 5.0, -1.85, 3.7),
        (2.75, 1.58, 1.9, 3.7),
    ):
        kit.box(
            (0.006, long, high - low),
            (1.62, first + long / 2, (low + high) / 2),
            net.material,
            (0, 0, chance.uniform(-1, 1)),
            edge=0,
        )


def gauge() -> None:
    """A boiler's pressure gauge beyond its red line; upright picture."""
    kit.start()
    kit.surroundings("interior", 0.55, 250)
    steel = stuff.plain((0.62, 0.61, 0.58), gloss=0.22, metal=1)
    face = stuff.plain(
        (0.8, 0.79, 0.74),
        gloss=0.5,
        labels=[Label(picture=labels.dial(1.34, 1.6, 1.25), size=(0.142, 0.142), worn=-0.3, flat="xy")],
    )
    up = (90, 0, 0)
    kit.lathe([(0.0001, 0), (0.072, 0), (0.0725, -0.001)], (0, 0, 0), face, up)
    kit.lathe(
        [
            (0.072, -0.035),
            (0.081, -0.033),
            (0.082, 0.004),
            (0.085, 0.006),
            (0.085, 0.016),
            (0.079, 0.019),
            (0.073, 0.015),
            (0.0722, 0.0),
        ],
        (0, 0, 0),
        steel,
        up,
    )
    needle = stuff.plain((0.02, 0.02, 0.02), gloss=0.4)
    angle = 225 - 270 * 1.34 / 1.6
    aim = math.radians(angle)
    kit.box(
        (0.062, 0.0012, 0.0026),
        (0.021 * math.cos(aim), -0.006, 0.021 * math.sin(aim)),
        needle,
        (0, -angle, 0),
        edge=0.0005,
    )
    kit.box(
        (0.02, 0.0012, 0.006),
        (-0.012 * math.cos(aim), -0.006, -0.012 * math.sin(aim)),
        needle,
        (0, -angle, 0),
        edge=0.0005,
    )
    kit.rod(0.006, 0.008, (0, -0.006, 0), steel, up, edge=0.001)
    glass = stuff.plain((1, 1, 1), gloss=0.02, clear=0.94)
    kit.rod(0.0725, 0.002, (0, -0.0125, 0), glass, up, edge=0.0004)
    brass, iron = stuff.plain((0.50, 0.34, 0.13), gloss=0.32, metal=1), stuff.rust(0.55, (0.3, 0.31, 0.3))
    kit.rod(0.009, 0.05, (0, 0.012, -0.1), brass)
    kit.nut(0.03, 0.02, (0, 0.012, -0.118), brass)
    kit.rod(0.012, 0.08, (0, 0.012, -0.165), brass)
    kit.box((0.036, 0.036, 0.036), (0, 0.012, -0.165), brass, edge=0.006)
    kit.box((0.075, 0.008, 0.014), (0.04, -0.016, -0.165), stuff.paint((0.45, 0.03, 0.02), chips=0.3), (0, 8, 0))
    kit.nut(0.032, 0.022, (0, 0.012, -0.212), iron)
    bend = [
        (0.06 * math.sin(a), 0.012 + 0.0012 * i, -0.29 + 0.06 * math.cos(a))
        for i, a in enumerate([0.35 * j for j in range(20)])
    ]
    kit.hose([(0, 0.012, -0.21), *bend, (0.0, 0.05, -0.4), (0.0, 0.05, -0.6)], 0.0075, iron)
    jacket = stuff.paint((0.55, 0.56, 0.57), metal=0.85, gloss=0.32, dirt=0.6)
    kit.rod(0.55, 4, (0.35, 0.85, -0.4), jacket, (0, 90, 0), edge=0.03)
    for x in (-0.62, 0.1, 0.85):
        kit.lathe([(0.552, -0.012), (0.558, -0.01), (0.558, 0.01), (0.552, 0.012)], (x, 0.85, -0.4), jacket, (0, 90, 0))
    kit.rod(0.05, 3, (-0.34, 0.3, 0), stuff.rust(0.3, (0.42, 0.04, 0.03)))
    kit.rod(0.035, 4, (0.2, 0.42, 0.38), stuff.rust(0.25, (0.08, 0.2, 0.36)), (0, 90, 0))
    kit.ring(0.09, 0.01, (-0.34, 0.16, -0.26), stuff.paint((0.02, 0.12, 0.3), chips=0.2), (80, 0, 0))
    kit.box((6, 0.2, 5), (0, 2.4, 0), stuff.plaster((0.6, 0.6, 0.55)))
    tag, shape = labels.lettering(["检定有效期", "2025.08.31"], "#1a1a1a", paper="#d8c24a", frame=True)
    kit.box(
        (0.055, 0.0006, 0.055 / shape),
        (0.012, -0.0152, -0.047),
        stuff.plain((0.6, 0.5, 0.1), labels=[Label(picture=tag, size=(0.055, 0.055 / shape), worn=-0.2)]),
        (0, -4, 0),
        edge=0,
    )
    kit.lamp((-0.9, -1.0, 1.0), (0, 0, 0), (0.9, 0.25), 14, (1, 0.95, 0.86))
    kit.lamp((1.5, -0.3, 1.6), (0.3, 0.8, -0.2), (0.8, 0.8), 26, (0.9, 0.96, 1))
    kit.camera((0.075, -0.5, 0.02), (0.005, 0, -0.05), lens=31, roll=2.0, stop=7)


def _extinguisher(x: float, y: float, needle: float, turn: float) -> None:
    text, shape = labels.lettering(
        ["手提式干粉灭火器", "MFZ/ABC4", "灭火剂 4 kg", "使用方法：拔下保险销"], "#f3f0e6", height=90
    )
    red = stuff.paint((0.50, 0.018, 0.014), gloss=0.22, dirt=0.75, chips=0.2, labels=[
        Label(picture=text, size=(0.13, 0.13 / shape), at=(0, 0.24), radius=0.068, worn=0.17)])  # fmt: skip
    r, high = 0.068, 0.39
    profile = [(0.001, 0.01), (r * 0.85, 0.0), (r, 0.012), (r, high)]
    profile += [(r * math.cos(a), high + r * 0.75 * math.sin(a)) for a in [0.12 * i for i in range(12)]]
    kit.lathe([*profile, (0.018, high + 0.05), (0.001, high + 0.05)], (x, y, 0), red, (0, 0, turn))
    chrome, black = stuff.plain((0.6, 0.6, 0.58), gloss=0.2, metal=1), stuff.paint((0.02, 0.02, 0.02), gloss=0.45)
    top = high + 0.06
    kit.rod(0.021, 0.05, (x, y, top + 0.01), chrome)
    kit.box((0.034, 0.05, 0.03), (x, y, top + 0.045), chrome, edge=0.006)
    for z, tilt, long in ((top + 0.06, -4, 0.15), (top + 0.092, -15, 0.14)):
        kit.box((long, 0.024, 0.005), (x + 0.045, y, z), black, (0, tilt, 0), edge=0.002)
    kit.box((0.036, 0.03, 0.075), (x - 0.012, y, top + 0.07), chrome, edge=0.006)
    kit.ring(0.014, 0.0016, (x + 0.01, y - 0.034, top + 0.07), chrome, (90, 0, 30))
    kit.hose([(x + 0.005, y - 0.02, top + 0.07), (x + 0.002, y - 0.035, top + 0.07)], 0.0018, chrome)
    dial = stuff.plain(
        (0.8, 0.8, 0.78), labels=[Label(picture=labels.charge_dial(needle), size=(0.036, 0.036), worn=-0.3, flat="xy")]
    )
    at = (x - 0.004, y - 0.043, top + 0.042)
    kit.rod(0.008, 0.03, (at[0], at[1] + 0.021, at[2]), chrome, (90, 0, 0))
    kit.lathe([(0.0001, 0), (0.0178, 0), (0.018, -0.001)], at, dial, (90, 0, 0))
    kit.lathe(
        [(0.018, -0.008), (0.0205, -0.006), (0.0205, 0.004), (0.0185, 0.005), (0.018, 0)],
        at,
        stuff.plain((0.55, 0.42, 0.16), gloss=0.3, metal=1),
        (90, 0, 0),
    )
    kit.rod(
        0.0182,
        0.0016,
        (at[0], at[1] - 0.003, at[2]),
        stuff.plain((1, 1, 1), gloss=0.03, clear=0.94),
        (90, 0, 0),
        edge=0.0002,
    )
    tube = [
        (x - 0.03, y, top + 0.045),
        (x - 0.09, y - 0.01, top + 0.01),
        (x - 0.093, y - 0.015, top - 0.1),
        (x - 0.082, y - 0.012, 0.15),
    ]
    kit.hose(tube, 0.0095, black)
    kit.lathe([(0.009, 0.06), (0.011, 0.03), (0.016, 0)], (x - 0.082, y - 0.012, 0.09), black)


def _card(lines: list[str], at: kit.Place, turn: kit.Place, string: list[kit.Place]) -> None:
    """The record of monthly checks, on its string."""
    card, shape = labels.lettering(lines, "#202020", paper="#e6e2d2", frame=True, height=80)
    paper = stuff.plain((0.7, 0.68, 0.6), labels=[Label(picture=card, size=(0.1, 0.1 / shape), worn=-0.1)])
    kit.box((0.10, 0.0008, 0.10 / shape), at, paper, turn, edge=0)
    kit.hose(string, 0.0009, stuff.plain((0.6, 0.58, 0.5)))


def _corner(needle: float, lines: list[str]) -> None:
    """The corner of the two extinguishers; `needle` and `lines` are the near one's."""
    kit.start()
    kit.surroundings("interior", 0.5, 10)
    kit.box((4, 0.2, 3), (0, 0.3, 1.5), stuff.plaster((0.68, 0.67, 0.62), (0.16, 0.30, 0.35), 0.62))
    kit.box((0.2, 4, 3), (-0.62, -1.5, 1.5), stuff.plaster((0.68, 0.67, 0.62), (0.16, 0.30, 0.35), 0.62))
    kit.box((5, 5, 0.2), (0, -1.5, -0.1), stuff.concrete((0.34, 0.33, 0.31), wet=0.3))
    _extinguisher(0.02, -0.05, needle, 12)
    _extinguisher(-0.27, 0.07, 0.52, -25)
    string = [(0.035, -0.066, 0.455), (0.085, -0.1, 0.45), (0.115, -0.104, 0.412)]
    _card(lines, (0.125, -0.1, 0.36), (4, 9, -6), string)
    for size, at, turn in (((0.3, 0.22, 0.2), (0.52, 0.02, 0.1), 12), ((0.26, 0.2, 0.16), (0.5, 0.03, 0.28), -6)):
        kit.box(size, at, stuff.cardboard(), (0, 0, turn), edge=0.005)
    kit.rod(0.013, 1.5, (0.31, 0.12, 0.72), stuff.wood((0.5, 0.38, 0.2)), (-7, 5, 0))


def extinguisher() -> None:
    """Two extinguishers in a corner, the near one without pressure."""
    _corner(0.12, ["灭火器检查记录卡", "2026.03  合格  王", "2026.04", "2026.05", "2026.06"])
    kit.lamp((1.6, -1.6, 2.4), (0, 0, 0.3), (0.9, 0.7), 55, (1, 0.97, 0.92))
    kit.flash((0.075, -0.45, 0.64), 0.5)
    kit.camera((0.05, -0.47, 0.62), (-0.015, -0.08, 0.45), lens=26, roll=-2.0, stop=10)
