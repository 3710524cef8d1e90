"""A figure on the graphics device: its buffers, its painted skin, how each material is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import moderngl
import numpy as np
from jaxtyping import Bool, Float

if TYPE_CHECKING:
    from numpy import ndarray

    from retrat.train.data.figure import Figure

# material of a mesh -> fragment shader
MATERIALS = {
    "hat": "hat", "hair": "hair", "beard": "hair", "skin": "skin", "eye": "eye",
    "mouth": "mouth", "cloth": "cloth",
    "frame": "frame", "lens": "frame", "lash": "lash",
}  # fmt: skip
_TOWARDS_CAMERA = (-1.0, -12000.0)  # in front of the skin it lies on, by a centimetre
_CULLED = ("skin", "mouth", "eye")
_BLENDED = ("lash", "lens")
_STATIC = "3f 3f 2f 4f 2f 4f 4f"
_STATIC_NAMES = ("tangent", "canon", "uv", "paint", "extra", "bones", "weights")
_SKIN_SIZE = 1024


class DeviceFigure:
    """A figure on the device."""

    def __init__(
        self,
        context: moderngl.Context,
        figure: Figure,
        programs: dict[str, moderngl.Program],
        shadow: moderngl.Program,
        painters: dict[str, moderngl.Program],
    ) -> None:
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
        for material in MATERIALS:
            triangles = figure.draws.get(material)
            if triangles is None:
                continue
            index = context.buffer(np.ascontiguousarray(triangles).astype("i4").tobytes())
            self._buffers.append(index)
            self._indices[material] = index
            self._counts[material] = len(triangles) * 3
            self.arrays[material] = self._array(context, programs[MATERIALS[material]], index)
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
        red, green, blue = (float(v) for v in person.skin)
        target.clear(red, green, blue, 0.5)
        beard, age = person.beard, float(np.clip((person.age_years - 35) / 40, 0, 1))
        values = {
            "skin_colour": person.skin,
            "lip_colour": person.lips,
            "hair_colour": person.hair,
            "lid_colour": person.lid,
            "skin_traits": (
                person.redness,
                person.freckles,
                person.make_up,
                0.0 if outfit.hat == "head scarf" else person.hair_cut.scalp,
            ),
            "beard": (beard.stubble, beard.moustache, beard.chin, beard.jaw),
            "hairline": (*person.hairline, age, float(person.moles)),
            "seed": (person.seed % 97) * 0.37,
        }
        for name, value in values.items():
            set_uniform(painters["skin"], name, value)
        set_uniform(painters["brow"], "hair_colour", person.brow)
        set_uniform(painters["brow"], "density", 0.95 if person.gender == "man" else 0.8)
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
        names = ["skin", "cloth", "hair", "hat", "beard", "frame"]
        if figure.outfit.hat == "head scarf":
            names.remove("hat")  # its shader trims what would shade the face
        meshes = [figure.draws[name] for name in names if name in figure.draws]
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
        set_uniform(skin, "painted", 2)
        set_uniform(skin, "gloss", 0.75 + 0.5 * person.skin_tone)
        set_uniform(skin, "skin_depth", 1.0 - 0.5 * person.skin_tone)
        eye = programs["eye"]
        set_uniform(eye, "eye_left", tuple(float(v) for v in figure.eye_centres[0]))
        set_uniform(eye, "eye_right", tuple(float(v) for v in figure.eye_centres[1]))
        set_uniform(eye, "iris_colour", person.eye)
        cloth = programs["cloth"]
        set_uniform(cloth, "colours", [tuple(c) for c in outfit.colours])
        set_uniform(cloth, "pattern_colour", outfit.pattern_colour)
        set_uniform(
            cloth,
            "pattern",
            ("plain", "stripes", "checks", "dots", "heather").index(outfit.pattern),
        )
        set_uniform(cloth, "pattern_scale", 24.0)
        set_uniform(programs["hat"], "hat_colour", outfit.hat_colour)
        set_uniform(
            programs["hat"], "weave", {"knitted cap": 1, "head scarf": 2}.get(outfit.hat, 0)
        )
        afro = "afro" in person.hair_cut.name
        looks: dict[str, dict[str, object]] = {
            "hair": {
                "hair_colour": person.hair,
                "curl": 1.0 if afro else 0.0,
                "ragged": 0.45 if not afro else 0.0,
                "grows": -1.0,
            },
            "beard": {
                "hair_colour": tuple(1.3 * c + 0.04 for c in person.hair),
                "curl": 0.7,
                "ragged": 1.1,
                "grows": 1.0,
            },
            "frame": {"frame_colour": (*outfit.frame_colour, 1.0)},
            "lens": {"frame_colour": (0.8, 0.85, 0.9, 0.06)},
        }
        for material, array in self.arrays.items():
            for name, value in looks.get(material, {}).items():
                set_uniform(programs[MATERIALS[material]], name, value)
            (context.enable if material in _CULLED else context.disable)(moderngl.CULL_FACE)
            (context.enable if material in _BLENDED else context.disable)(moderngl.BLEND)
            context.polygon_offset = _TOWARDS_CAMERA if material == "cloth" else (0.0, 0.0)
            if self._counts[material]:
                array.render(moderngl.TRIANGLES, vertices=self._counts[material])
        context.polygon_offset = (0.0, 0.0)
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


def set_uniform(program: moderngl.Program, name: str, value: object) -> None:
    if name in program:
        uniform: Any = program[name]  # the stubs know that it is a member, not of which kind
        if isinstance(value, bytes):
            uniform.write(value)
        else:
            uniform.value = value
