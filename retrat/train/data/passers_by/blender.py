"""Draws somebody who walks, every phase beside the last, with Blender's path tracer.

    BLENDER_PYTHON blender.py WALK.npz PICTURE.png HEIGHT SAMPLES

The file has points of one mesh (x right in the picture, y up, z to the viewer; metres), its
triangles and their colours, and how wide and high the picture is. Light comes from above and from
the viewer, so that a picture may be mirrored.
"""

import sys

import bpy
import numpy as np
from mathutils import Vector

SUN, SKY = 1.6, 0.5
ROUGH = 0.75


def main() -> None:
    path, picture, height, samples = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    with np.load(path) as file:
        points, triangles, colours = file["points"], file["triangles"], file["colours"]
        wide, high = (float(each) for each in file["size"])
    bpy.ops.wm.read_factory_settings(use_empty=True)
    add_mesh(points, triangles, colours)
    add_light()
    add_camera(wide, high)
    draw(picture, round(height * wide / high), height, samples)


def add_mesh(points: np.ndarray, triangles: np.ndarray, colours: np.ndarray) -> None:
    mesh = bpy.data.meshes.new("walk")
    mesh.vertices.add(len(points))
    mesh.vertices.foreach_set("co", points.astype(np.float32).ravel())
    mesh.loops.add(3 * len(triangles))
    mesh.loops.foreach_set("vertex_index", triangles.astype(np.int32).ravel())
    mesh.polygons.add(len(triangles))
    mesh.polygons.foreach_set("loop_start", 3 * np.arange(len(triangles), dtype=np.int32))
    mesh.update(calc_edges=True)
    mesh.polygons.foreach_set("use_smooth", np.ones(len(triangles), bool))
    found, which = np.unique(colours.round(3), axis=0, return_inverse=True)
    for colour in found:
        mesh.materials.append(matter(colour))
    mesh.polygons.foreach_set("material_index", which.ravel().astype(np.int32))
    mesh.update()
    made = bpy.data.objects.new("walk", mesh)
    bpy.context.scene.collection.objects.link(made)


def matter(colour: np.ndarray):  # noqa: ANN201
    made = bpy.data.materials.new("matter")
    made.use_nodes = True
    shader = made.node_tree.nodes["Principled BSDF"]
    linear = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    shader.inputs["Base Color"].default_value = (*[float(c) for c in linear], 1.0)
    shader.inputs["Roughness"].default_value = ROUGH
    return made


def add_light() -> None:
    light = bpy.data.lights.new("sun", "SUN")
    light.energy, light.angle = SUN, 0.5
    made = bpy.data.objects.new("sun", light)
    bpy.context.scene.collection.objects.link(made)
    made.rotation_euler = Vector((0, 1.0, 0.7)).to_track_quat("Z", "Y").to_euler()
    world = bpy.data.worlds.new("sky")
    bpy.context.scene.world = world
    world.use_nodes = True
    background = world.node_tree.nodes["Background"]
    background.inputs[0].default_value = (0.92, 0.96, 1.0, 1.0)
    background.inputs[1].default_value = SKY


def add_camera(wide: float, high: float) -> None:
    camera = bpy.data.cameras.new("view")
    camera.type, camera.ortho_scale = "ORTHO", max(wide, high)
    made = bpy.data.objects.new("view", camera)
    bpy.context.scene.collection.objects.link(made)
    made.location = (wide / 2, high / 2, 20.0)  # looks along -z, as cameras do
    bpy.context.scene.camera = made


def draw(path: str, width: int, height: int, samples: int) -> None:
    scene = bpy.context.scene
    scene.render.engine, cycles = "CYCLES", scene.cycles
    cycles.device, cycles.samples, cycles.seed = "CPU", samples, 0
    cycles.use_denoising, cycles.denoiser = True, "OPENIMAGEDENOISE"
    cycles.max_bounces = 3
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.look = "AgX - Medium High Contrast"
    render = scene.render
    render.film_transparent = True
    render.resolution_x, render.resolution_y, render.resolution_percentage = width, height, 100
    render.image_settings.file_format, render.image_settings.color_mode = "PNG", "RGBA"
    render.filepath = path
    bpy.ops.render.render(write_still=True)


if __name__ == "__main__":
    main()
