"""Draws a hand with Blender's path tracer, and what of it is what.

    BLENDER_PYTHON blender.py HAND.npz PICTURE.png HEIGHT SAMPLES

The file is one of `drawing.py`. Light comes from above and from the viewer, so that a picture may
be mirrored.
"""

import sys
from pathlib import Path

import bpy
import numpy as np
from mathutils import Vector

sys.path.insert(0, str(Path(__file__).parents[1] / "sittings"))
import matters

AWAY = 1.6  # metres of the camera
SHARP = 0.7  # radians between faces from which on an edge of a prop is one
SKIN, PALM, NAIL = (0.52, 0.30, 0.215), (0.60, 0.345, 0.265), (0.62, 0.37, 0.30)
CLOTH = (0.42, 0.42, 0.42)
LAMPS = {
    "key": ((0.25, 0.75, 1.0), 1.6, 26.0),
    "fill": ((-0.7, 0.1, 0.9), 2.2, 11.0),
    "other": ((0.7, 0.0, 0.9), 2.2, 7.0),
    "rim": ((0.0, 0.9, -0.8), 1.6, 5.0),
}  # way, metres, watts


def main() -> None:
    path, picture, height, samples = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    with np.load(path) as file:
        arrays = {name: file[name] for name in file.files}
    bpy.ops.wm.read_factory_settings(use_empty=True)
    creases = matters.pictured("creases", arrays["creases"][::-1], is_colour=False)
    made = []
    for number in range(sum(name.startswith("points") for name in arrays)):
        made.append(add_mesh(number, arrays, creases))
    wide, high, lowest = (float(each) for each in arrays["window"])
    add_lights(lowest + high / 2)
    add_camera(wide, high, lowest)
    size = round(height * wide / high), height
    draw(picture, size, samples)
    for each in made:
        each.data.materials.clear()
        each.data.materials.append(told_matter())
    world = bpy.context.scene.world.node_tree.nodes["Background"]
    world.inputs[1].default_value = 0.0
    bpy.context.scene.view_settings.view_transform = "Raw"
    bpy.context.scene.view_settings.look = "None"
    draw(str(Path(picture).with_suffix(".told.png")), size, samples, is_raw=True)


def add_mesh(number: int, arrays: dict, creases):  # noqa: ANN001, ANN201
    points, faces = arrays[f"points{number}"], arrays[f"faces{number}"]
    mesh = bpy.data.meshes.new("mesh")
    is_corner = faces >= 0
    totals = is_corner.sum(axis=1).astype(np.int32)
    mesh.vertices.add(len(points))
    mesh.vertices.foreach_set("co", points.ravel())
    mesh.loops.add(int(totals.sum()))
    mesh.loops.foreach_set("vertex_index", faces[is_corner].astype(np.int32))
    mesh.polygons.add(len(faces))
    starts = np.concatenate([[0], totals.cumsum()[:-1]]).astype(np.int32)
    mesh.polygons.foreach_set("loop_start", starts)
    mesh.update(calc_edges=True)
    mesh.validate()
    mesh.polygons.foreach_set("use_smooth", np.ones(len(mesh.polygons), bool))
    for name in ("flat", "told"):
        layer = mesh.attributes.new(name, "FLOAT_VECTOR", "POINT")
        layer.data.foreach_set("vector", arrays[f"{name}{number}"].ravel())
    made = bpy.data.objects.new("mesh", mesh)
    bpy.context.scene.collection.objects.link(made)
    look = arrays.get(f"look{number}")
    if look is not None:
        mesh.materials.append(prop(*map(float, look)))
        mesh.set_sharp_from_angle(angle=SHARP)
        return made
    is_cloth = arrays[f"told{number}"][0, 0] > 0.5
    mesh.materials.append(cloth() if is_cloth else skin(creases, float(arrays["metres"])))
    if is_cloth:
        out = made.modifiers.new("out", "DISPLACE")
        out.strength, out.mid_level = 0.001, 0.0
    finer = made.modifiers.new("finer", "SUBSURF")
    finer.levels = finer.render_levels = 3
    if is_cloth:
        thick = made.modifiers.new("thick", "SOLIDIFY")
        thick.thickness, thick.offset = 0.0025, -1.0
    return made


def skin(creases, metres: float):  # noqa: ANN001, ANN201
    nodes = matters.Nodes("skin")
    flat = nodes.attribute("flat").outputs["Vector"]
    _, palm, nail = nodes.add("SeparateXYZ", {0: nodes.attribute("told").outputs["Vector"]}).outputs
    x, y, _ = nodes.add("SeparateXYZ", {0: flat}).outputs
    place = nodes.add(
        "CombineXYZ",
        {
            0: nodes.math("MULTIPLY_ADD", x, 1 / metres, 0.5),
            1: nodes.math("MULTIPLY", y, 1 / metres),
        },
    ).outputs[0]
    lines = nodes.add("TexImage", {"Vector": place}, image=creases).outputs[0]
    inner, outer, _ = nodes.add("SeparateColor", {0: lines}).outputs
    is_palm = nodes.ramp(palm, [(0.42, 0.0), (0.62, 1.0)])  # 0.5: seen from its edge
    is_nail = nodes.ramp(nail, [(0.35, 0.0), (0.6, 1.0)])
    bare = nodes.math("SUBTRACT", 1.0, is_nail)
    crease = nodes.add("Mix", {0: is_palm, 2: outer, 3: inner}, data_type="FLOAT").outputs[0]
    crease = nodes.math("MULTIPLY", crease, bare)
    colour = nodes.mixed(is_palm, (*SKIN, 1.0), (*PALM, 1.0))
    mottle = nodes.ramp(
        nodes.noise(90.0, 4.0, flat), [(0.3, (0.86, 0.80, 0.78)), (0.7, (1.1, 1.12, 1.12))]
    )
    colour = nodes.mixed(1.0, colour, mottle, "MULTIPLY")
    colour = nodes.mixed(nodes.math("MULTIPLY", crease, 0.38), colour, (0.30, 0.10, 0.06, 1.0))
    colour = nodes.mixed(is_nail, colour, (*NAIL, 1.0))
    deep = nodes.math("MULTIPLY", crease, -1.0)
    normal = nodes.bumped(deep, 0.0012)
    normal = nodes.bumped(nodes.noise(260.0, 3.0, flat), 0.0007, normal)
    pores = nodes.add("TexVoronoi", {"Vector": flat, "Scale": 900.0}, feature="F1").outputs[
        "Distance"
    ]
    normal = nodes.bumped(pores, 0.00016, normal)
    nodes.shader.subsurface_method = "BURLEY"
    nodes.principled(
        Base_Color=colour,
        Roughness=nodes.math("MULTIPLY_ADD", is_nail, -0.2, 0.52),
        Specular_IOR_Level=0.4,
        Subsurface_Weight=bare,
        Subsurface_Radius=(1.0, 0.34, 0.18),
        Subsurface_Scale=0.003,
        Normal=normal,
    )
    return nodes.material


def cloth():  # noqa: ANN201
    nodes = matters.Nodes("cloth")
    flat = nodes.attribute("flat").outputs["Vector"]
    worn = nodes.ramp(nodes.noise(22.0, 5.0, flat), [(0.25, 0.80), (0.75, 1.12)])
    thread = nodes.noise(1300.0, 1.0, flat)
    speckled = nodes.ramp(thread, [(0.3, 0.82), (0.7, 1.12)])
    colour = nodes.mixed(1.0, (*CLOTH, 1.0), worn, "MULTIPLY")
    colour = nodes.mixed(1.0, colour, speckled, "MULTIPLY")
    ring = nodes.add("Mapping", {"Vector": flat, "Scale": (0.45, 1.2, 0.45)}).outputs[0]
    normal = nodes.bumped(nodes.noise(16.0, 2.0, ring), 0.009)
    normal = nodes.bumped(nodes.noise(44.0, 2.0, ring), 0.0018, normal)
    nodes.principled(
        Base_Color=colour, Roughness=0.85, Specular_IOR_Level=0.2, Sheen_Weight=0.1, Normal=normal
    )
    return nodes.material


def prop(red: float, green: float, blue: float, rough: float, metal: float):  # noqa: ANN201
    """Of no roughness at all is what is clear."""
    nodes = matters.Nodes("prop")
    uneven = nodes.ramp(nodes.noise(60.0, 3.0), [(0.3, 0.9), (0.7, 1.08)])
    colour = nodes.mixed(1.0, (red, green, blue), uneven, "MULTIPLY")
    nodes.principled(Base_Color=colour, Roughness=rough, Metallic=metal, Specular_IOR_Level=0.5)
    if not rough:
        nodes.principled(Transmission_Weight=1.0, IOR=1.2)
    return nodes.material


def told_matter():  # noqa: ANN201
    """Shines in what is told, whatever the light."""
    nodes = matters.Nodes("told")
    cloth_, palm, nail = nodes.add(
        "SeparateXYZ", {0: nodes.attribute("told").outputs["Vector"]}
    ).outputs
    shown = nodes.add(
        "CombineXYZ", {0: cloth_, 1: nodes.ramp(palm, [(0.42, 0.0), (0.62, 1.0)]), 2: nail}
    ).outputs[0]
    shining = nodes.add("Emission", {"Color": shown})
    nodes.tree.links.new(shining.outputs[0], nodes.output.inputs["Surface"])
    return nodes.material


def add_lights(height: float) -> None:
    middle = Vector((0.0, height, 0.0))
    for name, (way, away, watts) in LAMPS.items():
        light = bpy.data.lights.new(name, "AREA")
        light.shape, light.size, light.size_y = "RECTANGLE", 1.2, 1.2
        light.energy = watts
        towards = Vector(way).normalized()
        made = bpy.data.objects.new(name, light)
        bpy.context.scene.collection.objects.link(made)
        made.location = middle + away * towards
        made.rotation_euler = towards.to_track_quat("Z", "Y").to_euler()
    world = bpy.data.worlds.new("room")
    bpy.context.scene.world = world
    world.use_nodes = True
    world.node_tree.nodes["Background"].inputs[1].default_value = 0.2
    world.node_tree.nodes["Background"].inputs[0].default_value = (0.95, 0.97, 1.0, 1.0)


def add_camera(wide: float, high: float, lowest: float) -> None:
    camera = bpy.data.cameras.new("camera")
    made = bpy.data.objects.new("camera", camera)
    bpy.context.scene.collection.objects.link(made)
    made.location = (0.0, lowest + high / 2, AWAY)
    camera.sensor_fit, camera.sensor_height = "VERTICAL", 24.0
    camera.lens = 24.0 * AWAY / high
    bpy.context.scene.camera = made
    _ = wide


def draw(path: str, size: tuple, samples: int, *, is_raw: bool = False) -> None:
    scene = bpy.context.scene
    scene.render.engine, cycles = "CYCLES", scene.cycles
    cycles.film_transparent_glass = True
    cycles.device, cycles.samples, cycles.seed = "CPU", 8 if is_raw else samples, 0
    cycles.use_denoising, cycles.denoiser = not is_raw, "OPENIMAGEDENOISE"
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 8, 2, 2
    cycles.caustics_reflective = cycles.caustics_refractive = False
    if not is_raw:
        scene.view_settings.view_transform = "AgX"
        scene.view_settings.look = "AgX - Medium High Contrast"
    render = scene.render
    render.film_transparent = True
    render.resolution_x, render.resolution_y = size
    render.resolution_percentage = 100
    render.image_settings.file_format, render.image_settings.color_mode = "PNG", "RGBA"
    render.filepath = path
    bpy.ops.render.render(write_still=True)


if __name__ == "__main__":
    main()
