"""Draws takes with moderngl: on a GPU where there is one, on Mesa's llvmpipe elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

import moderngl
import numpy as np
from jaxtyping import Bool, Float, UInt8

from retrat.train.data.figure import Figure, dressed_figure
from retrat.train.data.pose import bone_matrices, reach, rotation

if TYPE_CHECKING:
    from numpy import ndarray

    from retrat.train.data.assets import Pack
    from retrat.train.data.motion import Camera, Take
    from retrat.train.data.scenes import Light, Scene


_FINER = 2  # pictures are drawn this much finer each way and averaged
_SHADOW_SIZE = 512
# material of a mesh -> fragment shader
_MATERIALS = {
    "hat": "hat", "hair": "hair", "beard": "hair", "skin": "skin", "eye": "eye", "mouth": "mouth", "cloth": "cloth",
    "frame": "frame", "lens": "frame", "lash": "lash",
}  # fmt: skip
_CULLED = ("skin", "mouth", "eye")
_BLENDED = ("lash", "lens")
_STATIC = "3f 3f 2f 4f 2f 4f 4f"
_STATIC_NAMES = ("tangent", "canon", "uv", "paint", "extra", "bones", "weights")
_SKIN_SIZE = 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendered:
    """Pictures of one take and what is true of them. Positions are pixels from the top left."""

    frames: UInt8[ndarray, "f y x 3"]
    mouth_open: Float[ndarray, " f"]  # distance of the lips in face heights
    face_box: Float[ndarray, "f 4"]  # left, top, right, bottom
    landmarks: Float[ndarray, "f k 2"]
    head_yaw: Float[ndarray, " f"]  # radians, to the person's left, seen from the camera


LANDMARKS = ("left eye", "right eye", "nose", "left mouth", "right mouth", "upper lip", "lower lip", "chin", "forehead",
             "nose base")  # fmt: skip


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
        self.context = moderngl.create_standalone_context(backend="egl")
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
            for name in set(_MATERIALS.values())
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
        self._model: _Model | None = None
        self._canvas: _Canvas

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
        if take.size not in self._canvases:
            self._canvases[take.size] = _Canvas(self.context, take.size)
        self.size, self._canvas = take.size, self._canvases[take.size]
        model = self._model_of(take)
        figure = model.figure
        labels, parents = self.pack.labels["bones"], [int(p) for p in self.pack["bone_parents"]]
        bones = bone_matrices(
            _joints(take, figure, labels), take.root, figure.bone_heads, (labels, parents)
        )
        faces = _face_weights(take, self.pack.labels["facial_action"])
        views = _views(take.camera, figure, self.size, labels, bones)
        model.narrow(_visible(figure, bones, views.matrices))
        frames = np.empty((take.frames, self.size[1], self.size[0], 3), np.uint8)
        for index in range(take.frames):
            seconds = take.start_seconds + index / take.frame_rate
            model.pose(faces[index])
            self._skeleton.write(
                np.ascontiguousarray(bones[index].transpose(0, 2, 1)).astype("f4").tobytes()
            )
            frames[index] = self._frame(
                model, take, views.matrices[index], views.eyes[index], seconds, index
            )
        return Rendered(
            frames=frames,
            **measure(figure, faces, bones, views.matrices, self.size, labels, views.eyes),
        )

    def _model_of(self, take: Take) -> _Model:
        if self._model is None or (self._model.figure.person, self._model.figure.outfit) != (
            take.person,
            take.outfit,
        ):
            if self._model is not None:
                self._model.release()
            figure = dressed_figure(take.person, take.outfit, self.pack)
            self._model = _Model(
                self.context, figure, self._programs, self._shadow_program, self._painters
            )
        return self._model

    def _frame(
        self, model: _Model, take: Take, view: ndarray, eye: ndarray, seconds: float, index: int
    ) -> ndarray:
        context = self.context
        self._draw_scene(take, seconds, index)
        light = take.scene.light_at(seconds)
        shadow = _shadow_matrix(light, model.figure, view_yaw=float(take.camera.yaw[index]))
        context.enable(moderngl.DEPTH_TEST)
        self._shadow_target.use()
        self._shadow_target.clear(depth=1.0)
        self._shadow_program["view_projection"].write(_bytes(shadow))
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
            _set(program, "view_projection", _bytes(view))
            _set(program, "eye", tuple(float(v) for v in eye))
            _set(program, "shadow_matrix", _bytes(shadow))
            _set(program, "shadow_map", 1)
            _set(program, "grain", 3)
        model.draw(context)
        self._canvas.target.use()
        context.disable(moderngl.DEPTH_TEST)
        self._canvas.fine.use(0)
        self._paste_array.render(moderngl.TRIANGLE_STRIP)
        pixels = np.frombuffer(self._canvas.target.read(components=3, alignment=1), np.uint8)
        return pixels.reshape(self.size[1], self.size[0], 3)[::-1]

    def _draw_scene(self, take: Take, seconds: float, index: int) -> None:
        program, array = self._scene_program(take.scene)
        camera = take.camera
        zoom = float(camera.face_pixels[index] / camera.face_pixels.mean())
        yaw = float(camera.yaw[index] - camera.yaw.mean())
        pan = float(camera.shift[index, 0] - camera.shift[:, 0].mean()) * 0.5
        values = {
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
                length = program[name].array_length
                program[name].value = value[:length] if length > 1 else value
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
void main() { pixel = vec4(scene_color(0.5 + 0.5 * v_screen + shift, camera, zoom, time), 1.0); }
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


class _Model:
    """A figure on the device."""

    def __init__(self, context: moderngl.Context, figure: Figure, programs: dict[str, moderngl.Program],
                 shadow: moderngl.Program, painters: dict[str, moderngl.Program]) -> None:  # fmt: skip
        self.figure = figure
        self._programs = programs
        self._shape = np.ascontiguousarray(
            np.concatenate([figure.positions, figure.normals], axis=1)
        )
        self._moving = self._shape[: figure.moving].copy()
        self._basis = figure.action_basis.reshape(len(figure.action_basis), -1)
        self._shape_buffer = context.buffer(self._shape.tobytes(), dynamic=True)
        extra = np.stack([figure.component, figure.openness], axis=1)
        static = np.concatenate(
            [
                figure.tangent,
                figure.canon,
                figure.uv,
                figure.paint,
                extra,
                figure.bone_indices,
                figure.bone_weights,
            ],
            axis=1,
        )
        self._static_buffer = context.buffer(static.astype("f4").tobytes())
        self._buffers = [self._shape_buffer, self._static_buffer]
        self.arrays: dict[str, moderngl.VertexArray] = {}
        self._indices: dict[str, moderngl.Buffer] = {}
        self._counts: dict[str, int] = {}
        for material in _MATERIALS:
            triangles = figure.draws.get(material)
            if triangles is None:
                continue
            index = context.buffer(np.ascontiguousarray(triangles).astype("i4").tobytes())
            self._buffers.append(index)
            self._indices[material] = index
            self._counts[material] = len(triangles) * 3
            self.arrays[material] = self._array(context, programs[_MATERIALS[material]], index)
        index = context.buffer(np.concatenate(self._casting(figure)).astype("i4").tobytes())
        self._buffers.append(index)
        self.shadow_array = self._array(context, shadow, index)

        self.skin = self._painted_skin(context, painters)

    def _painted_skin(
        self, context: moderngl.Context, painters: dict[str, moderngl.Program]
    ) -> moderngl.Texture:
        person, outfit = self.figure.person, self.figure.outfit
        texture = context.texture((_SKIN_SIZE, _SKIN_SIZE), 4)
        target = context.framebuffer([texture])
        target.use()
        rough = [float(v) for v in person.skin]
        target.clear(*rough, 0.5)
        beard, age = person.beard, float(np.clip((person.age_years - 35) / 40, 0, 1))
        values = {
            "skin_colour": person.skin, "lip_colour": person.lips, "hair_colour": person.hair, "lid_colour": person.lid,
            "skin_traits": (person.redness, person.freckles, person.make_up, 0.0 if outfit.hat == "head scarf" else person.hair_cut.scalp),
            "beard": (beard.stubble, beard.moustache, beard.chin, beard.jaw),
            "hairline": (*person.hairline, age, float(person.moles)),
            "seed": (person.seed % 97) * 0.37,
        }  # fmt: skip
        for name, value in values.items():
            _set(painters["skin"], name, value)
        _set(painters["brow"], "hair_colour", person.brow)
        _set(painters["brow"], "density", 0.95 if person.gender == "man" else 0.8)
        context.disable(moderngl.DEPTH_TEST)
        for name in ("skin", "brow"):
            if name == "brow":
                context.enable(moderngl.BLEND)
                target.color_mask = (True, True, True, False)
            index = context.buffer(self.figure.draws[name].astype("i4").tobytes())
            array = self._array(context, painters[name], index)
            array.render(moderngl.TRIANGLES)
            array.release()
            index.release()
        context.disable(moderngl.BLEND)
        target.release()
        texture.build_mipmaps()
        texture.filter = (moderngl.LINEAR_MIPMAP_NEAREST, moderngl.LINEAR)
        return texture

    def _array(
        self, context: moderngl.Context, program: moderngl.Program, index: moderngl.Buffer
    ) -> moderngl.VertexArray:
        layouts = (
            (self._shape_buffer, "3f 3f", ("position", "normal")),
            (self._static_buffer, _STATIC, _STATIC_NAMES),
        )
        content = [
            (buffer, *_present(program, formats, names)) for buffer, formats, names in layouts
        ]
        content = [entry for entry in content if len(entry) > 2]
        return context.vertex_array(program, content, index_buffer=index, index_element_size=4)

    @staticmethod
    def _casting(figure: Figure) -> list[ndarray]:
        """Triangles that cast shadows: nothing below the chest does on what is seen."""
        meshes = [
            figure.draws[name]
            for name in ("skin", "cloth", "hair", "hat", "beard", "frame")
            if name in figure.draws
        ]
        return [mesh[figure.canon[mesh][:, :, 1].max(1) > 0.30] for mesh in meshes]

    def narrow(self, visible: Bool[ndarray, " n"]) -> None:
        """Draw from now on only triangles with a visible vertex."""
        for material, index in self._indices.items():
            triangles = self.figure.draws[material]
            seen = np.ascontiguousarray(triangles[visible[triangles].any(1)]).astype("i4")
            self._counts[material] = seen.size
            if seen.size:
                index.write(seen.tobytes())

    def release(self) -> None:
        for array in [*self.arrays.values(), self.shadow_array]:
            array.release()
        for buffer in self._buffers:
            buffer.release()
        self.skin.release()

    def pose(self, weights: Float[ndarray, " a"]) -> None:
        active = np.nonzero(np.abs(weights) > 1e-4)[0]
        moved = (
            self._moving + (weights[active] @ self._basis[active]).reshape(-1, 6)
            if len(active)
            else self._moving
        )
        self._shape_buffer.write(np.ascontiguousarray(moved, dtype="f4").tobytes())

    def draw(self, context: moderngl.Context) -> None:
        figure, programs = self.figure, self._programs
        person, outfit = figure.person, figure.outfit
        skin = programs["skin"]
        self.skin.use(2)
        _set(skin, "painted", 2)
        _set(skin, "gloss", 0.75 + 0.5 * person.skin_tone)
        _set(skin, "skin_depth", 1.0 - 0.5 * person.skin_tone)
        eye = programs["eye"]
        _set(eye, "eye_left", tuple(float(v) for v in figure.eye_centres[0]))
        _set(eye, "eye_right", tuple(float(v) for v in figure.eye_centres[1]))
        _set(eye, "iris_colour", person.eye)
        cloth = programs["cloth"]
        if "colours" in cloth:
            cloth["colours"].value = [tuple(c) for c in outfit.colours]
        _set(cloth, "pattern_colour", outfit.pattern_colour)
        _set(
            cloth,
            "pattern",
            ("plain", "stripes", "checks", "dots", "heather").index(outfit.pattern),
        )
        _set(cloth, "pattern_scale", 24.0)
        _set(programs["hat"], "hat_colour", outfit.hat_colour)
        _set(programs["hat"], "weave", {"knitted cap": 1, "head scarf": 2}.get(outfit.hat, 0))
        afro = "afro" in person.hair_cut.name
        looks = {
            "hair": {
                "hair_colour": person.hair,
                "curl": 1.0 if afro else 0.0,
                "ragged": 0.45 if not afro else 0.0,
            },
            "beard": {
                "hair_colour": tuple(1.3 * c + 0.04 for c in person.hair),
                "curl": 0.7,
                "ragged": 1.1,
            },
            "frame": {"frame_colour": (*outfit.frame_colour, 1.0)},
            "lens": {"frame_colour": (0.8, 0.85, 0.9, 0.06)},
        }
        for material, array in self.arrays.items():
            for name, value in looks.get(material, {}).items():
                _set(programs[_MATERIALS[material]], name, value)
            (context.enable if material in _CULLED else context.disable)(moderngl.CULL_FACE)
            (context.enable if material in _BLENDED else context.disable)(moderngl.BLEND)
            if self._counts[material]:
                array.render(moderngl.TRIANGLES, vertices=self._counts[material])
        context.disable(moderngl.BLEND)
        context.disable(moderngl.CULL_FACE)


def _present(program: moderngl.Program, formats: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """A buffer layout with what this program does not read skipped."""
    kept, layout = [], []
    for part, name in zip(formats.split(), names, strict=True):
        if name in program:
            kept.append(name)
            layout.append(part)
        else:
            layout.append(f"{int(part[0]) * 4}x")
    return (" ".join(layout), *kept)


def _set(program: moderngl.Program, name: str, value: object) -> None:
    if name in program:
        if isinstance(value, bytes):
            program[name].write(value)
        else:
            program[name].value = value


def _bytes(matrix: Float[ndarray, "4 4"]) -> bytes:
    return np.ascontiguousarray(matrix.T, dtype="f4").tobytes()


def _turned(vector: tuple[float, ...], yaw: float) -> tuple[float, float, float]:
    """A direction given in the camera's axes, in the person's."""
    x, y, z = vector
    return (
        float(x * np.cos(yaw) + z * np.sin(yaw)),
        float(y),
        float(-x * np.sin(yaw) + z * np.cos(yaw)),
    )


def _set_light(program: moderngl.Program, light: Light, yaw: float) -> None:
    _set(program, "key_direction", _turned(light.key_direction, yaw))
    _set(program, "key_colour", light.key_color)
    _set(program, "sky_colour", light.sky_color)
    _set(program, "ground_colour", light.ground_color)
    _set(program, "rim_colour", light.rim_color)
    _set(program, "exposure", _exposure(light))


def _exposure(light: Light) -> float:
    """A camera opens up in the dark and closes a little in the sun, half of the way."""
    grey = np.array([0.3, 0.6, 0.1])
    level = 0.7 * grey @ np.array(light.key_color) + 0.25 * grey @ (
        np.array(light.sky_color) + np.array(light.ground_color)
    )
    return float(np.clip((0.75 / max(float(level), 1e-3)) ** 0.5, 0.8, 1.9))


# ------------------------------------------------------------------------------------------------ geometry


@dataclass(frozen=True, kw_only=True, slots=True)
class _Views:
    matrices: Float[ndarray, "f 4 4"]
    eyes: Float[ndarray, "f 3"]


def _joints(take: Take, figure: Figure, labels: list[str]) -> dict[str, ndarray]:
    joints = {name: rotation(vectors) for name, vectors in take.joints.items()}
    for side, sign in (("L", 1.0), ("R", -1.0)):
        arm = figure.bone_heads[
            [labels.index(f"{bone}.{side}") for bone in ("upperarm01", "lowerarm01", "wrist")]
        ]
        length = np.linalg.norm(arm[1] - arm[0]) + np.linalg.norm(arm[2] - arm[1])
        target = arm[0] + take.hands[side] * [sign * length, length, length]
        towards = np.tile([sign * 0.35, -0.85, -0.4], (take.frames, 1))
        upper, lower = reach(arm, target, towards)
        joints[f"upperarm01.{side}"], joints[f"lowerarm01.{side}"] = upper, lower
        joints[f"lowerarm02.{side}"] = rotation(
            _unit(arm[2] - arm[1]) * (sign * take.twist[side])[:, None]
        )
        joints |= _finger_turns(figure.bone_heads, labels, side, take.fingers[side])
    for side in "LR":
        joints[f"eye.{side}"] = rotation(
            np.stack([-take.gaze[:, 1], take.gaze[:, 0], 0 * take.gaze[:, 0]], axis=1)
        )
    return joints


def _unit(vector: Float[ndarray, " 3"]) -> Float[ndarray, " 3"]:
    return vector / max(float(np.linalg.norm(vector)), 1e-9)


def _finger_turns(
    heads: ndarray, labels: list[str], side: str, curl: Float[ndarray, "f 2"]
) -> dict[str, ndarray]:
    """Fingers bend about the line of the knuckles, towards the side where the thumb is."""

    def head(finger: int, joint: int) -> ndarray:
        return heads[labels.index(f"finger{finger}-{joint}.{side}")]

    knuckles = _unit(head(2, 1) - head(5, 1))
    along = _unit(head(3, 3) - head(3, 1))
    palm = head(1, 3) - head(3, 1)
    if np.cross(knuckles, along) @ palm < 0:
        knuckles = -knuckles
    turns = {}
    for finger in range(1, 6):
        amount = curl[:, 0 if finger == 2 else 1] * (0.35 if finger == 1 else 1.15)
        for joint in range(1, 4):
            turns[f"finger{finger}-{joint}.{side}"] = rotation(knuckles * amount[:, None])
    return turns


def _face_weights(take: Take, labels: list[str]) -> Float[ndarray, "f a"]:
    weights = np.zeros((take.frames, len(labels)), np.float32)
    for name, curve in take.face.items():
        weights[:, labels.index(name)] = curve
    return weights


def _views(
    camera: Camera, figure: Figure, size: tuple[int, int], labels: list[str], bones: ndarray
) -> _Views:
    """Cameras that look at the head's mean place, so that the head moves and the camera does not chase it."""
    centre = figure.eye_centres.mean(0) - [0, 0.02, 0]
    head = bones[:, labels.index("head")].mean(0)
    centre = head[:3, :3] @ centre + head[:3, 3]
    face_metres = _face_height(figure)
    matrices, eyes = [], []
    for yaw, pitch, shift, pixels in zip(
        camera.yaw, camera.pitch, camera.shift, camera.face_pixels, strict=True
    ):
        visible = face_metres * 256 / pixels  # metres of picture height at the face
        distance = visible * camera.focal
        back = np.array([np.sin(yaw) * np.cos(pitch), np.sin(pitch), np.cos(yaw) * np.cos(pitch)])
        right = np.array([np.cos(yaw), 0, -np.sin(yaw)])
        up = np.cross(back, right)
        target = centre - right * shift[0] * visible / 2 - up * shift[1] * visible / 2
        eye = target + back * distance
        view = np.eye(4)
        view[:3, :3] = np.stack([right, up, back])
        view[:3, 3] = -view[:3, :3] @ eye
        near, far = distance * 0.3, distance + 3.0
        scale = 2 * camera.focal
        projection = np.array(
            [[scale * size[1] / size[0], 0, 0, 0], [0, scale, 0, 0],
             [0, 0, -(far + near) / (far - near), -2 * far * near / (far - near)], [0, 0, -1, 0]])  # fmt: skip
        matrices.append(projection @ view)
        eyes.append(eye)
    return _Views(matrices=np.array(matrices), eyes=np.array(eyes))


def _visible(figure: Figure, bones: ndarray, matrices: ndarray) -> Bool[ndarray, " n"]:
    """Vertices that come into the picture, with a margin, at the start, the middle or the end of a take."""
    seen = np.zeros(len(figure.positions), bool)
    first = figure.bone_indices[:, 0]
    rest = np.concatenate([figure.positions, np.ones((len(seen), 1), np.float32)], axis=1)
    for index in {0, len(bones) // 4, len(bones) // 2, 3 * len(bones) // 4, len(bones) - 1}:
        clip_from_rest = (matrices[index] @ bones[index]).astype(np.float32)
        clip = np.einsum("nij,nj->ni", clip_from_rest[first], rest)
        seen |= (np.abs(clip[:, :2]) < 1.25 * clip[:, 3:]).all(1)
    return seen


def _face_height(figure: Figure) -> float:
    """Chin to hairline in metres."""
    head = (figure.canon[:, 1] > 0.60) & (figure.canon[:, 2] > 0.05)
    eyes = figure.eye_centres[0, 1]
    chin = figure.positions[
        head & (np.abs(figure.canon[:, 0]) < 0.02) & (figure.canon[:, 1] < 0.64), 1
    ]
    return float(eyes - np.median(chin)) * 1.75


def _shadow_matrix(light: Light, figure: Figure, view_yaw: float) -> Float[ndarray, "4 4"]:
    back = np.array(_turned(light.key_direction, view_yaw))
    back /= np.linalg.norm(back)
    right = np.cross([0, 1, 0] if abs(back[1]) < 0.95 else [0, 0, 1], back)
    right /= np.linalg.norm(right)
    up = np.cross(back, right)
    centre = figure.eye_centres.mean(0) - [0, 0.14, 0.08]
    reach_ = 0.42
    matrix = np.eye(4)
    matrix[:3, :3] = np.stack([right, up, -back / 2]) / reach_
    matrix[:3, 3] = -matrix[:3, :3] @ centre
    return matrix


# -------------------------------------------------------------------------------------------------- labels


def measure(
    figure: Figure,
    faces: ndarray,
    bones: ndarray,
    matrices: ndarray,
    size: tuple[int, int],
    labels: list[str],
    eyes: ndarray,
) -> dict[str, ndarray]:
    """Mouth opening, face box, landmarks and head yaw of every frame."""
    points = _landmark_points(figure)
    head = bones[:, labels.index("head")]
    rest = figure.positions[points][None] + np.einsum(
        "fa,akc->fkc", faces, figure.action_basis[:, points, :3]
    )
    world = np.einsum("fij,fkj->fki", head[:, :3, :3], rest) + head[:, None, :3, 3]
    clip = np.einsum("fij,fkj->fki", matrices[:, :3, :3], world) + matrices[:, None, :3, 3]
    depth = np.einsum("fj,fkj->fk", matrices[:, 3, :3], world) + matrices[:, None, 3, 3]
    places = clip[..., :2] / depth[..., None]
    pixels = np.stack(
        [(places[..., 0] + 1) * size[0] / 2, (1 - places[..., 1]) * size[1] / 2], axis=-1
    )
    lips = rest[:, [LANDMARKS.index("upper lip"), LANDMARKS.index("lower lip")]]
    low, high = pixels.min(1), pixels.max(1)
    margin = 0.15 * (high[:, 1] - low[:, 1])[:, None] * np.array([1.0, 0.0])
    forward = head[:, :3, 2]
    to_camera = eyes - world.mean(1)
    yaw = np.arctan2(forward[:, 0], forward[:, 2]) - np.arctan2(to_camera[:, 0], to_camera[:, 2])
    return {
        "mouth_open": np.linalg.norm(lips[:, 0] - lips[:, 1], axis=1) / _face_height(figure),
        "face_box": np.concatenate([low - margin, high + margin], axis=1).astype(np.float32),
        "landmarks": pixels.astype(np.float32),
        "head_yaw": yaw.astype(np.float32),
    }


_LANDMARK_PLACES = (
    (0.031, 0.728, 0.135), (-0.031, 0.728, 0.135), (0.0, 0.695, 0.178), (0.0255, 0.661, 0.137), (-0.0255, 0.661, 0.137),
    (0.0, 0.6615, 0.155), (0.0, 0.6595, 0.155), (0.0, 0.618, 0.145), (0.0, 0.79, 0.13),
    (0.0, 0.6815, 0.158),
)  # fmt: skip


def _landmark_points(figure: Figure) -> list[int]:
    """The vertices of the face nearest to the landmarks' places on the template."""
    canon = figure.canon[: figure.moving]
    skin = np.zeros(len(canon), bool)
    triangles = figure.draws["skin"].ravel()
    skin[triangles[triangles < len(canon)]] = True
    found = []
    for name, place in zip(LANDMARKS, _LANDMARK_PLACES, strict=True):
        distance = np.linalg.norm(canon - place, axis=1) + np.where(skin, 0, 9)
        if "lip" in name:
            jaw = np.abs(figure.action_basis[:, :, 1]).max(0)
            distance += np.where((jaw > 0.012) == (name == "lower lip"), 0, 1)
        found.append(int(np.argmin(distance)))
    return found
