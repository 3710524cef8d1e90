"""Places drawn in fragment shaders, each with depth, motion of its own and a light for the person.

What a renderer needs to know:

    scene = scene_from_seed("beach", 7)
    source = "#version 330\\n" + scene.glsl + your own main()

`scene.glsl` declares the uniforms `float u_p[16]`, `vec3 u_c[8]`, `float u_aspect` (width / height)
and two functions:

    vec3 scene_color(vec2 uv, vec2 camera, float zoom, float time)   behind the person
    vec4 scene_front(vec2 uv, vec2 camera, float zoom, float time)   before the person: snowflakes,
                                                                     premultiplied; 0 in most scenes

- uv is in [0, 1], origin bottom left; it may leave that range (draw a pan or a tilt by shifting uv,
  an optical zoom by scaling it about 0.5).
- camera moves the camera itself, x right and y up, in picture heights at the person's depth: the
  person shifts by -camera, far things by less. zoom is a push-in: the size of the person relative
  to rest (1).
- time is in seconds; a picture depends on nothing else, so frames can be drawn in any order.
- Colours are display RGB (sRGB) in [0, 1]. Light is linear, 1 lights a white sheet to white.
- The world: the person stands at depth 1 with the eyes near y = 0, the floor at y = -1.6.

The same source serves every seed of one name: compile once per name, set `u_p` and `u_c` per scene
(cut to the `array_length` that the driver reports: unused ends of the arrays may be gone). Pictures
are soft, as behind a lens: drawn at half the resolution and enlarged they cost a quarter.
"""

from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from math import pi, sin
from zlib import crc32

import numpy as np

from retrat.errors import RequestError
from retrat.train.data.scene_light import Light
from retrat.train.data.scene_looks import LOOKS, Look

SCENE_NAMES: tuple[str, ...] = tuple(LOOKS)
PARAMETERS, COLOURS = 16, 8
_NO_FRONT = (
    "\nvec4 scene_front(vec2 uv, vec2 camera, float zoom, float time) { return vec4(0.0); }\n"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """One variant of a place: what its shader reads, and the light that falls on the person."""

    name: str
    seed: int
    moment: str  # when it is, in a caption's words ("at sunset"); "" where that says nothing
    parameters: tuple[float, ...]  # u_p
    palette: tuple[tuple[float, float, float], ...]  # u_c
    light: Light

    @property
    def glsl(self) -> str:
        return scene_source(self.name)

    @property
    def has_front(self) -> bool:
        """Whether anything is ever drawn before the person."""
        return _NO_FRONT not in self.glsl

    def light_at(self, time_seconds: float) -> Light:
        """The light at one moment: a fire flickers, a stage turns its colours, most places stay."""
        light = self.light
        if light.pulse == 0.0:
            return light
        turn = 2 * pi * light.pulse_rate * time_seconds + self.seed
        wave = 0.7 * sin(turn) + 0.3 * sin(1.7 * turn + 1.0)
        gain = 1.0 + light.pulse * wave
        r, g, b = light.rim_color
        return replace(light, rim_color=(r * gain, g * gain, b * gain))


@cache
def scene_source(name: str) -> str:
    """GLSL of one place, without a version line or main()."""
    folder = files("retrat.train.data") / "shaders" / "scenes"
    source = (folder / "common.glsl").read_text() + "\n" + (folder / f"{name}.glsl").read_text()
    return source if "vec4 scene_front" in source else source + _NO_FRONT


def scene_from_seed(name: str, seed: int) -> Scene:
    """The same name and seed always give the same scene, on any machine."""
    if name not in LOOKS:
        raise RequestError(
            f"scene={name!r} is not a place this world has. Use one of: {', '.join(SCENE_NAMES)}.",
            field="scene",
        )
    rng = np.random.default_rng([crc32(name.encode()), seed])
    parameters = rng.random(PARAMETERS)
    look: Look = LOOKS[name](rng, parameters)
    colours = [np.clip(np.asarray(colour, float), 0.0, 1.0) for colour in look.palette]
    colours += [np.full(3, 0.5)] * (COLOURS - len(colours))
    return Scene(
        name=name,
        seed=seed,
        moment=look.moment,
        parameters=tuple(float(v) for v in parameters),
        palette=tuple((float(r), float(g), float(b)) for r, g, b in colours),
        light=look.light,
    )
