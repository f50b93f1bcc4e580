# SPDX-License-Identifier: MulanPSL-2.0
"""Materials of the demo scenes: procedural, in metres, each with wear, dust and unevenness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bpy

Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A printed picture on a thing, laid flat or around an upright cylinder; sizes in metres."""

    picture: Path
    size: tuple[float, float]
    at: tuple[float, float] = (0.0, 0.0)
    flat: str = "xz"  # the plane of the thing's own coordinates
    radius: float = 0.0  # above 0: around Z, its middle towards -Y
    worn: float = 0.25


class Nodes:
    """A node tree under construction."""

    def __init__(self, name: str) -> None:
        self.material = bpy.data.materials.new(name)
        self.material.use_nodes = True
        self.tree = self.material.node_tree
        self.tree.nodes.clear()
        self.out = self.add("ShaderNodeOutputMaterial")
        self.shader = self.add("ShaderNodeBsdfPrincipled")
        self.link(self.shader.outputs[0], self.out.inputs["Surface"])
        self.place = self._place()

    def add(self, kind: str, **settings: Any) -> Any:
        """Add a node; settings are its properties, or its inputs by name."""
        node = self.tree.nodes.new(kind)
        for key, value in settings.items():
            if key in node.inputs:
                node.inputs[key].default_value = value
            else:
                setattr(node, key, value)
        return node

    def link(self, source: Any, target: Any) -> None:
        """Join two sockets."""
        self.tree.links.new(source, target)

    def _place(self) -> Any:
        """Object coordinates in metres, moved by chance for each object, so that no two look the same."""
        where, info = self.add("ShaderNodeTexCoord"), self.add("ShaderNodeObjectInfo")
        move = self.add("ShaderNodeVectorMath", operation="MULTIPLY_ADD")
        self.link(info.outputs["Random"], move.inputs[0])
        move.inputs[1].default_value = (37.0, 53.0, 71.0)
        self.link(where.outputs["Object"], move.inputs[2])
        return move.outputs[0]

    def noise(self, scale: float, detail: float = 6, rough: float = 0.6, stretch: Colour = (1, 1, 1)) -> Any:
        """Cloudy noise, 0..1."""
        node = self.add("ShaderNodeTexNoise", Scale=scale, Detail=detail, Roughness=rough)
        turn = self.add("ShaderNodeMapping", Scale=stretch)
        self.link(self.place, turn.inputs["Vector"])
        self.link(turn.outputs[0], node.inputs["Vector"])
        return node.outputs[0]

    def steps(self, value: Any, low: float, high: float) -> Any:
        """The value with everything under `low` black and over `high` white."""
        ramp = self.add("ShaderNodeMapRange", interpolation_type="SMOOTHSTEP")
        ramp.inputs["From Min"].default_value, ramp.inputs["From Max"].default_value = low, high
        self.link(value, ramp.inputs["Value"])
        return ramp.outputs[0]

    def mix(self, factor: Any, first: Any, second: Any, blend: str = "MIX") -> Any:
        """Mix two colours or sockets."""
        node = self.add("ShaderNodeMix", data_type="RGBA", blend_type=blend)
        for socket, value in ((node.inputs[0], factor), (node.inputs[6], first), (node.inputs[7], second)):
            if isinstance(value, tuple):
                socket.default_value = (*value, 1.0)
            elif isinstance(value, int | float):
                socket.default_value = value
            else:
                self.link(value, socket)
        return node.outputs[2]

    def bump(self, height: Any, depth: float, strength: float = 1.0) -> None:
        """Add unevenness of some metres depth to the surface."""
        node = self.add("ShaderNodeBump", Distance=depth, Strength=strength)
        self.link(height, node.inputs["Height"])
        normal = self.shader.inputs["Normal"]
        if normal.links:
            self.link(normal.links[0].from_socket, node.inputs["Normal"])
        self.link(node.outputs[0], normal)

    def colour(self, value: Any) -> None:
        """Set the base colour."""
        if isinstance(value, tuple):
            self.shader.inputs["Base Color"].default_value = (*value, 1.0)
        else:
            self.link(value, self.shader.inputs["Base Color"])

    def rough(self, noise: Any, low: float, high: float) -> None:
        """Set the roughness between two values by a noise."""
        span = self.add("ShaderNodeMapRange")
        span.inputs["To Min"].default_value, span.inputs["To Max"].default_value = low, high
        self.link(noise, span.inputs["Value"])
        self.link(span.outputs[0], self.shader.inputs["Roughness"])

    def stick(self, base: Any, label: Label) -> Any:
        """Lay a label over the colour; where it is worn, the colour shows."""
        where, split = self.add("ShaderNodeTexCoord"), self.add("ShaderNodeSeparateXYZ")
        self.link(where.outputs["Object"], split.inputs[0])
        if label.radius:
            back, around = (
                self._math("MULTIPLY", split.outputs[1], -1.0),
                self.add("ShaderNodeMath", operation="ARCTAN2"),
            )
            self.link(split.outputs[0], around.inputs[0])
            self.link(back, around.inputs[1])
            across, up = self._math("MULTIPLY", around.outputs[0], label.radius), split.outputs[2]
        else:
            across, up = (split.outputs["xyz".index(axis)] for axis in label.flat)
        join = self.add("ShaderNodeCombineXYZ")
        for index, (value, middle, size) in enumerate(zip((across, up), label.at, label.size, strict=True)):
            self.link(self._math("MULTIPLY_ADD", value, 1 / size, 0.5 - middle / size), join.inputs[index])
        picture = self.add("ShaderNodeTexImage", extension="CLIP")
        picture.image = bpy.data.images.load(str(label.picture), check_existing=True)
        self.link(join.outputs[0], picture.inputs["Vector"])
        left = self.steps(self.noise(30, 10, 0.75), label.worn + 0.16, label.worn + 0.22)
        shown = self._math("MULTIPLY", picture.outputs["Alpha"], left)
        if not label.radius:
            face = self.add("ShaderNodeSeparateXYZ")
            self.link(where.outputs["Normal"], face.inputs[0])
            third = next(axis for axis in range(3) if "xyz"[axis] not in label.flat)
            front = (
                self.steps(face.outputs[third], -0.7, -0.8) if third == 1 else self.steps(face.outputs[third], 0.7, 0.8)
            )
            shown = self._math("MULTIPLY", shown, front)
        return self.mix(shown, base, picture.outputs["Color"])

    def _math(self, operation: str, first: Any, *others: Any) -> Any:
        node = self.add("ShaderNodeMath", operation=operation)
        for socket, value in zip(node.inputs, (first, *others), strict=False):
            if isinstance(value, int | float):
                socket.default_value = value
            else:
                self.link(value, socket)
        return node.outputs[0]

    def crevices(self, reach: float) -> Any:
        """White where something is near: where dirt gathers."""
        node = self.add("ShaderNodeAmbientOcclusion", Distance=reach, samples=1)
        turned = self.add("ShaderNodeMath", operation="SUBTRACT")
        turned.inputs[0].default_value = 1.0
        self.link(node.outputs["AO"], turned.inputs[1])
        return turned.outputs[0]


def paint(
    colour: Colour,
    *,
    gloss: float = 0.4,
    metal: float = 0.0,
    dirt: float = 0.5,
    chips: float = 0.0,
    labels: Sequence[Label] = (),
) -> Any:
    """Painted or plain stuff with stains, dust in the corners, and chips down to rust."""
    n = Nodes("paint")
    stains = n.steps(n.noise(4.0, 12, 0.72, (1, 1, 0.4)), 0.42, 0.68)
    darker = (colour[0] * 0.5 + 0.02, colour[1] * 0.48 + 0.018, colour[2] * 0.45 + 0.015)
    base = n.mix(stains, colour, n.mix(dirt, colour, darker))
    for label in labels:
        base = n.stick(base, label)
    grime = n.mix(dirt, (0, 0, 0), n.mix(n.crevices(0.06), (0, 0, 0), n.noise(25, 4)), "MIX")
    base = n.mix(grime, base, (0.06, 0.05, 0.04))
    if chips:
        edge = 0.74 - chips * 0.42
        worn = n.steps(n.noise(7, 12, 0.78, (1, 1, 0.55)), edge, edge + 0.03)
        base = n.mix(worn, base, n.mix(n.noise(60), (0.16, 0.05, 0.015), (0.03, 0.012, 0.008)))
        n.bump(worn, -0.0015)
    n.colour(base)
    n.shader.inputs["Metallic"].default_value = metal
    n.rough(n.noise(14, 8, 0.7), max(0.05, gloss - 0.15), min(1, gloss + 0.3))
    n.bump(n.noise(140, 3), 0.0004)
    n.bump(n.noise(4, 2), 0.004)
    return n.material


def rust(amount: float = 0.7, colour: Colour = (0.18, 0.2, 0.2)) -> Any:
    """Iron that was painted once; `amount` of it rusts, in blisters and runs."""
    n = Nodes("rust")
    where = n.steps(n.noise(7, 12, 0.72, (1, 1, 0.45)), 0.62 - amount * 0.3, 0.72 - amount * 0.3)
    browns = n.mix(n.steps(n.noise(45, 9, 0.7), 0.35, 0.65), (0.17, 0.065, 0.026), (0.04, 0.017, 0.011))
    browns = n.mix(n.steps(n.noise(18, 6), 0.5, 0.7), browns, (0.28, 0.125, 0.055))
    faded = n.mix(n.noise(5, 6), colour, (colour[0] * 0.6, colour[1] * 0.6, colour[2] * 0.58))
    n.colour(n.mix(where, faded, browns))
    n.rough(where, 0.45, 0.95)
    n.bump(n.noise(160, 8, 0.8), 0.0016, 0.9)
    n.bump(where, 0.0012)
    return n.material


def concrete(colour: Colour = (0.30, 0.29, 0.275), *, wet: float = 0.0) -> Any:
    """Poured concrete with stains, pores and fine cracks."""
    n = Nodes("concrete")
    base = n.mix(n.steps(n.noise(0.9, 9, 0.65), 0.3, 0.72), colour, tuple(c * 0.62 for c in colour))
    base = n.mix(n.mix(0.6, (0, 0, 0), n.steps(n.noise(6, 10, 0.75), 0.48, 0.7)), base, tuple(c * 1.3 for c in colour))
    base = n.mix(n.mix(0.55, (0, 0, 0), n.crevices(0.25)), base, (0.05, 0.045, 0.04))
    cracks = n.add("ShaderNodeTexVoronoi", feature="DISTANCE_TO_EDGE", Scale=0.8)
    bent = n.add("ShaderNodeVectorMath", operation="MULTIPLY_ADD")
    swirl = n.add("ShaderNodeTexNoise", Scale=2.5, Detail=8.0)
    n.link(n.place, swirl.inputs["Vector"])
    n.link(swirl.outputs[1], bent.inputs[0])
    bent.inputs[1].default_value = (0.5, 0.5, 0.5)
    n.link(n.place, bent.inputs[2])
    n.link(bent.outputs[0], cracks.inputs["Vector"])
    line = n.steps(cracks.outputs[0], 0.006, 0.001)
    n.colour(n.mix(n.mix(0.55, (0, 0, 0), line), base, (0.05, 0.045, 0.04)))
    n.rough(n.steps(n.noise(1.3, 6), 0.35, 0.65), 0.9 - 0.75 * wet, 0.95)
    n.bump(n.noise(240, 4, 0.7), 0.0012)
    n.bump(n.noise(18, 8), 0.003)
    return n.material


def plaster(colour: Colour, dado: Colour | None = None, height: float = 1.2) -> Any:
    """A painted wall, with the coloured dado of Chinese factories and stairwells up to `height`."""
    n = Nodes("plaster")
    where = n.add("ShaderNodeNewGeometry")
    split = n.add("ShaderNodeSeparateXYZ")
    n.link(where.outputs["Position"], split.inputs[0])
    base: Any = colour
    if dado is not None:
        wave = n.add("ShaderNodeMath", operation="MULTIPLY_ADD")
        n.link(n.noise(6, 4), wave.inputs[0])
        wave.inputs[1].default_value = 0.012
        n.link(split.outputs[2], wave.inputs[2])
        base = n.mix(n.steps(wave.outputs[0], height, height + 0.004), dado, colour)
    base = n.mix(
        n.mix(0.6, (0, 0, 0), n.steps(n.noise(1.3, 12, 0.72, (1, 1, 0.3)), 0.45, 0.72)), base, (0.22, 0.19, 0.15)
    )
    low = n.steps(split.outputs[2], 0.35, 0.0)
    splash = n.mix(low, (0, 0, 0), n.steps(n.noise(9, 8, 0.7), 0.35, 0.6))
    base = n.mix(n.mix(0.75, (0, 0, 0), splash), base, (0.10, 0.085, 0.07))
    scuffs = n.steps(n.noise(5, 12, 0.8, (6, 6, 0.6)), 0.66, 0.72)
    base = n.mix(n.mix(0.45, (0, 0, 0), scuffs), base, (0.16, 0.14, 0.12))
    base = n.mix(n.mix(0.6, (0, 0, 0), n.crevices(0.12)), base, (0.07, 0.06, 0.05))
    n.colour(base)
    n.rough(n.noise(3, 5), 0.55, 0.95)
    n.bump(n.noise(120, 5, 0.65), 0.0011)
    n.bump(n.noise(2.2, 3), 0.012)
    return n.material


def earth() -> Any:
    """Trodden ground of a building yard, seen from above."""
    n = Nodes("earth")
    base = n.mix(n.steps(n.noise(0.07, 12, 0.7), 0.38, 0.62), (0.11, 0.085, 0.06), (0.20, 0.17, 0.13))
    base = n.mix(n.steps(n.noise(0.035, 8, 0.65), 0.52, 0.60), base, (0.05, 0.06, 0.025))
    base = n.mix(n.mix(0.6, (0, 0, 0), n.steps(n.noise(0.4, 10, 0.8), 0.5, 0.7)), base, (0.30, 0.28, 0.24))
    n.colour(base)
    n.rough(n.noise(1), 0.85, 1.0)
    n.bump(n.noise(0.5, 8), 0.6)
    return n.material


def brick() -> Any:
    """Red brick with rough mortar; the wall must lie in the X-Z plane."""
    n = Nodes("brick")
    turn = n.add("ShaderNodeMapping")
    turn.inputs["Rotation"].default_value = (-1.5708, 0, 0)
    where = n.add("ShaderNodeTexCoord")
    wobble = n.add("ShaderNodeVectorMath", operation="MULTIPLY_ADD")
    shake = n.add("ShaderNodeTexNoise", Scale=7.0, Detail=5.0)
    n.link(where.outputs["Object"], shake.inputs["Vector"])
    n.link(shake.outputs[1], wobble.inputs[0])
    wobble.inputs[1].default_value = (0.012, 0.012, 0.012)
    n.link(where.outputs["Object"], wobble.inputs[2])
    n.link(wobble.outputs[0], turn.inputs["Vector"])
    wall = n.add("ShaderNodeTexBrick", Scale=1.0)
    for key, value in {"Mortar Size": 0.007, "Mortar Smooth": 0.35, "Brick Width": 0.25, "Row Height": 0.064}.items():
        wall.inputs[key].default_value = value
    wall.inputs["Color1"].default_value = (0.30, 0.095, 0.055, 1)
    wall.inputs["Color2"].default_value = (0.20, 0.07, 0.045, 1)
    wall.inputs["Mortar"].default_value = (0.36, 0.34, 0.31, 1)
    n.link(turn.outputs[0], wall.inputs["Vector"])
    base = n.mix(n.mix(0.55, (0, 0, 0), n.noise(1.6, 9, 0.7)), wall.outputs[0], (0.10, 0.06, 0.05))
    white = n.steps(n.noise(2.2, 9, 0.75), 0.58, 0.75)
    base = n.mix(n.mix(0.45, (0, 0, 0), white), base, (0.55, 0.52, 0.48))
    n.colour(n.mix(n.mix(0.5, (0, 0, 0), n.noise(80, 5)), base, (0.10, 0.05, 0.04)))
    n.rough(n.noise(30), 0.8, 1.0)
    n.bump(wall.outputs[1], -0.006)
    n.bump(n.noise(110, 6, 0.75), 0.0025)
    return n.material


def cardboard(colour: Colour = (0.42, 0.27, 0.145), labels: Sequence[Label] = ()) -> Any:
    """Corrugated board, rubbed and dented."""
    n = Nodes("cardboard")
    base = n.mix(n.noise(2.5, 6), colour, tuple(c * 0.78 for c in colour))
    base = n.mix(n.mix(0.4, (0, 0, 0), n.noise(180, 3)), base, tuple(c * 0.7 for c in colour))
    for label in labels:
        base = n.stick(base, label)
    base = n.mix(n.mix(0.7, (0, 0, 0), n.crevices(0.05)), base, tuple(c * 0.3 for c in colour))
    scuff = n.steps(n.noise(9, 12, 0.8), 0.64, 0.74)
    n.colour(n.mix(n.mix(0.5, (0, 0, 0), scuff), base, tuple(min(1, c * 1.5) for c in colour)))
    n.rough(n.noise(8), 0.75, 0.95)
    ribs = n.add("ShaderNodeTexWave", Scale=45.0, Distortion=0.3)
    n.link(n.place, ribs.inputs["Vector"])
    n.bump(ribs.outputs[1], 0.0003)
    n.bump(n.noise(4.5, 3), 0.014)
    return n.material


def wood(colour: Colour = (0.36, 0.24, 0.13)) -> Any:
    """Rough sawn planks, the grain along X."""
    n = Nodes("wood")
    grain = n.noise(5, 10, 0.7, (0.4, 9, 9))
    base = n.mix(n.steps(grain, 0.3, 0.7), colour, tuple(c * 0.42 for c in colour))
    base = n.mix(n.mix(0.7, (0, 0, 0), n.steps(n.noise(3, 9), 0.4, 0.7)), base, (0.25, 0.24, 0.22))
    n.colour(base)
    n.rough(grain, 0.7, 0.95)
    n.bump(grain, 0.004)
    return n.material


def plain(
    colour: Colour,
    *,
    gloss: float = 0.35,
    metal: float = 0.0,
    clear: float = 0.0,
    labels: Sequence[Label] = (),
) -> Any:
    """Clean plastic, print or metal."""
    n = Nodes("plain")
    base: Any = colour
    for label in labels:
        base = n.stick(base, label)
    n.colour(base)
    n.shader.inputs["Metallic"].default_value = metal
    n.shader.inputs["Alpha"].default_value = 1 - clear  # not refracting: no light would come through to the dial
    n.rough(n.noise(30, 6), gloss, min(1, gloss + 0.15))
    n.bump(n.noise(90, 3), 0.0003)
    return n.material


def light(colour: Colour, strength: float) -> Any:
    """A surface that shines."""
    n = Nodes("light")
    n.shader.inputs["Emission Color"].default_value = (*colour, 1)
    n.shader.inputs["Emission Strength"].default_value = strength
    n.colour((0.8, 0.8, 0.8))
    return n.material
