"""Photographs somebody with Blender's path tracer; knows nothing but a file, bpy and numpy.

    BLENDER_PYTHON blender.py SITTING.npz PICTURE.png PIXELS SAMPLES

The file is one of `sittings.py`. Axes stay as they are there: x to the person's left, y up, z
forward; metres. bpy (https://pypi.org/project/bpy, GPL) lives in an environment of its own.
"""

import json
import math
import sys

import bpy
import matters as matters
import numpy as np
from mathutils import Matrix, Vector

KEY, FILL, RIM = (0.66, 0.46, 1.0), (-1.0, 0.15, 0.9), (-0.8, 0.6, -1.0)  # right, up, to the camera
WATTS = {"key": 40.0, "fill": 11.0, "rim": 4.5, "crown": 3.5}
SUBDIVIDED = {"skin": 2, "cloth": 2, "hat": 2, "tooth": 1}
THICK = {"cloth": 0.0016, "hat": 0.003}
RADIUS = {"hair": 7.0e-5, "scalp": 8.5e-5, "beard": 8.0e-5, "brow": 8.0e-5, "lash": 6.5e-5}
IRIS, CORNEA = 0.395, 0.74  # sine of its edge; a part of the eye's radius


def main() -> None:
    path, picture, pixels, samples = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    with np.load(path) as file:
        told = json.loads(str(file["told"]))
        arrays = {name: file[name] for name in file.files if name != "told"}
    bpy.ops.wm.read_factory_settings(use_empty=True)
    for number, mesh in enumerate(told["meshes"]):
        add_mesh(mesh["material"], number, told, arrays)
    for eye in told["eyes"]:
        add_eye(eye, told)
    for name in RADIUS:
        if f"strands_{name}" in arrays:
            add_strands(name, arrays[f"strands_{name}"], told)
    add_lights(told)
    add_camera(told)
    # Photographers open up for deep skin.
    draw(picture, pixels, samples, told["tone"] - 0.1)


#
# shapes


def add_object(name: str, data):  # noqa: ANN001, ANN201
    made = bpy.data.objects.new(name, data)
    bpy.context.scene.collection.objects.link(made)
    return made


def mesh_of(points: np.ndarray, faces: np.ndarray, uv: np.ndarray | None = None):  # noqa: ANN201
    """Faces of three corners have -1 for the fourth."""
    mesh = bpy.data.meshes.new("mesh")
    is_corner = faces >= 0
    totals = is_corner.sum(axis=1).astype(np.int32)
    corners = faces[is_corner].astype(np.int32)
    mesh.vertices.add(len(points))
    mesh.vertices.foreach_set("co", points.astype(np.float32).ravel())
    mesh.loops.add(len(corners))
    mesh.loops.foreach_set("vertex_index", corners)
    mesh.polygons.add(len(faces))
    starts = np.concatenate([[0], totals.cumsum()[:-1]]).astype(np.int32)
    mesh.polygons.foreach_set("loop_start", starts)
    if uv is not None:
        layer = mesh.uv_layers.new(name="uv")
        layer.data.foreach_set("uv", uv[is_corner].astype(np.float32).ravel())
    mesh.update(calc_edges=True)
    mesh.validate()
    mesh.polygons.foreach_set("use_smooth", np.ones(len(mesh.polygons), bool))
    return mesh


def add_mesh(material: str, number: int, told: dict, arrays: dict) -> None:
    points, faces = arrays[f"points{number}"], arrays[f"faces{number}"]
    mesh = mesh_of(points, faces, arrays[f"uv{number}"])
    for name in ("canon", "paint"):
        layer = mesh.attributes.new(name, "FLOAT_VECTOR", "POINT")
        layer.data.foreach_set("vector", arrays[f"{name}{number}"].ravel())
    if material == "cloth":
        pieces = arrays[f"piece{number}"][faces[:, 0]].clip(0, 7)
        for piece in range(int(pieces.max()) + 1):
            mesh.materials.append(matters.cloth(told, piece))
        mesh.polygons.foreach_set("material_index", pieces.astype(np.int32))
    elif material == "skin":
        mesh.materials.append(matters.skin(told, arrays))
    elif material == "hat":
        mesh.materials.append(matters.hat(told))
    elif material == "hair":
        mesh.materials.append(matters.beneath(told))
    elif material == "lens":
        mesh.materials.append(matters.glassy("lens", 0.7, 1.45))
    else:
        mesh.materials.append(matters.plain(material, told))
    made = add_object(material, mesh)
    if material == "hair":
        sunk = made.modifiers.new("sunk", "DISPLACE")
        sunk.strength, sunk.mid_level = -0.002, 0.0
    if material in SUBDIVIDED:
        finer = made.modifiers.new("finer", "SUBSURF")
        finer.levels = finer.render_levels = SUBDIVIDED[material]
    if material in THICK:
        thick = made.modifiers.new("thick", "SOLIDIFY")
        thick.thickness, thick.offset = THICK[material], -1.0


def add_strands(name: str, lines: np.ndarray, told: dict) -> None:
    count, points = lines.shape[:2]
    curves = bpy.data.hair_curves.new(name)
    curves.add_curves([points] * count)
    curves.attributes["position"].data.foreach_set("vector", lines.astype(np.float32).ravel())
    taper = np.interp(np.linspace(0, 1, points), [0, 0.6, 1], [1.0, 0.9, 0.25])
    differ = np.random.default_rng(told["seed"]).uniform(0.7, 1.25, (count, 1))
    radius = curves.attributes.get("radius") or curves.attributes.new("radius", "FLOAT", "POINT")
    radius.data.foreach_set("value", (RADIUS[name] * taper * differ).astype(np.float32).ravel())
    # Strands of a lock are alike.
    alike = told["lock"] if name == "hair" and not told["curls"] else 1
    tones = np.random.default_rng(told["seed"] + 1).random(-(-count // alike)).repeat(alike)
    tone = curves.attributes.new("tone", "FLOAT", "CURVE")
    tone.data.foreach_set("value", tones[:count].astype(np.float32))
    curves.materials.append(matters.strand(name, told))
    add_object(name, curves)


def add_eye(eye: dict, told: dict) -> None:
    """A globe with its iris a little inside, and the moist clear skin over it."""
    radius, towards = eye["radius"], Vector(eye["towards"])
    turn = towards.to_track_quat("Z", "Y").to_matrix().to_4x4()
    place = Matrix.Translation(Vector(eye["middle"])) @ turn
    edge = math.asin(IRIS)
    angles = np.concatenate([np.linspace(0, edge, 14), np.linspace(edge, math.pi, 40)[1:]])
    off, deep = radius * np.sin(angles), radius * np.cos(angles)
    inner = off < radius * IRIS - 1e-9
    part = off / (radius * IRIS)
    hollow = deep.copy()
    hollow[inner] = radius * math.cos(edge) - 0.0007 * np.sqrt(np.clip(1 - part[inner], 0, 1))
    globe = add_object("globe", turned(off, hollow, part))
    globe.matrix_world = place
    globe.data.materials.append(matters.globe_matter(told))
    wide = radius * IRIS * 1.08
    bulge = CORNEA * radius
    base = math.sqrt(radius**2 - wide**2) - math.sqrt(bulge**2 - wide**2)
    outside = np.where(
        (off < wide) & (angles < 1.5), base + np.sqrt(np.clip(bulge**2 - off**2, 0, None)), deep
    )
    moist = add_object("moist", turned(off * 1.006, outside * 1.006, part))
    moist.matrix_world = place
    moist.data.materials.append(matters.glassy("moist", 2.2, 1.40))


def turned(off: np.ndarray, deep: np.ndarray, part: np.ndarray):  # noqa: ANN201
    """A profile turned about the axis that it looks along."""
    sides, rows = 64, len(off)
    around = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    points = np.stack(
        [
            off[:, None] * np.cos(around), off[:, None] * np.sin(around),
            np.repeat(deep[:, None], sides, axis=1),
        ], axis=-1,
    ).reshape(-1, 3)  # fmt: skip
    row, side = np.meshgrid(np.arange(rows - 1), np.arange(sides), indexing="ij")
    after = (side + 1) % sides
    faces = np.stack(
        [
            row * sides + side,
            (row + 1) * sides + side,
            (row + 1) * sides + after,
            row * sides + after,
        ],
        axis=-1,
    ).reshape(-1, 4)
    mesh = mesh_of(points, faces)
    layer = mesh.attributes.new("iris", "FLOAT_VECTOR", "POINT")
    ring = np.stack(
        [np.tile(np.cos(around), rows), np.tile(np.sin(around), rows), np.repeat(part, sides)], -1
    )
    layer.data.foreach_set("vector", ring.astype(np.float32).ravel())
    return mesh


#
# the studio


def add_lights(told: dict) -> None:
    right, up, back = (Vector(each) for each in told["camera"]["axes"])
    middle = sum((Vector(eye["middle"]) for eye in told["eyes"]), Vector()) / 2 - 0.03 * up

    def lamp(name: str, way: tuple, away: float, size: tuple, colour: tuple) -> None:
        light = bpy.data.lights.new(name, "AREA")
        light.shape, light.size, light.size_y = "RECTANGLE", *size
        light.energy, light.color = WATTS[name], colour
        towards = (way[0] * right + way[1] * up + way[2] * back).normalized()
        made = add_object(name, light)
        made.location = middle + away * towards
        made.rotation_euler = towards.to_track_quat("Z", "Y").to_euler()

    lamp("key", KEY, 1.7, (0.9, 1.2), (1.0, 0.955, 0.90))
    lamp("fill", FILL, 2.2, (1.8, 2.0), (0.92, 0.96, 1.0))
    lamp("rim", RIM, 1.6, (0.4, 1.1), (1.0, 0.97, 0.93))
    lamp("crown", (0.3, 1.0, -0.35), 1.5, (0.8, 0.8), (1.0, 0.98, 0.95))
    world = bpy.data.worlds.new("room")
    bpy.context.scene.world = world
    world.use_nodes = True
    background = world.node_tree.nodes["Background"]
    background.inputs[0].default_value = (0.92, 0.95, 1.0, 1.0)
    background.inputs[1].default_value = 0.15


def add_camera(told: dict) -> None:
    seen = told["camera"]
    camera = bpy.data.cameras.new("camera")
    made = add_object("camera", camera)
    turn = Matrix(seen["axes"]).transposed().to_4x4()
    made.matrix_world = Matrix.Translation(Vector(seen["eye"])) @ turn
    left, top, side = seen["window"]
    camera.sensor_width, camera.lens = 36.0, 36.0 * seen["lens"] / side
    camera.shift_x, camera.shift_y = (left - 0.5) / side + 0.5, (0.5 - top) / side - 0.5
    camera.clip_start, camera.clip_end = 0.1, 50.0
    eyes = [Vector(eye["middle"]) for eye in told["eyes"]]
    camera.dof.use_dof = True
    camera.dof.focus_distance = ((eyes[0] + eyes[1]) / 2 - Vector(seen["eye"])).length - 0.02
    camera.dof.aperture_fstop = 8.0
    bpy.context.scene.camera = made


def draw(path: str, pixels: int, samples: int, exposure: float) -> None:
    scene = bpy.context.scene
    scene.render.engine, cycles = "CYCLES", scene.cycles
    cycles.device, cycles.samples, cycles.seed = "CPU", samples, 0
    cycles.use_adaptive_sampling, cycles.adaptive_threshold = True, 0.05
    cycles.use_denoising, cycles.denoiser = True, "OPENIMAGEDENOISE"
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 5, 2, 2
    cycles.transmission_bounces, cycles.transparent_max_bounces = 5, 8
    cycles.sample_clamp_indirect = 4
    cycles.caustics_reflective = cycles.caustics_refractive = False
    scene.cycles_curves.shape = "RIBBONS"
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.look = "AgX - Medium High Contrast"
    scene.view_settings.exposure = exposure
    render = scene.render
    render.film_transparent = True
    render.resolution_x = render.resolution_y = pixels
    render.resolution_percentage = 100
    render.image_settings.file_format, render.image_settings.color_mode = "PNG", "RGBA"
    render.filepath = path
    bpy.ops.render.render(write_still=True)


if __name__ == "__main__":
    main()
