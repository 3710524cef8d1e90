"""Draws scenes on their own: `python -m retrat.train.data.scene_sheet sheet.png [--scene beach]`.

One row per scene, one pair of columns per seed (the same variant at two times).
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import moderngl
import numpy as np
from jaxtyping import UInt8
from PIL import Image

from retrat.train.data.scenes import SCENE_NAMES, Scene, scene_from_seed

_VERTEX = """#version 330
in vec2 corner;
out vec2 uv;
void main() { uv = 0.5 + 0.5 * corner; gl_Position = vec4(corner, 0.0, 1.0); }
"""
_MAIN = """
in vec2 uv;
out vec4 result;
uniform vec2 camera;
uniform float zoom, time;
void main() {
    vec3 c = scene_color(uv, camera, zoom, time);
    if (SHOW_FRONT) {
        vec4 front = scene_front(uv, camera, zoom, time);
        c = c * (1.0 - front.a) + front.rgb;
    }
    result = vec4(c, 1.0);
}
"""


class SceneCanvas:
    """An off-screen picture of one size on which scenes are drawn without people."""

    def __init__(self, width: int = 256, height: int = 256) -> None:
        self.context = moderngl.create_context(standalone=True, backend="egl")  # type: ignore[arg-type]
        self.target = self.context.simple_framebuffer((width, height), components=3)
        corners = np.array([-1, -1, 1, -1, -1, 1, 1, 1], "f4")
        self.corners = self.context.buffer(corners.tobytes())
        self.programs: dict[str, tuple[moderngl.Program, moderngl.VertexArray]] = {}

    def __enter__(self) -> "SceneCanvas":
        return self

    def __exit__(self, *_: object) -> None:
        self.context.release()

    def draw(
        self,
        scene: Scene,
        time_seconds: float,
        camera: tuple[float, float] = (0.0, 0.0),
        zoom: float = 1.0,
    ) -> UInt8[np.ndarray, "y x 3"]:
        with self.context:  # others of the process may have been current
            program, corners = self._program(scene)
            width, height = self.target.size
            values: dict[str, float | Sequence[object]] = {
                "u_p": scene.parameters,
                "u_c": scene.palette,
                "u_aspect": width / height,
                "camera": camera,
                "zoom": zoom,
                "time": time_seconds,
            }
            for name, whole in values.items():
                value = whole
                uniform = program.get(name, None)  # a scene need not use all of them
                if isinstance(uniform, moderngl.Uniform):
                    if isinstance(value, Sequence) and uniform.array_length > 1:
                        value = value[: uniform.array_length]
                    uniform.value = value
            self.target.use()
            corners.render(moderngl.TRIANGLE_STRIP)
            pixels = np.frombuffer(self.target.read(components=3), np.uint8)
            return np.flipud(pixels.reshape(height, width, 3))

    def _program(self, scene: Scene) -> tuple[moderngl.Program, moderngl.VertexArray]:
        if scene.name not in self.programs:
            main = _MAIN.replace("SHOW_FRONT", "true" if scene.has_front else "false")
            program = self.context.program(
                vertex_shader=_VERTEX, fragment_shader="#version 330\n" + scene.glsl + main
            )
            array = self.context.vertex_array(program, [(self.corners, "2f", "corner")])
            self.programs[scene.name] = program, array
        return self.programs[scene.name]


def sheet(names: tuple[str, ...], seeds: range, size: int = 256) -> UInt8[np.ndarray, "y x 3"]:
    """Every scene in every seed, each at two times."""
    with SceneCanvas(size, size) as canvas:
        rows = [
            [canvas.draw(scene_from_seed(name, seed), t) for seed in seeds for t in (0.0, 1.5)]
            for name in names
        ]
    return np.concatenate([np.concatenate(row, axis=1) for row in rows], axis=0)


def milliseconds(name: str, frames: int = 40) -> float:
    """Time to draw and read back one 256x256 picture."""
    with SceneCanvas() as canvas:
        scene = scene_from_seed(name, 0)
        canvas.draw(scene, 0.0)
        began = time.perf_counter()
        for i in range(frames):
            canvas.draw(scene, i / 24)
        return 1000 * (time.perf_counter() - began) / frames


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--scene", choices=SCENE_NAMES, action="append")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--time", action="store_true", help="also say what each scene costs")
    given = parser.parse_args()
    names = tuple(given.scene or SCENE_NAMES)
    seeds = range(given.first_seed, given.first_seed + given.seeds)
    Image.fromarray(sheet(names, seeds, given.size)).save(given.picture)
    if given.time:
        for name in names:
            sys.stdout.write(f"{name:12s} {milliseconds(name):6.1f} ms\n")


if __name__ == "__main__":
    main()
