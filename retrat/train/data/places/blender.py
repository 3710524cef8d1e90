"""Draws sites with Blender's path tracer; knows nothing but their files, bpy and numpy.

    BLENDER_PYTHON blender.py SITE.npz PICTURE.png PIXELS SAMPLES [MOTION.png]

bpy (https://pypi.org/project/bpy, GPL) needs an older numpy than Retrat, so it lives in an
environment of its own and this file is run by path. The second picture shows what can be moved,
as the lens blurs it: water in red, leaves in green, lights in blue. Beside it (MOTION.0.png, ...)
lies how much is seen of every screen of the site. Without samples only those are drawn.
"""

import json
import math
import sys

import bpy
import numpy as np
from mathutils import Vector

MOTION_COLOURS = {"": (0, 0, 0), "water": (1, 0, 0), "leaves": (0, 1, 0), "lights": (0, 0, 1)}
MOTION_PIXELS, MOTION_SAMPLES = 64, 24
SCREEN_PIXELS, SCREEN_SAMPLES = 128, 32


def main() -> None:
    path, picture, pixels, samples = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    motion = sys.argv[5] if len(sys.argv) > 5 else ""
    with np.load(path) as file:
        told = json.loads(str(file["told"]))
        arrays = {name: file[name] for name in file.files if name != "told"}
    bpy.ops.wm.read_factory_settings(use_empty=True)
    _add_all(told, arrays, [_material(each) for each in told["matters"]])
    _set_sky(told["sky"], told["seed"])
    _set_view(told["view"])
    if samples:
        _draw(picture, pixels, samples)
    if motion:
        _show_motion(told["matters"])
        if samples:
            _draw(motion, MOTION_PIXELS, MOTION_SAMPLES)
        _show_nothing()
        for number, screen in enumerate(told["screens"]):
            made = [_add_screen(screen)] if screen else []
            if not screen:
                _show_sky()
            _draw(motion.replace(".png", f".{number}.png"), SCREEN_PIXELS, SCREEN_SAMPLES)
            for each in made:
                bpy.data.objects.remove(each)
            _hide_sky()


def _add_all(told: dict, arrays: dict, materials: list) -> None:
    for number, shape in enumerate(told["shapes"]):
        mesh = bpy.data.meshes.new("shape")
        faces = [
            [int(c) for k, c in enumerate(face) if k == 0 or c != face[k - 1]]
            for face in arrays[f"corners{number}"]
        ]
        mesh.from_pydata(arrays[f"vertices{number}"].tolist(), [], faces)
        mesh.update()
        mesh.materials.append(materials[shape["matter"]])
        if shape["is_smooth"]:
            for face in mesh.polygons:
                face.use_smooth = True
        made = bpy.data.objects.new("shape", mesh)
        bpy.context.scene.collection.objects.link(made)
        if shape["bevel"]:
            bevel = made.modifiers.new("bevel", "BEVEL")
            bevel.width, bevel.segments = shape["bevel"], 2
    for light in told["lights"]:
        _add_light(light)


def _add_light(told: dict) -> None:
    kind = told["kind"]
    light = bpy.data.lights.new("light", kind.upper())
    light.energy, light.color = told["watts"], told["colour"]
    at, to = Vector(told["at"]), Vector(told["to"])
    made = bpy.data.objects.new("light", light)
    bpy.context.scene.collection.objects.link(made)
    made.location = at
    if kind == "point":
        light.shadow_soft_size = told["size"][0]
    elif kind == "area":
        light.shape, light.size, light.size_y = "RECTANGLE", told["size"][0], told["size"][1]
        made.rotation_euler = (to - at).to_track_quat("-Z", "Y").to_euler()
    else:
        light.angle = told["size"][0]
        made.rotation_euler = at.to_track_quat("Z", "Y").to_euler()


def _material(told: dict) -> "bpy.types.Material":
    material = bpy.data.materials.new("matter")
    material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    shader = nodes["Principled BSDF"]
    colour = (*told["colour"], 1.0)
    shader.inputs["Base Color"].default_value = colour
    shader.inputs["Roughness"].default_value = told["rough"]
    shader.inputs["Metallic"].default_value = told["metal"]
    shader.inputs["Transmission Weight"].default_value = told["glass"]
    shader.inputs["Sheen Weight"].default_value = told["sheen"]
    if told["glow"]:
        shader.inputs["Emission Color"].default_value = colour
        shader.inputs["Emission Strength"].default_value = told["glow"]
    where = nodes.new("ShaderNodeMapping")
    where.inputs["Scale"].default_value = told["stretch"]
    links.new(nodes.new("ShaderNodeTexCoord").outputs["Object"], where.inputs["Vector"])
    painted = _pattern(nodes, links, where, told) if told["pattern"] else None
    if told["vary"]:
        painted = _varied(nodes, links, where, painted, told)
    if painted is not None:
        links.new(painted, shader.inputs["Base Color"])
    if told["bump"]:
        noise = _noise(nodes, links, where, told["bump_scale"])
        bump = nodes.new("ShaderNodeBump")
        bump.inputs["Strength"].default_value = told["bump"]
        bump.inputs["Distance"].default_value = 0.02
        links.new(noise.outputs[0], bump.inputs["Height"])
        links.new(bump.outputs[0], shader.inputs["Normal"])
    if told["thin"]:
        through, both = nodes.new("ShaderNodeBsdfTranslucent"), nodes.new("ShaderNodeMixShader")
        through.inputs["Color"].default_value = colour
        if painted is not None:
            links.new(painted, through.inputs["Color"])
        both.inputs[0].default_value = told["thin"]
        links.new(shader.outputs[0], both.inputs[1])
        links.new(through.outputs[0], both.inputs[2])
        links.new(both.outputs[0], nodes["Material Output"].inputs[0])
    return material


def _pattern(nodes, links, where, told: dict):  # noqa: ANN001, ANN202
    """Bricks, whose rows lie along z, or checks."""
    is_brick = told["pattern"] == "bricks"
    texture = nodes.new("ShaderNodeTexBrick" if is_brick else "ShaderNodeTexChecker")
    texture.inputs["Scale"].default_value = told["pattern_scale"]
    texture.inputs["Color1"].default_value = (*told["colour"], 1.0)
    second, turned = (*told["second"], 1.0), nodes.new("ShaderNodeMapping")
    if is_brick:
        texture.inputs["Color2"].default_value = (*[0.8 * c for c in told["colour"]], 1.0)
        texture.inputs["Mortar"].default_value = second
        turned.inputs["Rotation"].default_value = (math.pi / 2, 0, 0)
    else:
        texture.inputs["Color2"].default_value = second
    links.new(where.outputs[0], turned.inputs["Vector"])
    links.new(turned.outputs[0], texture.inputs["Vector"])
    return texture.outputs[0]


def _varied(nodes, links, where, painted, told: dict):  # noqa: ANN001, ANN202
    """Lighter and darker in spots."""
    noise = _noise(nodes, links, where, told["vary_scale"])
    ramp = nodes.new("ShaderNodeValToRGB")
    low, high = ramp.color_ramp.elements
    low.position, high.position = 0.3, 0.7
    low.color = (*[1 - told["vary"]] * 3, 1.0)
    high.color = (*[1 + told["vary"]] * 3, 1.0)
    links.new(noise.outputs[0], ramp.inputs[0])
    mix = nodes.new("ShaderNodeVectorMath")
    mix.operation = "MULTIPLY"
    if painted is None:
        mix.inputs[0].default_value = told["colour"]
    else:
        links.new(painted, mix.inputs[0])
    links.new(ramp.outputs[0], mix.inputs[1])
    return mix.outputs[0]


def _noise(nodes, links, where, scale: float):  # noqa: ANN001, ANN202
    noise = nodes.new("ShaderNodeTexNoise")
    noise.inputs["Scale"].default_value, noise.inputs["Detail"].default_value = scale, 6
    links.new(where.outputs[0], noise.inputs["Vector"])
    return noise


def _set_sky(told: dict, seed: int) -> None:
    world = bpy.data.worlds.new("sky")
    bpy.context.scene.world = world
    world.use_nodes = True
    nodes, links = world.node_tree.nodes, world.node_tree.links
    background = nodes["Background"]
    background.inputs[1].default_value = told["strength"]
    towards = nodes.new("ShaderNodeTexCoord").outputs["Generated"]
    if told["elevation"] is not None:
        sky = nodes.new("ShaderNodeTexSky")
        sky.sky_type = "MULTIPLE_SCATTERING"
        sky.sun_elevation = math.radians(told["elevation"])
        sky.sun_rotation = math.radians(told["azimuth"])
        sky.aerosol_density = told["dust"]
        colour = sky.outputs[0]
    else:
        split, ramp = nodes.new("ShaderNodeSeparateXYZ"), nodes.new("ShaderNodeValToRGB")
        links.new(towards, split.inputs[0])
        links.new(split.outputs[2], ramp.inputs[0])
        low, high = ramp.color_ramp.elements
        low.position, high.position = 0.0, 0.45
        low.color, high.color = (*told["horizon"], 1), (*told["zenith"], 1)
        colour = ramp.outputs[0]
    if told["cover"]:
        colour = _clouded(nodes, links, (towards, seed), colour, told)
    if told["stars"]:
        colour = _starry(nodes, links, towards, colour, told["stars"])
    links.new(colour, background.inputs[0])


def _clouded(nodes, links, where, colour, told: dict):  # noqa: ANN001, ANN202
    """Other clouds for another seed."""
    towards, seed = where
    stretched, noise = nodes.new("ShaderNodeMapping"), nodes.new("ShaderNodeTexNoise")
    stretched.inputs["Scale"].default_value = (1, 1, 3.0)
    stretched.inputs["Location"].default_value = (1.7 * seed, 2.3 * seed, 0.9 * seed)
    links.new(towards, stretched.inputs["Vector"])
    noise.inputs["Scale"].default_value = told["cloud_scale"]
    noise.inputs["Detail"].default_value = 9
    links.new(stretched.outputs[0], noise.inputs["Vector"])
    ramp = nodes.new("ShaderNodeValToRGB")
    low, high = ramp.color_ramp.elements
    low.position = 0.68 - 0.36 * told["cover"]
    high.position = low.position + 0.2
    low.color, high.color = (0, 0, 0, 1), (1, 1, 1, 1)
    links.new(noise.outputs[0], ramp.inputs[0])
    mix = nodes.new("ShaderNodeMix")
    mix.data_type = "RGBA"
    links.new(ramp.outputs[0], mix.inputs["Factor"])
    links.new(colour, mix.inputs[6])
    mix.inputs[7].default_value = (*told["cloud"], 1)
    return mix.outputs[2]


def _starry(nodes, links, towards, colour, share: float):  # noqa: ANN001, ANN202
    cells = nodes.new("ShaderNodeTexVoronoi")
    cells.inputs["Scale"].default_value = 90
    links.new(towards, cells.inputs["Vector"])
    ramp = nodes.new("ShaderNodeValToRGB")
    low, high = ramp.color_ramp.elements
    low.position, high.position = 0.02, 0.08
    low.color, high.color = (6 * share, 6 * share, 6 * share, 1), (0, 0, 0, 1)
    links.new(cells.outputs["Distance"], ramp.inputs[0])
    add = nodes.new("ShaderNodeVectorMath")
    add.operation = "ADD"
    links.new(colour, add.inputs[0])
    links.new(ramp.outputs[0], add.inputs[1])
    return add.outputs[0]


def _set_view(told: dict) -> None:
    camera = bpy.data.cameras.new("view")
    made = bpy.data.objects.new("view", camera)
    scene = bpy.context.scene
    scene.collection.objects.link(made)
    at, to = Vector(told["at"]), Vector(told["to"])
    made.location, made.rotation_euler = at, (to - at).to_track_quat("-Z", "Y").to_euler()
    camera.sensor_width, camera.lens, camera.clip_end = 36, told["lens"], 50_000
    camera.dof.use_dof = not told["wide"]
    camera.dof.focus_distance, camera.dof.aperture_fstop = told["focus"], told["stop"]
    if told["wide"]:
        camera.type, camera.ortho_scale = "ORTHO", told["wide"]
        scene.render.film_transparent = True
        scene.render.image_settings.color_mode = "RGBA"
    scene.camera = made
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.look = "AgX - Medium High Contrast"
    scene.view_settings.exposure = told["exposure"]


def _draw(path: str, pixels: int, samples: int) -> None:
    scene = bpy.context.scene
    scene.render.engine, cycles = "CYCLES", scene.cycles
    cycles.device, cycles.samples, cycles.seed = "CPU", samples, 0
    cycles.use_adaptive_sampling, cycles.adaptive_threshold = True, 0.03
    cycles.use_denoising, cycles.denoiser = True, "OPENIMAGEDENOISE"
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 6, 3, 3
    cycles.transmission_bounces, cycles.transparent_max_bounces = 4, 6
    cycles.sample_clamp_indirect = 6
    cycles.caustics_reflective = cycles.caustics_refractive = False
    render = scene.render
    render.resolution_x = render.resolution_y = pixels
    render.resolution_percentage = 100
    render.image_settings.file_format = "PNG"
    render.filepath = path
    bpy.ops.render.render(write_still=True)


def _show_motion(matters: list) -> None:
    """Everything glows by whether it can be moved, and nothing lights anything."""
    for material, told in zip(bpy.data.materials, matters, strict=True):
        nodes, links = material.node_tree.nodes, material.node_tree.links
        glow = nodes.new("ShaderNodeEmission")
        glow.inputs[0].default_value = (*MOTION_COLOURS[told["moves"]], 1)
        links.new(glow.outputs[0], nodes["Material Output"].inputs[0])
    for light in [each for each in bpy.data.objects if each.type == "LIGHT"]:
        bpy.data.objects.remove(light)
    scene = bpy.context.scene
    scene.world.node_tree.nodes["Background"].inputs[1].default_value = 0
    scene.view_settings.look = "None"
    scene.view_settings.view_transform, scene.view_settings.exposure = "Raw", 0


def _show_nothing() -> None:
    """Everything is black but glass, which is not there."""
    for material in bpy.data.materials:
        nodes, links = material.node_tree.nodes, material.node_tree.links
        if nodes["Principled BSDF"].inputs["Transmission Weight"].default_value:
            clear = nodes.new("ShaderNodeBsdfTransparent")
            links.new(clear.outputs[0], nodes["Material Output"].inputs[0])
        for glow in [each for each in nodes if each.type == "EMISSION"]:
            glow.inputs[0].default_value = (0, 0, 0, 1)


def _show_sky() -> None:
    background = bpy.context.scene.world.node_tree.nodes["Background"]
    for link in background.inputs[0].links:
        bpy.context.scene.world.node_tree.links.remove(link)
    background.inputs[0].default_value, background.inputs[1].default_value = (1, 1, 1, 1), 1


def _hide_sky() -> None:
    bpy.context.scene.world.node_tree.nodes["Background"].inputs[1].default_value = 0


def _add_screen(quads: list) -> "bpy.types.Object":
    mesh = bpy.data.meshes.new("screen")
    corners = [corner for quad in quads for corner in quad]
    faces = np.arange(len(corners)).reshape(-1, 4).tolist()
    mesh.from_pydata(corners, [], faces)
    material = bpy.data.materials.new("screen")
    material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    glow = nodes.new("ShaderNodeEmission")
    links.new(glow.outputs[0], nodes["Material Output"].inputs[0])
    mesh.materials.append(material)
    made = bpy.data.objects.new("screen", mesh)
    bpy.context.scene.collection.objects.link(made)
    return made


if __name__ == "__main__":
    main()
