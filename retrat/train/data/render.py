"""Draws takes with moderngl: on a GPU where there is one, on Mesa's llvmpipe elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import moderngl
import numpy as np
from jaxtyping import Bool, Float, UInt8

from retrat.train.data.device_figure import MATERIALS, DeviceFigure, set_uniform
from retrat.train.data.figure import dressed_figure
from retrat.train.data.pose import bone_matrices
from retrat.train.data.shot import (
    face_weights,
    joints,
    measure,
    shadow_matrix,
    tracks,
    turned,
    views,
    visible,
)

if TYPE_CHECKING:
    from numpy import ndarray

    from retrat.train.data.assets import Pack
    from retrat.train.data.figure import Figure
    from retrat.train.data.motion import Take
    from retrat.train.data.scenes import Light, Scene
    from retrat.train.data.shot import Views


_FINER = 2  # pictures are drawn this much finer each way and averaged
_SHADOW_SIZE = 512


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendered:
    """Pictures of one take and what is true of them. Positions are pixels from the top left."""

    frames: UInt8[ndarray, "f y x 3"]
    mattes: UInt8[ndarray, "f y x"]  # 255 where the person is
    mouth_open: Float[ndarray, " f"]  # distance of the lips in face heights
    face_box: Float[ndarray, "f 4"]  # left, top, right, bottom
    landmarks: Float[ndarray, "f k 2"]
    head_yaw: Float[ndarray, " f"]  # radians, to the person's left, seen from the camera


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Combed:
    """Hair in a picture: which way it lies, right and down from root to tip as parts of 1 (0 where
    it lies nowhere in particular), and how much of a pixel it is: 1 strands, 0.7 curls, at most 0.5
    what is painted on skin.
    """

    along: Float[ndarray, "2 y x"]
    hairy: Float[ndarray, "y x"]
    is_person: Bool[ndarray, "y x"]


class _Canvas:
    """What is drawn on at one size: the scene at half of it, the person finer, the result."""

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        width, height = size
        fine = (width * _FINER, height * _FINER)
        self.fine = context.texture(fine, 4)
        self.fine_target = context.framebuffer([self.fine], context.depth_renderbuffer(fine))
        self.target = context.simple_framebuffer(size, components=4)
        self.back = context.texture((width // 2, height // 2), 4)
        self.back_target = context.framebuffer([self.back])


class Renderer:
    """Holds one GL context; figures of recent people stay on the device."""

    def __init__(self, pack: Pack, size: tuple[int, int] = (256, 256)) -> None:
        self.pack = pack
        # The stubs give keyword arguments the type of a dictionary of them.
        self.context = moderngl.create_standalone_context(backend="egl")  # type: ignore[arg-type]
        # Glass over skin leaves it as opaque as it was.
        blend: Any = (  # the stubs know two of the four
            moderngl.SRC_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA,
            moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA,
        )  # fmt: skip
        self.context.blend_func = blend
        self.size = size
        folder = files("retrat.train.data") / "shaders"
        self._shaders = {
            entry.name: entry.read_text() for entry in folder.iterdir() if entry.is_file()
        }
        self._targets()
        vertex = "#version 330\n" + self._shaders["person.vert"]
        self._programs = {
            name: self.context.program(
                vertex_shader=vertex,
                fragment_shader=self._fragment("common.glsl", f"{name}.frag"),
            )
            for name in set(MATERIALS.values())
        }
        self._shadow_program = self.context.program(
            vertex_shader="#version 330\n" + self._shaders["shadow.vert"],
            fragment_shader="#version 330\nvoid main() {}",
        )
        self._painters = {
            name: self.context.program(
                vertex_shader="#version 330\n" + self._shaders["skin_paint.vert"],
                fragment_shader=self._fragment(f"{name}_paint.frag"),
            )
            for name in ("skin", "brow")
        }
        self._skeleton = self.context.buffer(reserve=104 * 64, dynamic=True)
        self._skeleton.bind_to_uniform_block(0)
        corners = np.array([-1, -1, 1, -1, -1, 1, 1, 1], "f4")
        self._corners = self.context.buffer(corners.tobytes())
        self._paste = self.context.program(vertex_shader=_PASTE_VERTEX, fragment_shader=_PASTE)
        self._paste_array = self.context.vertex_array(
            self._paste, [(self._corners, "2f", "corner")]
        )
        self._grain = _grain(self.context)
        self._scenes: dict[str, tuple[moderngl.Program, moderngl.VertexArray]] = {}
        self._model: DeviceFigure | None = None
        self._canvas: _Canvas
        self._is_combed = False

    def _fragment(self, *names: str) -> str:
        return "\n".join(
            ["#version 330", self._shaders["noise.glsl"], *(self._shaders[name] for name in names)]
        )

    def _targets(self) -> None:
        context = self.context
        self._canvases: dict[tuple[int, int], _Canvas] = {}
        self._shadow_map = context.depth_texture((_SHADOW_SIZE, _SHADOW_SIZE))
        self._shadow_map.compare_func = "<="
        self._shadow_map.repeat_x = self._shadow_map.repeat_y = False
        self._shadow_target = context.framebuffer(depth_attachment=self._shadow_map)

    def render(self, take: Take) -> Rendered:
        """Every frame and its labels; other GL contexts of the process may have drawn meanwhile."""
        with self.context:
            return self._rendered(take)

    def _rendered(self, take: Take) -> Rendered:
        self._choose_canvas(take.size)
        model = self._model_of(take)
        figure, labels = model.figure, self.pack.labels["bones"]
        bones, faces, cameras = self._posed(take, figure)
        model.narrow(visible(figure, bones, cameras.matrices))
        drawn = np.empty((take.frames, self.size[1], self.size[0], 4), np.uint8)
        for index in range(take.frames):
            seconds = take.start_seconds + index / take.frame_rate
            model.pose(faces[index])
            self._skeleton.write(
                np.ascontiguousarray(bones[index].transpose(0, 2, 1)).astype("f4").tobytes()
            )
            drawn[index] = self._frame(
                model, take, cameras.matrices[index], cameras.eyes[index], seconds, index
            )
        return Rendered(
            frames=drawn[..., :3],
            mattes=drawn[..., 3],
            **measure(figure, faces, bones, cameras.matrices, self.size, labels, cameras.eyes),
        )

    def place(self, take: Take) -> UInt8[ndarray, "y x 3"]:
        """The place of a take's first frame with nobody in it: what is seen through the person."""
        with self.context:
            self._choose_canvas(take.size)
            self._draw_scene(take, take.start_seconds, 0)
            self._canvas.target.use()
            self._canvas.back.use(0)
            self._paste_array.render(moderngl.TRIANGLE_STRIP)
            return self._pixels()[..., :3].copy()

    def combed(self, take: Take) -> Combed:
        """The hair of a take's first frame."""
        try:
            self._is_combed = True
            drawn = self.render(take)
        finally:
            self._is_combed = False
        is_person = drawn.mattes[0] == 255
        across, up, hairy = np.where(is_person, drawn.frames[0].transpose(2, 0, 1) / 255, 0)
        along = np.where(hairy > 0, [2 * across - 1, 1 - 2 * up], 0)
        return Combed(along=along, hairy=hairy, is_person=is_person)

    def track(self, take: Take, count: int) -> Float[ndarray, "f k 2"]:
        """Where points of the person that are seen in the first frame are in every frame."""
        with self.context:
            figure = self._model_of(take).figure
        bones, faces, cameras = self._posed(take, figure)
        return tracks(figure, faces, bones, cameras.matrices, take.size, count)

    def _posed(self, take: Take, figure: Figure) -> tuple[ndarray, ndarray, Views]:
        """Bone matrices, facial actions and cameras of every frame."""
        labels, parents = self.pack.labels["bones"], [int(p) for p in self.pack["bone_parents"]]
        bones = bone_matrices(
            joints(take, figure, labels), take.root, figure.bone_heads, (labels, parents)
        )
        faces = face_weights(take, self.pack.labels["facial_action"])
        return bones, faces, views(take.camera, figure, take.size, labels, bones)

    def _model_of(self, take: Take) -> DeviceFigure:
        if self._model is None or (self._model.figure.person, self._model.figure.outfit) != (
            take.person,
            take.outfit,
        ):
            if self._model is not None:
                self._model.release()
            figure = dressed_figure(take.person, take.outfit, self.pack)
            self._model = DeviceFigure(
                self.context, figure, self._programs, self._shadow_program, self._painters
            )
        return self._model

    def _frame(
        self,
        model: DeviceFigure,
        take: Take,
        view: ndarray,
        eye: ndarray,
        seconds: float,
        index: int,
    ) -> ndarray:
        context = self.context
        self._draw_scene(take, seconds, index)
        light = take.scene.light_at(seconds)
        shadow = shadow_matrix(light, model.figure, view_yaw=float(take.camera.yaw[index]))
        context.enable(moderngl.DEPTH_TEST)
        self._shadow_target.use()
        self._shadow_target.clear(depth=1.0)
        shadow_view: Any = self._shadow_program["view_projection"]
        shadow_view.write(_bytes(shadow))
        model.shadow_array.render(moderngl.TRIANGLES)
        self._canvas.fine_target.use()
        self._canvas.fine_target.clear(0, 0, 0, 1, depth=1.0)
        context.disable(moderngl.DEPTH_TEST)
        self._canvas.back.use(0)
        self._paste_array.render(moderngl.TRIANGLE_STRIP)
        context.enable(moderngl.DEPTH_TEST)
        self._shadow_map.use(1)
        self._grain.use(3)
        yaw = float(take.camera.yaw[index])
        for program in self._programs.values():
            _set_light(program, light, yaw)
            set_uniform(program, "view_projection", _bytes(view))
            set_uniform(program, "eye", tuple(float(v) for v in eye))
            set_uniform(program, "shadow_matrix", _bytes(shadow))
            set_uniform(program, "shadow_map", 1)
            set_uniform(program, "grain", 3)
            set_uniform(program, "is_combed", self._is_combed)
        model.draw(context)
        self._canvas.target.use()
        context.disable(moderngl.DEPTH_TEST)
        self._canvas.fine.use(0)
        self._paste_array.render(moderngl.TRIANGLE_STRIP)
        return self._pixels()

    def _choose_canvas(self, size: tuple[int, int]) -> None:
        if size not in self._canvases:
            self._canvases[size] = _Canvas(self.context, size)
        self.size, self._canvas = size, self._canvases[size]

    def _pixels(self) -> UInt8[ndarray, "y x 4"]:
        pixels = np.frombuffer(self._canvas.target.read(components=4, alignment=1), np.uint8)
        return pixels.reshape(self.size[1], self.size[0], 4)[::-1]

    def _draw_scene(self, take: Take, seconds: float, index: int) -> None:
        program, array = self._scene_program(take.scene)
        camera = take.camera
        zoom = float(camera.face_pixels[index] / camera.face_pixels.mean())
        yaw = float(camera.yaw[index] - camera.yaw.mean())
        pan = float(camera.shift[index, 0] - camera.shift[:, 0].mean()) * 0.5
        values: dict[str, Any] = {
            "u_p": take.scene.parameters,
            "u_c": take.scene.palette,
            "u_aspect": self.size[0] / self.size[1],
            "camera": (0.0, 0.0),
            "zoom": zoom,
            "time": seconds,
            "shift": (-yaw * 0.9 - pan, 0.0),
        }
        for name, value in values.items():
            if name in program:
                uniform: Any = program[name]  # the stubs give any kind of member
                length = uniform.array_length
                uniform.value = value[:length] if length > 1 else value
        self._canvas.back_target.use()
        self.context.disable(moderngl.DEPTH_TEST)
        array.render(moderngl.TRIANGLE_STRIP)

    def _scene_program(self, scene: Scene) -> tuple[moderngl.Program, moderngl.VertexArray]:
        if scene.name not in self._scenes:
            program = self.context.program(
                vertex_shader="#version 330\n" + self._shaders["screen.vert"],
                fragment_shader="#version 330\n" + scene.glsl + _SCENE_MAIN,
            )
            self._scenes[scene.name] = (
                program,
                self.context.vertex_array(program, [(self._corners, "2f", "corner")]),
            )
        return self._scenes[scene.name]


def _grain(context: moderngl.Context) -> moderngl.Texture:
    """Four smooth noises that repeat: 64 bends in 256 texels."""
    rng = np.random.default_rng(0)
    knots = rng.random((64, 64, 4))
    at = np.arange(256) / 4
    low, part = at.astype(int), at % 1
    part = part * part * (3 - 2 * part)
    rows = knots[low] * (1 - part)[:, None, None] + knots[(low + 1) % 64] * part[:, None, None]
    both = rows[:, low] * (1 - part)[None, :, None] + rows[:, (low + 1) % 64] * part[None, :, None]
    texture = context.texture((256, 256), 4, (both * 255).astype(np.uint8).tobytes())
    texture.filter = (moderngl.LINEAR, moderngl.LINEAR)
    return texture


_SCENE_MAIN = """
in vec2 v_screen;
out vec4 pixel;
uniform vec2 camera, shift;
uniform float zoom, time;
void main() { pixel = vec4(scene_color(0.5 + 0.5 * v_screen + shift, camera, zoom, time), 0.0); }
"""
_PASTE_VERTEX = """#version 330
in vec2 corner;
out vec2 place;
void main() { place = 0.5 + 0.5 * corner; gl_Position = vec4(corner, 0.0, 1.0); }
"""
_PASTE = """#version 330
uniform sampler2D picture;
in vec2 place;
out vec4 pixel;
void main() { pixel = texture(picture, place); }
"""


def _bytes(matrix: Float[ndarray, "4 4"]) -> bytes:
    return np.ascontiguousarray(matrix.T, dtype="f4").tobytes()


def _set_light(program: moderngl.Program, light: Light, yaw: float) -> None:
    set_uniform(program, "key_direction", turned(light.key_direction, yaw))
    set_uniform(program, "key_colour", light.key_color)
    set_uniform(program, "sky_colour", light.sky_color)
    set_uniform(program, "ground_colour", light.ground_color)
    set_uniform(program, "rim_colour", light.rim_color)
    set_uniform(program, "exposure", _exposure(light))


def _exposure(light: Light) -> float:
    """A camera opens up in the dark and closes a little in the sun, half of the way."""
    grey = np.array([0.3, 0.6, 0.1])
    level = 0.7 * grey @ np.array(light.key_color) + 0.25 * grey @ (
        np.array(light.sky_color) + np.array(light.ground_color)
    )
    return float(np.clip((0.75 / max(float(level), 1e-3)) ** 0.5, 0.8, 1.9))
