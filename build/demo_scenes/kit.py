# SPDX-License-Identifier: MulanPSL-2.0
"""Shapes, lamps and the camera of the demo scenes; all lengths in metres, Z is up."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import bmesh
import bpy
from mathutils import Euler, Vector

Place = tuple[float, float, float]
FONT = Path(__file__).parents[2] / "resources/fonts/NotoSansSC-Bold.ttf"
NOWHERE: Place = (0, 0, 0)


def start() -> None:
    """Empty the world."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    world = bpy.data.worlds.new("world")
    bpy.context.scene.world = world
    world.use_nodes = True


def surroundings(name: str, strength: float, turn: float = 0.0) -> None:
    """Light the scene with one of the skies that come with Blender (Poly Haven, CC0)."""
    tree = bpy.context.scene.world.node_tree
    folder = Path(bpy.utils.resource_path("LOCAL")) / "datafiles/studiolights/world"
    sky = tree.nodes.new("ShaderNodeTexEnvironment")
    sky.image = bpy.data.images.load(str(folder / f"{name}.exr"))
    where, mapping = tree.nodes.new("ShaderNodeTexCoord"), tree.nodes.new("ShaderNodeMapping")
    mapping.inputs["Rotation"].default_value = (0, 0, math.radians(turn))
    tree.links.new(where.outputs["Generated"], mapping.inputs["Vector"])
    tree.links.new(mapping.outputs[0], sky.inputs["Vector"])
    tree.links.new(sky.outputs[0], tree.nodes["Background"].inputs["Color"])
    tree.nodes["Background"].inputs["Strength"].default_value = strength


def _add(mesh: Any, at: Place, turn: Place, stuff: Any, edge: float, smooth: bool) -> Any:
    shape = bpy.data.objects.new("shape", mesh)
    bpy.context.collection.objects.link(shape)
    shape.location, shape.rotation_euler = at, Euler([math.radians(a) for a in turn])
    mesh.materials.append(stuff)
    if smooth:
        mesh.polygons.foreach_set("use_smooth", [True] * len(mesh.polygons))
        mesh.set_sharp_from_angle(angle=math.radians(40))
    if edge:
        bevel = shape.modifiers.new("edge", "BEVEL")
        bevel.width, bevel.segments, bevel.limit_method = edge, 3, "ANGLE"
        bevel.harden_normals = True
    return shape


def box(size: Place, at: Place, stuff: Any, turn: Place = NOWHERE, edge: float = 0.004) -> Any:
    """A box around its middle."""
    mesh, work = bpy.data.meshes.new("box"), bmesh.new()
    bmesh.ops.create_cube(work, size=1.0)
    bmesh.ops.scale(work, vec=size, verts=work.verts)
    work.to_mesh(mesh)
    work.free()
    return _add(mesh, at, turn, stuff, edge, smooth=bool(edge))


def lathe(profile: Sequence[tuple[float, float]], at: Place, stuff: Any, turn: Place = NOWHERE, sides: int = 72) -> Any:
    """A body of revolution about Z from (radius, height) points."""
    mesh = bpy.data.meshes.new("lathe")
    angles = [2 * math.pi * side / sides for side in range(sides)]
    points = [(r * math.cos(a), r * math.sin(a), z) for r, z in profile for a in angles]
    faces = [
        (row * sides + s, row * sides + (s + 1) % sides, (row + 1) * sides + (s + 1) % sides, (row + 1) * sides + s)
        for row in range(len(profile) - 1)
        for s in range(sides)
    ]
    mesh.from_pydata(points, [], faces)
    mesh.validate()
    return _add(mesh, at, turn, stuff, 0, smooth=True)


def rod(radius: float, length: float, at: Place, stuff: Any, turn: Place = NOWHERE, edge: float = 0.002) -> Any:
    """A cylinder around its middle, along Z before it is turned."""
    half, inner = length / 2, max(radius - edge, radius * 0.5)
    profile = [(0.0001, -half), (inner, -half), (radius, -half + edge), (radius, half - edge), (inner, half)]
    return lathe([*profile, (0.0001, half)], at, stuff, turn, sides=48)


def ring(radius: float, thick: float, at: Place, stuff: Any, turn: Place = NOWHERE) -> Any:
    """A ring with a round section."""
    steps = [2 * math.pi * step / 16 for step in range(17)]
    return lathe([(radius + thick * math.cos(a), thick * math.sin(a)) for a in steps], at, stuff, turn)


def nut(width: float, height: float, at: Place, stuff: Any, turn: Place = NOWHERE) -> Any:
    """A hexagon."""
    mesh, work = bpy.data.meshes.new("nut"), bmesh.new()
    bmesh.ops.create_cone(work, cap_ends=True, segments=6, radius1=width / 2, radius2=width / 2, depth=height)
    work.to_mesh(mesh)
    work.free()
    return _add(mesh, at, turn, stuff, width * 0.06, smooth=True)


def hose(points: Sequence[Place], radius: float, stuff: Any) -> Any:
    """A cable, hose or bent pipe through these points."""
    curve = bpy.data.curves.new("hose", "CURVE")
    curve.dimensions, curve.bevel_depth, curve.bevel_resolution, curve.resolution_u = "3D", radius, 6, 24
    line = curve.splines.new("BEZIER")
    line.bezier_points.add(len(points) - 1)
    for knot, point in zip(line.bezier_points, points, strict=True):
        knot.co, knot.handle_left_type, knot.handle_right_type = point, "AUTO", "AUTO"
    shape = bpy.data.objects.new("hose", curve)
    bpy.context.collection.objects.link(shape)
    curve.materials.append(stuff)
    return shape


def words(text: str, size: float, at: Place, stuff: Any, turn: Place = (90, 0, 0), thick: float = 0.0004) -> Any:
    """Lettering, centred."""
    curve = bpy.data.curves.new("words", "FONT")
    curve.body, curve.size, curve.extrude = text, size, thick
    curve.align_x, curve.align_y = "CENTER", "CENTER"
    curve.font = bpy.data.fonts.load(str(FONT), check_existing=True)
    shape = bpy.data.objects.new("words", curve)
    bpy.context.collection.objects.link(shape)
    shape.location, shape.rotation_euler = at, Euler([math.radians(a) for a in turn])
    curve.materials.append(stuff)
    return shape


def lamp(at: Place, towards: Place, size: tuple[float, float], watts: float, colour: Place = (1, 1, 1)) -> Any:
    """A soft lamp."""
    data = bpy.data.lights.new("lamp", "AREA")
    data.shape, data.size, data.size_y = "RECTANGLE", *size
    data.energy, data.color = watts, colour
    shape = bpy.data.objects.new("lamp", data)
    bpy.context.collection.objects.link(shape)
    shape.location = at
    shape.rotation_euler = (Vector(towards) - Vector(at)).to_track_quat("-Z", "Y").to_euler()
    return shape


def sun(turn: Place, strength: float, colour: Place = (1, 0.95, 0.88), soft: float = 0.6) -> Any:
    """The sun."""
    data = bpy.data.lights.new("sun", "SUN")
    data.energy, data.color, data.angle = strength, colour, math.radians(soft)
    shape = bpy.data.objects.new("sun", data)
    bpy.context.collection.objects.link(shape)
    shape.rotation_euler = Euler([math.radians(a) for a in turn])
    return shape


def camera(at: Place, towards: Place, *, lens: float = 26, roll: float = 0.8, stop: float = 0.0) -> None:
    """A phone held by hand; `lens` as on 35 mm film, `stop` for close shots that blur the ground."""
    data = bpy.data.cameras.new("camera")
    data.lens, data.sensor_fit, data.sensor_width = lens, "AUTO", 36
    data.clip_start = 0.01
    shape = bpy.data.objects.new("camera", data)
    bpy.context.collection.objects.link(shape)
    shape.location = at
    look = (Vector(towards) - Vector(at)).to_track_quat("-Z", "Y").to_euler()
    look.rotate_axis("Z", math.radians(roll))
    shape.rotation_euler = look
    if stop:
        data.dof.use_dof, data.dof.aperture_fstop = True, stop
        data.dof.focus_distance = (Vector(towards) - Vector(at)).length
    bpy.context.scene.camera = shape


def flash(at: Place, watts: float) -> None:
    """The phone's own flash, beside its lens."""
    data = bpy.data.lights.new("flash", "POINT")
    data.energy, data.shadow_soft_size, data.color = watts, 0.006, (1, 0.96, 0.9)
    shape = bpy.data.objects.new("flash", data)
    bpy.context.collection.objects.link(shape)
    shape.location = at


def render(path: Path, size: tuple[int, int], samples: int, exposure: float = 0.0) -> None:
    """Path-trace to a PNG file."""
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    cycles = scene.cycles
    cycles.samples, cycles.use_adaptive_sampling, cycles.adaptive_threshold = samples, True, 0.04
    cycles.use_denoising, cycles.denoiser = True, "OPENIMAGEDENOISE"
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 6, 3, 3
    cycles.sample_clamp_indirect = 6.0
    cycles.caustics_reflective = cycles.caustics_refractive = False
    scene.render.resolution_x, scene.render.resolution_y = size
    scene.render.image_settings.file_format = "PNG"
    scene.render.filepath = str(path)
    scene.view_settings.view_transform, scene.view_settings.look = "AgX", "AgX - High Contrast"
    scene.view_settings.exposure = exposure
    bpy.ops.render.render(write_still=True)
