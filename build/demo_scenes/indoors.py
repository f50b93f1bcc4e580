# SPDX-License-Identifier: MulanPSL-2.0
"""Demo scenes inside: gas cylinders, a blocked exit, an open distribution box, a fireworks store."""

from __future__ import annotations

import math
import random  # noqa: TID251 - seeded, so that the pictures stay the same

from demo_scenes import kit, labels, stuff
from demo_scenes.stuff import Label

CREAM, GREEN, GREY = (0.66, 0.64, 0.58), (0.12, 0.27, 0.19), (0.50, 0.51, 0.50)


def _cylinder(at: kit.Place, colour: stuff.Colour, text: list[str], ink: str, *, turn: kit.Place = kit.NOWHERE,
              high: float = 1.32, r: float = 0.11, cap: bool = True, chips: float = 0.24) -> None:  # fmt: skip
    picture, shape = labels.lettering(text, ink)
    size = (0.17 if len(text) == 1 else 0.115) * len(text)
    label = Label(picture=picture, size=(size * shape, size), at=(0, high * 0.62), radius=r, worn=0.2)
    body = stuff.paint(colour, gloss=0.38, dirt=0.8, chips=chips, labels=[label])
    neck = high + r * 0.95
    profile = [(0.001, 0.012), (r * 0.8, 0.006), (r * 0.97, 0.02), (r, 0.06), (r, high - 0.02)]
    profile += [(r * math.cos(a), high + r * 0.85 * math.sin(a)) for a in [i * 0.13 for i in range(11)]]
    kit.lathe([*profile, (r * 0.26, neck), (0.001, neck)], at, body, turn)
    steel = stuff.rust(0.45, (0.25, 0.25, 0.24))

    def above(z: float) -> kit.Place:
        lean, aim = math.radians(turn[1]), math.radians(turn[2])
        return (
            at[0] + math.sin(lean) * z * math.cos(aim),
            at[1] + math.sin(lean) * z * math.sin(aim),
            at[2] + math.cos(lean) * z,
        )

    kit.ring(r * 0.3, 0.012, above(neck), steel, turn)
    if cap:
        kit.lathe([(0.04, 0), (0.042, 0.02), (0.04, 0.13), (0.03, 0.155), (0.001, 0.16)], above(neck), body, turn)
    else:
        brass = stuff.plain((0.55, 0.36, 0.13), gloss=0.35, metal=1)
        kit.rod(0.018, 0.09, above(neck + 0.04), brass, turn)
        kit.rod(0.012, 0.07, above(neck + 0.05), brass, (0, 90, turn[2] + 20))
        kit.rod(0.03, 0.014, above(neck + 0.095), stuff.paint((0.05, 0.05, 0.05)), turn)
    for z in (0.35, high * 0.86):
        kit.ring(r + 0.002, 0.007, above(z), stuff.paint((0.03, 0.03, 0.03), gloss=0.7), turn)


def cylinders() -> None:
    """Gas cylinders along a wall, no chain, one leaning, oxygen beside acetylene."""
    kit.start()
    kit.surroundings("interior", 0.35, 120)
    kit.box((8, 0.2, 4), (0, 0.1, 2), stuff.plaster(CREAM, GREEN, 1.25))
    kit.box((0.2, 6, 4), (-2.3, -3, 2), stuff.plaster(CREAM, GREEN, 1.25))
    kit.box((9, 9, 0.2), (0, -3.5, -0.1), stuff.concrete(wet=0.25))
    blue, white, grey = (0.10, 0.33, 0.52), (0.68, 0.67, 0.62), (0.36, 0.38, 0.38)
    _cylinder((-1.55, -0.16, 0), blue, ["氧"], "#101010")
    _cylinder((-1.27, -0.2, 0), blue, ["氧"], "#101010", turn=(0, 0, 9), cap=False)
    _cylinder((-0.97, -0.15, 0), blue, ["氧"], "#101010", turn=(0, 0, -12), chips=0.34)
    _cylinder(
        (-0.42, -0.19, 0), white, ["乙炔", "不可", "近火"], "#b01010", high=0.9, r=0.125, turn=(0, 0, 6), cap=False
    )
    _cylinder(
        (-0.08, -0.45, 0), white, ["乙炔", "不可", "近火"], "#b01010", high=0.9, r=0.125, turn=(0, 0, -10), chips=0.33
    )
    _cylinder((0.42, -0.42, 0.012), grey, ["氩"], "#0f4a28", turn=(0, 13, 47), cap=False)
    _cylinder((0.95, -0.17, 0), grey, ["氩"], "#0f4a28", turn=(0, 0, 14))
    rubber = stuff.paint((0.30, 0.03, 0.025), gloss=0.6)
    loops = [(0.2 + 0.28 * math.cos(a) * (1 + 0.06 * a % 0.2), -1.2 + 0.2 * math.sin(a), 0.012 + 0.004 * a) for a in
             [i * 0.8 for i in range(26)]]  # fmt: skip
    kit.hose(
        [
            (-0.39, -0.2, 1.09),
            (-0.36, -0.3, 1.1),
            (-0.33, -0.42, 0.85),
            (-0.35, -0.55, 0.4),
            (-0.2, -0.95, 0.02),
            *loops,
            (1.3, -1.7, 0.012),
        ],
        0.008,
        rubber,
    )
    picture, shape = labels.lettering(["严禁烟火"], "#f4f4f0", paper="#b3161b", frame=True)
    sign = Label(picture=picture, size=(0.62, 0.62 / shape), worn=0.12)
    kit.box(
        (0.62, 0.012, 0.62 / shape), (-0.55, -0.008, 1.86), stuff.paint((0.6, 0.05, 0.05), labels=[sign]), (0, 1.2, 0)
    )
    kit.box((0.5, 0.35, 0.3), (1.62, -0.35, 0.15), stuff.cardboard(), (0, 0, 17))
    kit.lathe(
        [(0.11, 0), (0.15, 0.3), (0.155, 0.305), (0.148, 0.3), (0.108, 0.01)],
        (1.45, -1.05, 0),
        stuff.paint((0.05, 0.12, 0.3), chips=0.3),
    )
    kit.hose([(-2.2, -0.02, 2.6), (0, -0.02, 2.58), (2.5, -0.02, 2.61)], 0.013, stuff.paint((0.6, 0.6, 0.56)))
    kit.lamp((2.6, -3.2, 3.2), (-0.4, 0, 0.8), (1.6, 1.2), 150, (0.93, 0.97, 1))
    kit.lamp((-1.2, -1.8, 3.4), (-0.6, -0.8, 0), (1.2, 0.1), 22, (1, 0.96, 0.85))
    kit.camera((0.55, -3.0, 1.52), (-0.3, -0.2, 0.82), lens=26, roll=-1.1)


def _carton(at: kit.Place, size: kit.Place, turn: float, name: str = "", ink: str = "#1c2a6b",
            colour: stuff.Colour = (0.42, 0.27, 0.145)) -> None:  # fmt: skip
    marks = []
    if name:
        picture, shape = labels.carton_print(name, ink)
        wide = min(size[0] * 0.9, size[2] * 0.9 * shape)
        marks = [Label(picture=picture, size=(wide, wide / shape), worn=0.16)]
    board = stuff.cardboard(colour, marks)
    middle = (at[0], at[1], at[2] + size[2] / 2)
    kit.box(size, middle, board, (0, 0, turn), edge=0.006)
    lean = math.radians(turn)
    tape = stuff.plain((0.50, 0.36, 0.17), gloss=0.18)
    kit.box(
        (size[0] + 0.001, 0.05, 0.0008), (middle[0], middle[1], middle[2] + size[2] / 2), tape, (0, 0, turn), edge=0
    )
    for side in (-1, 1):
        end = (middle[0] + side * math.cos(lean) * size[0] / 2, middle[1] + side * math.sin(lean) * size[0] / 2)
        kit.box((0.0008, 0.05, 0.08), (*end, middle[2] + size[2] / 2 - 0.04), tape, (0, 0, turn), edge=0)


def blocked_exit() -> None:
    """A fire exit behind cartons; upright picture."""
    kit.start()
    kit.surroundings("interior", 0.12)
    wall = stuff.plaster((0.72, 0.71, 0.67), (0.22, 0.36, 0.40), 1.15)
    for size, at in (
        ((1.0, 0.2, 3), (-1.35, 0.1, 1.5)),
        ((1.0, 0.2, 3), (1.35, 0.1, 1.5)),
        ((1.7, 0.2, 0.8), (0, 0.1, 2.6)),
        ((0.2, 7, 3), (-1.6, -3.4, 1.5)),
        ((0.2, 7, 3), (1.6, -3.4, 1.5)),
    ):
        kit.box(size, at, wall, edge=0.002)
    floor = stuff.concrete((0.36, 0.35, 0.33), wet=0.7)
    for column in range(5):
        for row in range(9):
            kit.box((0.598, 0.598, 0.05), (-1.2 + 0.6 * column, -0.3 - 0.6 * row, -0.025), floor, edge=0.001)
    kit.box((3.2, 7, 0.1), (0, -3.4, 2.95), stuff.plaster((0.7, 0.7, 0.68)))
    door, steel = (
        stuff.paint((0.30, 0.31, 0.30), gloss=0.4, chips=0.22),
        stuff.plain((0.6, 0.6, 0.6), gloss=0.25, metal=1),
    )
    for side in (-1, 1):
        kit.box((0.82, 0.05, 2.08), (side * 0.415, 0.04, 1.05), door)
        kit.box((0.62, 0.02, 0.72), (side * 0.415, 0.012, 0.52), door, edge=0.012)
        kit.box((0.22, 0.012, 0.62), (side * 0.3, 0.014, 1.55), stuff.plain((0.1, 0.14, 0.14), gloss=0.08))
        kit.rod(0.016, 0.66, (side * 0.415, -0.06, 1.08), stuff.plain((0.5, 0.03, 0.03)), (0, 90, 0))
        for end in (-0.3, 0.3):
            kit.box((0.05, 0.09, 0.1), (side * 0.415 + end, -0.02, 1.08), steel)
    frame = stuff.paint((0.22, 0.23, 0.22))
    for size, at in (
        ((0.07, 0.1, 2.2), (-0.87, -0.01, 1.1)),
        ((0.07, 0.1, 2.2), (0.87, -0.01, 1.1)),
        ((1.8, 0.1, 0.07), (0, -0.01, 2.14)),
    ):
        kit.box(size, at, frame)
    picture = Label(picture=labels.exit_sign(), size=(0.42, 0.168), worn=-0.3)
    sign = stuff.Nodes("sign")
    glow = sign.stick((0.02, 0.4, 0.15), picture)
    sign.colour(glow)
    sign.link(glow, sign.shader.inputs["Emission Color"])
    sign.shader.inputs["Emission Strength"].default_value = 2.2
    kit.box((0.43, 0.05, 0.178), (0.02, -0.04, 2.42), sign.material, (0, 0.8, 0))
    chance = random.Random(5)
    piles = (
        (-0.62, -0.42, ((0.62, 0.42, 0.4), (0.6, 0.4, 0.4), (0.55, 0.4, 0.36), (0.42, 0.32, 0.28))),
        (0.03, -0.5, ((0.6, 0.45, 0.45), (0.58, 0.42, 0.42), (0.4, 0.3, 0.25))),
        (0.64, -0.38, ((0.55, 0.4, 0.38), (0.55, 0.4, 0.38), (0.5, 0.38, 0.35))),
        (-0.35, -1.05, ((0.5, 0.38, 0.33),)),
        (0.42, -1.12, ((0.62, 0.4, 0.36), (0.4, 0.3, 0.22))),
        (1.12, -1.0, ((0.45, 0.5, 0.4), (0.42, 0.42, 0.35))),
    )
    names = ("塑料制品", "", "五金配件", "日用百货", "", "包装膜")
    for left, front, sizes in piles:
        high = 0.0
        for size in sizes:
            at = (left + chance.uniform(-0.04, 0.04), front + chance.uniform(-0.04, 0.04), high)
            tone = chance.uniform(0.8, 1.15)
            ink, colour = chance.choice(("#1c2a6b", "#7a1515", "#151515")), (0.40 * tone, 0.26 * tone, 0.14 * tone)
            _carton(at, size, chance.uniform(-9, 9), chance.choice(names), ink, colour)
            high += size[2] + 0.002
    kit.hose(
        [(-1.2, -2.2, 0.01), (-0.6, -1.7, 0.01), (-0.9, -1.3, 0.012), (-0.2, -1.5, 0.01), (0.9, -1.9, 0.01)],
        0.006,
        stuff.plain((0.03, 0.03, 0.03)),
    )
    for y in (-1.6, -4.2):
        kit.box((1.2, 0.14, 0.03), (0, y, 2.88), stuff.light((1, 0.98, 0.9), 34 if y < -2 else 45))
    kit.camera((0.25, -3.9, 1.55), (0.02, 0, 1.12), lens=27, roll=1.0)


def _breakers(left: float, z: float, count: int, chance: random.Random) -> list[float]:
    grey, white = stuff.plain((0.62, 0.62, 0.60)), stuff.plain((0.74, 0.74, 0.71))
    black, blue = stuff.plain((0.02, 0.02, 0.025)), stuff.plain((0.03, 0.1, 0.4))
    places = []
    for index in range(count):
        x = left + index * 0.0365
        kit.box((0.0355, 0.06, 0.085), (x, -0.05, z), white, edge=0.0015)
        kit.box((0.0355, 0.02, 0.045), (x, -0.088, z), grey, edge=0.0015)
        up = chance.random() < 0.75
        kit.box(
            (0.022, 0.018, 0.016),
            (x, -0.102, z + (0.009 if up else -0.009)),
            blue if index % 4 == 0 else black,
            (25 if up else -25, 0, 0),
            edge=0.002,
        )
        for end in (-0.034, 0.034):
            kit.rod(0.004, 0.004, (x, -0.081, z + end), stuff.plain((0.4, 0.38, 0.33), metal=1), (90, 0, 0))
        places.append(x)
    return places


def open_cabinet() -> None:
    """A distribution box that stands open, without its inner cover; bare wires hang out."""
    kit.start()
    kit.surroundings("interior", 0.25, 40)
    kit.box((6, 0.2, 4), (0, 0.13, 1.4), stuff.plaster((0.62, 0.60, 0.54), (0.22, 0.32, 0.27), 0.9))
    shell, plate = (
        stuff.paint((0.50, 0.50, 0.46), gloss=0.4, chips=0.34, dirt=0.9),
        stuff.paint((0.5, 0.48, 0.42), dirt=0.9),
    )
    wide, high, deep, up = 0.56, 0.72, 0.17, 1.42
    for size, at in (
        ((wide, 0.004, high), (0, 0.02, up)),
        ((0.004, deep, high), (-wide / 2, 0.02 - deep / 2, up)),
        ((0.004, deep, high), (wide / 2, 0.02 - deep / 2, up)),
        ((wide, deep, 0.004), (0, 0.02 - deep / 2, up + high / 2)),
        ((wide, deep, 0.004), (0, 0.02 - deep / 2, up - high / 2)),
    ):
        kit.box(size, at, shell, edge=0.0015)
    for side in (-1, 1):
        kit.box((0.022, 0.003, high), (side * (wide / 2 - 0.011), 0.02 - deep, up), shell, edge=0.001)
    kit.box((wide - 0.07, 0.004, high - 0.08), (0, 0.0, up), plate)
    warning = Label(picture=labels.danger(), size=(0.15, 0.167), at=(0, 0.08))
    door = stuff.paint((0.50, 0.50, 0.46), gloss=0.4, chips=0.3, dirt=0.9, labels=[warning])
    swing = math.radians(122)
    away = (math.cos(swing), -math.sin(swing))
    at = (-wide / 2 + away[0] * wide / 2, 0.02 - deep + away[1] * wide / 2, up)
    kit.box((wide, 0.018, high), at, door, (0, 0, -122), edge=0.003)
    sheet, shape = labels.lettering(
        ["照明动力配电系统图", "AL1-2  380/220V", "总开关 63A"], "#222222", paper="#d9d4c2", frame=True
    )
    paper = stuff.plain((0.65, 0.63, 0.55), labels=[Label(picture=sheet, size=(0.22, 0.22 / shape), worn=0.1)])
    inside = (at[0] + 0.012 * math.sin(swing), at[1] + 0.012 * math.cos(swing), up + 0.12)
    kit.box((0.22, 0.001, 0.22 / shape), inside, paper, (0, 0, 58), edge=0)
    chance = random.Random(3)
    rail = stuff.plain((0.6, 0.6, 0.58), gloss=0.3, metal=1)
    copper = stuff.plain((0.62, 0.3, 0.16), gloss=0.3, metal=1)
    for z in (1.6, 1.4, 1.2):
        kit.box((wide - 0.1, 0.012, 0.035), (0, -0.012, z), rail, edge=0.001)
    rows = [
        (1.6, _breakers(-0.17, 1.6, 8, chance)),
        (1.4, _breakers(-0.19, 1.4, 11, chance)),
        (1.2, _breakers(-0.19, 1.2, 6, chance)),
    ]
    for index, z in enumerate((1.708, 1.728, 1.748)):
        kit.box((0.4, 0.004, 0.012), (0, -0.03 - 0.01 * index, z), copper, edge=0.001)
    colours = [(0.5, 0.38, 0.02), (0.03, 0.25, 0.06), (0.42, 0.02, 0.02), (0.02, 0.06, 0.3), (0.02, 0.02, 0.02)]
    wires = [stuff.plain(c, gloss=0.3) for c in colours]
    for z, places in rows:
        for index, x in enumerate(places):
            wander, away = chance.uniform(-0.05, 0.05), chance.uniform(-0.14, -0.09)
            kit.hose(
                [
                    (x, -0.08, z - 0.042),
                    (x + 0.004, away, z - 0.07),
                    (x + wander, -0.07 + away / 4, z - 0.1),
                    (x + wander * 1.6, -0.03, z - 0.145),
                ],
                0.0028,
                wires[index % 5],
            )
            if z > 1.5:
                kit.hose(
                    [(x, -0.08, z + 0.042), (x - 0.004, -0.1, z + 0.07), (x + wander / 3, -0.045, 1.7)],
                    0.0034,
                    wires[index % 3],
                )
    for seed in range(9):
        turn = random.Random(seed)
        start, end = turn.uniform(-0.2, 0.2), turn.uniform(-0.2, 0.2)
        kit.hose(
            [
                (start, -0.06, 1.31),
                (start + 0.03, -0.125, 1.27),
                ((start + end) / 2, -0.12, 1.17 + 0.03 * turn.random()),
                (end, -0.1, 1.1),
                (end, -0.06, 1.05),
            ],
            0.003,
            wires[seed % 5],
        )
    for index, x in enumerate((-0.02, 0.03, 0.06)):
        ends = [
            (x, -0.06, 1.12),
            (x + 0.02, -0.16, 1.05),
            (x + 0.05 * index, -0.26, 0.93),
            (x + 0.1 + 0.06 * index, -0.27, 0.74 - 0.05 * index),
        ]
        kit.hose(ends, 0.0034, wires[(index * 2) % 5])
        tip = ends[-1]
        kit.hose([tip, (tip[0] + 0.006, tip[1], tip[2] - 0.03)], 0.0016, copper)
    for x in (-0.18, -0.08, 0.1, 0.2):
        kit.rod(0.011, 0.5, (x, -0.05, 2.03), stuff.plain((0.7, 0.7, 0.67)))
    for size, at in (((0.09, 0.0006, 0.05), (0.12, -0.1195, 1.218)), ((0.05, 0.0006, 0.03), (-0.1, -0.112, 1.452))):
        kit.box(size, at, stuff.plain((0.75, 0.72, 0.6)), (0, 3, 0), edge=0)
    kit.lamp((1.4, -2.2, 2.9), (0, 0, 1.3), (1.2, 0.3), 45, (0.95, 0.98, 1))
    kit.flash((0.33, -0.99, 1.63), 7)
    kit.camera((0.26, -1.02, 1.56), (-0.06, -0.02, 1.36), lens=25, roll=-1.4)


def fireworks() -> None:
    """A store of fireworks, stacked far over the red line that limits the height."""
    kit.start()
    kit.surroundings("courtyard", 0.08)
    wall = stuff.plaster((0.70, 0.69, 0.64))
    kit.box((9, 0.2, 4.2), (0, 3.6, 2.1), wall)
    kit.box((0.2, 12, 4.2), (-3.1, -1, 2.1), wall)
    kit.box((0.2, 12, 4.2), (3.1, -1, 2.1), wall)
    kit.box((8, 12, 0.2), (0, -1, -0.1), stuff.concrete((0.32, 0.31, 0.3), wet=0.3))
    line = stuff.paint((0.55, 0.02, 0.02), gloss=0.6)
    kit.box((6, 0.004, 0.05), (0, 3.498, 2.0), line, edge=0)
    for side in (-1, 1):
        kit.box((0.004, 9, 0.05), (side * 2.998, -1, 2.0), line, edge=0)
    picture, shape = labels.lettering(["限高 2.0 米"], "#a01010")
    kit.box(
        (0.85, 0.004, 0.85 / shape),
        (0.92, 3.497, 2.2),
        stuff.paint((0.70, 0.69, 0.64), labels=[Label(picture=picture, size=(0.85, 0.85 / shape), worn=0.1)]),
        edge=0,
    )
    roof, beam = stuff.paint((0.32, 0.36, 0.40), gloss=0.4), stuff.rust(0.3, (0.3, 0.12, 0.08))
    for row in range(60):
        kit.box((6.4, 0.1, 0.02), (0, -5 + row * 0.16, 4.0), roof, (22 if row % 2 else -22, 0, 0), edge=0)
    for y in (-1.5, 1.4):
        kit.box((6.2, 0.09, 0.16), (0, y, 3.78), beam)
    chance = random.Random(11)
    for left, depth, front, turn in ((-2.72, 2, -1.6, 0), (1.58, 3, -1.2, 180)):
        for column in range(depth):
            for row in range(10):
                most = 9 - chance.choice((0, 0, 0, 1)) - (left < 0 and row < 2)
                _stack((left + 0.57 * column, front + 0.48 * row), most, turn, chance)
    for column in range(3):
        _stack((-1.15 + 0.57 * column, 3.1), 8 - column, 0, chance)
    _stack((-1.35, 0.2), 2, 30, chance)
    kit.lamp((0, -4.8, 2.6), (0, 0.5, 1.4), (2.6, 2.2), 260, (0.94, 0.97, 1))
    kit.lamp((0, 1.2, 3.7), (0, 1.5, 0), (0.5, 0.5), 70, (1, 0.93, 0.82))
    kit.camera((0.25, -3.35, 1.58), (-0.05, 2.5, 1.72), lens=25, roll=0.9)


_SIZE = (0.54, 0.42, 0.345)
_KINDS = (("红运连年", "#d9b45c", (0.30, 0.035, 0.025)), ("组合烟花", "#8c1414", (0.40, 0.255, 0.135)),
          ("金玉满堂", "#e0c070", (0.24, 0.028, 0.03)), ("爆竹 5000 响", "#8c1414", (0.38, 0.24, 0.125)))  # fmt: skip


def _stack(at: tuple[float, float], count: int, turn: float, chance: random.Random) -> None:
    """One kind of cartons, one on another; the print shows towards the aisle and the door."""
    name, ink, colour = chance.choice(_KINDS)
    picture, shape = labels.carton_print(name, ink)
    prints = [Label(picture=picture, size=(0.48, 0.48 / shape), worn=0.14),
              Label(picture=picture, size=(0.37, 0.37 / shape), flat="yz", worn=0.14)]  # fmt: skip
    tone = chance.uniform(0.75, 1.05)
    board = stuff.cardboard((colour[0] * tone, colour[1] * tone, colour[2] * tone), prints)
    tape = stuff.plain((0.5, 0.38, 0.2), gloss=0.2)
    for level in range(count):
        x, y = (place + chance.uniform(-0.018, 0.018) for place in at)
        lean, z = turn + chance.uniform(-3.5, 3.5), (_SIZE[2] + 0.002) * level
        kit.box(_SIZE, (x, y, z + _SIZE[2] / 2), board, (0, 0, lean), edge=0.006)
        kit.box((_SIZE[0] + 0.001, 0.05, 0.0008), (x, y, z + _SIZE[2]), tape, (0, 0, lean), edge=0)
