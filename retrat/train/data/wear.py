"""Things made of code rather than fitted from files: glasses, caps, scarves, beards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Bool, Float, Int

from retrat.train.data.meshes import vertex_normals

if TYPE_CHECKING:
    from numpy import ndarray

    from retrat.train.data.figure import Part

GLASSES: dict[str, tuple[float, float, float, float]] = {
    # half width, half height (in eye distances), squareness of the rim, thickness in metres
    "round": (0.36, 0.34, 2.0, 0.0011),
    "square": (0.40, 0.29, 4.5, 0.0019),
    "browline": (0.41, 0.30, 3.0, 0.0014),
}


def borders(corner: Int[ndarray, " n"], triangles: Int[ndarray, "t 3"]) -> Bool[ndarray, " n"]:
    """Which vertices lie on an open edge of the mesh."""
    shared = corner[triangles]
    edges = np.concatenate([shared[:, [0, 1]], shared[:, [1, 2]], shared[:, [2, 0]]])
    keys = np.sort(edges, axis=1)
    _, where, counts = np.unique(
        keys[:, 0] * 1_000_000 + keys[:, 1], return_inverse=True, return_counts=True
    )
    on_border = np.zeros(int(corner.max()) + 1, bool)
    on_border[edges[counts[where] == 1].ravel()] = True
    return on_border[corner]


def smoothed(
    positions: Float[ndarray, "n 3"], triangles: Int[ndarray, "t 3"], rounds: int
) -> Float[ndarray, "n 3"]:
    """Laplacian smoothing; the border stays where it is."""
    edges = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    ends = np.concatenate([edges, edges[:, ::-1]])
    degree = np.bincount(ends[:, 0], minlength=len(positions)).clip(1)
    fixed = borders(np.arange(len(positions)), triangles)[:, None]
    for _ in range(rounds):
        mean = np.stack(
            [
                np.bincount(ends[:, 0], positions[ends[:, 1], axis], len(positions))
                for axis in range(3)
            ],
            axis=1,
        )
        positions = np.where(fixed, positions, 0.4 * positions + 0.6 * mean / degree[:, None])
    return positions


def shell(
    skin: Part,
    covered: Bool[ndarray, " n"],
    thickness: Float[ndarray, " n"],
    *,
    material: str,
    smooth_rounds: int,
) -> Part:
    """A layer over part of the skin: it moves as the skin under it moves."""
    from retrat.train.data.figure import Part

    # One vertex a place: seams of the skin's texture are joined.
    first = np.unique(skin.corner, return_index=True)[1]
    triangles = first[skin.corner[skin.triangles]]
    triangles = triangles[covered[triangles].all(1)]
    used, triangles = np.unique(triangles, return_inverse=True)
    triangles = triangles.reshape(-1, 3)
    under = skin.positions[used]
    rest = smoothed(under, triangles, smooth_rounds)
    # Smoothing spans hollows; where it sank into the body it is lifted out again.
    outward = vertex_normals(under, triangles)
    for _ in range(2 if smooth_rounds > 3 else 0):
        sunk = np.clip(-((rest - under) * outward).sum(1, keepdims=True), 0, None)
        rest = smoothed(rest + outward * sunk, triangles, 2)
    sunk = np.clip(-((rest - under) * outward).sum(1, keepdims=True), 0, None)
    rest = rest + outward * sunk
    edge = borders(np.arange(len(used)), triangles)
    normals = vertex_normals(rest, triangles)
    lift = np.where(edge, 0.35, 1.0) * thickness[used]
    uv = np.stack(
        [np.arctan2(skin.canon[used, 0], skin.canon[used, 2]) / 3, skin.canon[used, 1] * 4], axis=1
    )
    down = np.array([0.0, -1.0, 0.15])
    along = down - normals * (normals @ down)[:, None]
    return Part(
        material=material,
        positions=(rest + normals * lift[:, None]).astype(np.float32),
        canon=skin.canon[used],
        triangles=triangles,
        bone_indices=skin.bone_indices[used],
        bone_weights=skin.bone_weights[used],
        uv=uv.astype(np.float32),
        paint=np.stack([1.0 - edge, lift * 0, lift * 0, lift * 0], axis=1).astype(np.float32),
        component=np.zeros(len(used), np.float32),
        corner=np.arange(len(used)),
        tangent=(along / np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-6)).astype(
            np.float32
        ),
        actions=None if skin.actions is None else skin.actions[:, used],
        action_normals=None,
        openness=None if skin.openness is None else skin.openness[used],
    )


def cap_region(canon: Float[ndarray, "n 3"]) -> tuple[Bool[ndarray, " n"], Float[ndarray, " n"]]:
    """A knitted cap: the top of the head down to the brow and over the upper ears."""
    line = 0.772 - 0.25 * np.clip(0.10 - canon[:, 2], 0, 0.2)
    return canon[:, 1] > line, 0.007 + 0.10 * np.clip(canon[:, 1] - 0.80, 0, 0.2)


def scarf_region(canon: Float[ndarray, "n 3"]) -> tuple[Bool[ndarray, " n"], Float[ndarray, " n"]]:
    """A head scarf: all of head and neck but the oval of the face."""
    # The shader trims the edge along an oval; what lies well inside it is not made at all.
    across, along = canon[:, 0] / 0.064, (canon[:, 1] - 0.705) / 0.088
    oval = (across**2 + along**2 < 0.6) & (canon[:, 2] > 0.05)
    return (canon[:, 1] > 0.53) & ~oval & (np.abs(canon[:, 0]) < 0.16), np.full(len(canon), 0.010)


def beard_region(
    canon: Float[ndarray, "n 3"], jaw: float, chin: float
) -> tuple[Bool[ndarray, " n"], Float[ndarray, " n"]]:
    """Cheeks below the line from ear to mouth, and the chin; thickest at the chin."""
    side = np.abs(canon[:, 0])
    edge = 0.650 + 0.80 * np.clip(side - 0.032, 0, 1)
    on_jaw = (canon[:, 1] < edge) & (canon[:, 1] > 0.603) & (canon[:, 2] > 0.052) & (jaw > 0)
    on_chin = (
        (side < 0.03)
        & (canon[:, 1] < 0.648)
        & (canon[:, 1] > 0.595)
        & (canon[:, 2] > 0.09)
        & (chin > 0)
    )
    below = np.clip((0.660 - canon[:, 1]) / 0.04, 0, 1)
    return on_jaw | on_chin, 0.0015 + 0.0085 * below * np.maximum(jaw, chin)


def glasses(
    style: str,
    eyes: Float[ndarray, "2 3"],
    bridge_depth: float,
    ear: Float[ndarray, " 3"],
    head_bone: int,
) -> tuple[Part, Part]:
    """Frame and lenses before a person's eyes; `ear` is where the left temple rests."""
    half_width, half_height, power, thickness = GLASSES[style]
    distance = float(eyes[0, 0] - eyes[1, 0])
    width, height = half_width * distance, half_height * distance
    centre_x, y, z = (
        float(np.abs(eyes[:, 0]).mean()),
        float(eyes[:, 1].mean()) - 0.10 * height,
        bridge_depth,
    )
    angles = np.linspace(0, 2 * np.pi, 33)[:-1]
    rim_x = np.sign(np.cos(angles)) * np.abs(np.cos(angles)) ** (2 / power) * width
    rim_y = np.sign(np.sin(angles)) * np.abs(np.sin(angles)) ** (2 / power) * height
    tubes, lenses = [], []
    for side in (1.0, -1.0):
        x = side * (centre_x + 0.02 * distance) + rim_x
        curve = np.stack(
            [x, y + rim_y, z - 1.1 * np.clip(np.abs(x) - centre_x, 0, 1) ** 1.0 * 0.22], axis=1
        )
        tubes.append(_tube(curve, thickness, closed=True))
        lenses.append((curve, curve.mean(0)))
        hinge = np.array(
            [side * (centre_x + 0.02 * distance + width), y + 0.35 * height, curve[:, 2].min()]
        )
        end = np.array([side * ear[0], ear[1], ear[2]])
        tubes.append(_tube(np.linspace(hinge, end, 5), thickness * 1.1, closed=False))
    inner = centre_x + 0.02 * distance - width
    bridge = np.stack(
        [np.linspace(-inner, inner, 7), np.full(7, y + 0.30 * height), np.full(7, z)], axis=1
    )
    bridge[:, 1] += 0.10 * height * (1 - np.linspace(-1, 1, 7) ** 2)
    tubes.append(_tube(bridge, thickness * 1.1, closed=False))
    frame = _rigid(*_joined(tubes), "frame", head_bone)
    fans = [
        (np.concatenate([curve, [centre]]), np.array([[i, (i + 1) % 32, 32] for i in range(32)]))
        for curve, centre in lenses
    ]
    return frame, _rigid(*_joined(fans), "lens", head_bone)


def _tube(curve: Float[ndarray, "k 3"], radius: float, *, closed: bool) -> tuple[ndarray, ndarray]:
    """A square tube along a curve."""
    count = len(curve)
    along = np.roll(curve, -1, 0) - np.roll(curve, 1, 0) if closed else np.gradient(curve, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    across = np.cross(along, [0.0, 0.0, 1.0])
    weak = np.linalg.norm(across, axis=1) < 0.3
    across[weak] = np.cross(along[weak], [0.0, 1.0, 0.0])
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-9)
    other = np.cross(along, across)
    ring = np.concatenate([curve + radius * v for v in (across, other, -across, -other)])
    triangles = []
    for i in range(count if closed else count - 1):
        j = (i + 1) % count
        for k in range(4):
            a, b = k * count, ((k + 1) % 4) * count
            triangles += [[a + i, a + j, b + i], [a + j, b + j, b + i]]
    return ring, np.array(triangles)


def _joined(pieces: list[tuple[ndarray, ndarray]]) -> tuple[ndarray, ndarray]:
    points, triangles, start = [], [], 0
    for place, faces in pieces:
        points.append(place)
        triangles.append(faces + start)
        start += len(place)
    return np.concatenate(points), np.concatenate(triangles)


def _rigid(positions: ndarray, triangles: ndarray, material: str, bone: int) -> Part:
    from retrat.train.data.figure import Part

    count = len(positions)
    bones, weights = np.zeros((count, 4), np.uint8), np.zeros((count, 4), np.float32)
    bones[:, 0], weights[:, 0] = bone, 1.0
    return Part(
        material=material,
        positions=positions.astype(np.float32),
        canon=positions.astype(np.float32),
        triangles=triangles,
        bone_indices=bones,
        bone_weights=weights,
        uv=np.zeros((count, 2), np.float32),
        paint=np.zeros((count, 4), np.float32),
        component=np.zeros(count, np.float32),
        corner=np.arange(count),
        tangent=np.zeros((count, 3), np.float32),
    )
