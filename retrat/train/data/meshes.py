"""Geometry of triangle meshes: normals, and how open to the light each vertex is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from jaxtyping import Float, Int

if TYPE_CHECKING:
    from numpy import ndarray


def vertex_normals(
    positions: Float[ndarray, "vertices 3"], triangles: Int[ndarray, "triangles 3"]
) -> Float[ndarray, "vertices 3"]:
    """Area-weighted unit normals; vertices of no triangle get zero."""
    a, b, c = (positions[triangles[:, corner]] for corner in range(3))
    across = np.cross(b - a, c - a)
    normals = np.stack(
        [
            sum(
                np.bincount(triangles[:, corner], across[:, axis], len(positions))
                for corner in range(3)
            )
            for axis in range(3)
        ],
        axis=1,
    )
    return (normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)).astype(
        np.float32
    )


def openness(
    template: ndarray, faces: ndarray, directions: int = 160
) -> Float[ndarray, " vertices"]:
    """The share of directions around a vertex's normal from which light reaches it, seen through
    depth maps.
    """
    import moderngl

    # The stubs give keyword arguments the type of a dictionary of them.
    context = moderngl.create_standalone_context(backend="egl")  # type: ignore[arg-type]
    program = context.program(
        vertex_shader="#version 330\nin vec3 position; uniform mat4 view;"
        "void main() { gl_Position = view * vec4(position, 1.0); }",
        fragment_shader="#version 330\nvoid main() {}",
    )
    view_uniform: Any = program["view"]  # the stubs know that it is a member, not of which kind
    size = 768
    depth = context.depth_texture((size, size))
    target = context.framebuffer(depth_attachment=depth)
    array = context.vertex_array(
        program, [(context.buffer(template.astype("f4").tobytes()), "3f", "position")],
        index_buffer=context.buffer(faces.astype("i4").tobytes()),
    )  # fmt: skip
    context.enable(moderngl.DEPTH_TEST)
    normals, centre = vertex_normals(template, faces), np.array([0, 0.62, 0.05])
    seen, total = np.zeros(len(template)), np.zeros(len(template))
    spiral = np.arange(directions) + 0.5
    up = 1 - 2 * spiral / directions
    turn = np.pi * (1 + 5**0.5) * spiral
    ring = np.sqrt(1 - up**2)
    for back in np.stack([ring * np.cos(turn), up, ring * np.sin(turn)], axis=1):
        right = np.cross([0, 1, 0] if abs(back[1]) < 0.95 else [0, 0, 1], back)
        right /= np.linalg.norm(right)
        axes = np.stack([right, np.cross(back, right), -back / 3]) / 0.36
        view = np.eye(4)
        view[:3, :3], view[:3, 3] = axes, -axes @ centre
        view_uniform.write(np.ascontiguousarray(view.T, dtype="f4").tobytes())
        target.use()
        target.clear(depth=1.0)
        array.render(moderngl.TRIANGLES)
        map_ = np.frombuffer(depth.read(), np.float32).reshape(size, size)
        place = ((template + normals * 0.0015) @ axes.T - axes @ centre) * 0.5 + 0.5
        column, row = (np.clip((place[:, axis] * size).astype(int), 0, size - 1) for axis in (0, 1))
        weight = np.clip(normals @ back, 0, 1)
        seen += weight * (place[:, 2] - 0.0012 < map_[row, column])
        total += weight
    context.release()
    return (seen / np.maximum(total, 1e-6)).astype(np.float32)


def quads(triangles: Int[ndarray, "t 3"]) -> Int[ndarray, "q 4"]:
    """A fan's triangles (a, b, c) and (a, c, d) are one face; -1 stands for no fourth corner."""
    many = int(triangles.max()) + 1
    first, second = (
        triangles[:, 0] * many + triangles[:, 2],
        triangles[:, 0] * many + triangles[:, 1],
    )
    _, one, two = np.intersect1d(first, second, return_indices=True)
    fresh = ~np.isin(two, one) & ~np.isin(one, two)
    one, two = one[fresh], two[fresh]
    alone = np.setdiff1d(np.arange(len(triangles)), np.concatenate([one, two]))
    whole = np.concatenate([triangles[one], triangles[two, 2:]], axis=1)
    single = np.concatenate([triangles[alone], np.full((len(alone), 1), -1)], axis=1)
    return np.concatenate([whole, single])
