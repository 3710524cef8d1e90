"""A person dressed: one skinned mesh with facial actions, as plain arrays for the renderer.

Vertices that facial actions move come first, so that a frame uploads only them. Coordinates called
`canon` are the same
point on the body model's template: masks and patterns painted there fit every person.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Float, Int

from retrat.train.data.assets import HATS, Pack
from retrat.train.data.meshes import vertex_normals
from retrat.train.data.wear import beard_region, borders, cap_region, glasses, scarf_region, shell

if TYPE_CHECKING:
    from numpy import ndarray

    from retrat.train.data.people import Outfit, Person

_AGE_ANCHORS = np.linspace(-1 / 3, 1, 5)


@dataclass(kw_only=True, slots=True)
class Part:
    """A piece of a figure before assembly."""

    material: str
    positions: Float[ndarray, "n 3"]
    canon: Float[ndarray, "n 3"]
    triangles: Int[ndarray, "t 3"]
    bone_indices: Int[ndarray, "n 4"]
    bone_weights: Float[ndarray, "n 4"]
    uv: Float[ndarray, "n 2"]
    paint: Float[ndarray, "n 4"]
    component: Float[ndarray, " n"]
    corner: Int[ndarray, " n"]
    tangent: Float[ndarray, "n 3"]
    actions: Float[ndarray, "a n 3"] | None = None
    action_normals: Float[ndarray, "a n 3"] | None = None
    openness: Float[ndarray, " n"] | None = None


@dataclass(kw_only=True, slots=True)
class Figure:
    person: Person
    outfit: Outfit
    positions: Float[ndarray, "n 3"]
    normals: Float[ndarray, "n 3"]
    canon: Float[ndarray, "n 3"]
    tangent: Float[ndarray, "n 3"]
    uv: Float[ndarray, "n 2"]
    paint: Float[ndarray, "n 4"]
    component: Float[ndarray, " n"]
    openness: Float[ndarray, " n"]
    bone_indices: Int[ndarray, "n 4"]
    bone_weights: Float[ndarray, "n 4"]
    draws: dict[str, Int[ndarray, "t 3"]]
    moving: int  # the first `moving` vertices are moved by facial actions
    action_basis: Float[ndarray, "a moving 6"]
    bone_heads: Float[ndarray, "b 3"]
    landmarks: dict[str, int] = field(default_factory=dict)
    eye_centres: Float[ndarray, "2 3"]


def base_shape(person: Person, pack: Pack) -> tuple[Float[ndarray, "v 3"], Float[ndarray, "b 3"]]:
    """Vertices and bone heads of the undressed person at rest."""
    weights = (
        _phenotype_coefficients(person.phenotypes, pack) @ pack["phenotype_to_modes"]
        - pack["mean_in_modes"]
    )
    positions = pack["mean"] + np.tensordot(weights, pack["modes"].astype(np.float32), 1)
    heads = pack["bone_heads"] + np.tensordot(weights, pack["bone_head_modes"], 1)
    strengths = _local_strengths(person.local_changes, pack)
    shape, vertex = pack["local_change_shape"], pack["local_change_vertex"]
    deltas = pack["local_change_delta"].astype(np.float32) * strengths[shape][:, None]
    for axis in range(3):
        positions[:, axis] += np.bincount(vertex, deltas[:, axis], len(positions))
    heads = heads + np.tensordot(strengths, pack["local_change_bone_heads"].astype(np.float32), 1)
    return positions.astype(np.float32), heads.astype(np.float32)


def _local_strengths(changes: dict[str, float], pack: Pack) -> Float[ndarray, " shapes"]:
    """Every local change is a pair of shapes in the pack, the named one and its opposite."""
    names = pack.labels["local_change"]
    strengths = np.zeros(len(names), np.float32)
    for name, value in changes.items():
        at = names.index(name)
        strengths[at if value > 0 else at + 1] = abs(value)
    return strengths


def _phenotype_coefficients(values: dict[str, float], pack: Pack) -> Float[ndarray, " shapes"]:
    """Weights of the body model's phenotype shapes: products of linear interpolations along each
    axis.
    """
    columns: list[float] = []
    for name, anchors in (
        ("race", 0),
        ("gender", 2),
        ("age", 5),
        ("muscle", 3),
        ("weight", 3),
        ("height", 2),
        ("proportions", 2),
        ("cupsize", 3),
        ("firmness", 3),
    ):
        if name == "race":
            shares = np.array([values[key] for key in ("african", "asian", "caucasian")])
            races = list(shares / shares.sum())
            continue
        points = _AGE_ANCHORS if name == "age" else np.linspace(0, 1, anchors)
        columns.extend(_hat_weights(values[name], points))
    order = pack.labels["phenotype_order"]
    table = dict(zip(pack.labels["phenotype_axes_without_race"], columns, strict=True))
    table |= dict(zip(("african", "asian", "caucasian"), races, strict=True))
    row = np.array([table[key] for key in order])
    mask = pack["phenotype_mask"]
    return np.prod(row * mask + (1 - mask), axis=1).astype(np.float32)


def _hat_weights(value: float, anchors: ndarray) -> list[float]:
    return [float(np.interp(value, anchors, row)) for row in np.eye(len(anchors))]


# parts


@lru_cache(maxsize=2)
def _dense_actions(key: int) -> tuple[ndarray, ndarray, ndarray]:
    """Facial actions as dense (actions, vertices, 3) deltas of positions and normals, and which
    vertices move.
    """
    pack = _PACKS[key]
    shape, vertex = (
        pack["facial_action_shape"].astype(int),
        pack["facial_action_vertex"].astype(int),
    )
    size = (len(pack.labels["facial_action"]), len(pack["template"]), 3)
    deltas, normals = np.zeros(size, np.float32), np.zeros(size, np.float32)
    deltas[shape, vertex] = pack["facial_action_delta"]
    normals[shape, vertex] = pack["facial_action_normal"]
    moves = np.zeros(size[1], bool)
    moves[vertex] = True
    return deltas, normals, moves


_PACKS: dict[int, Pack] = {}


def actions_of(pack: Pack) -> tuple[ndarray, ndarray, ndarray]:
    _PACKS[id(pack)] = pack
    return _dense_actions(id(pack))


def body_parts(pack: Pack, positions: ndarray, hidden: ndarray) -> list[Part]:
    """Skin, eyes and tongue; faces with a vertex that clothes hide are left out."""
    faces, kinds = pack["faces"].astype(int), pack["face_part"]
    deltas, normals, _ = actions_of(pack)
    parts = []
    for kind, material in ((0, "skin"), (1, "eye"), (2, "eye"), (3, "mouth")):
        seen = kinds == kind
        if kind == 0:
            seen &= ~hidden[faces].any(1)
        # A vertex is split where its texture coordinates differ: seams of the skin's texture.
        pairs, triangles = np.unique(
            faces[seen] * 65536 + pack["face_uv"][seen], return_inverse=True
        )
        used, uv_rows = pairs // 65536, pairs % 65536
        masks = pack["masks"][used].astype(np.float32) / 255
        paint = masks[:, [0, 1, 3, 4]] if kind == 0 else np.zeros((len(used), 4), np.float32)
        moves = deltas[:, used]
        turns = normals[:, used]
        if material == "eye":
            moves, turns = np.zeros_like(moves), np.zeros_like(turns)
        parts.append(
            Part(
                material=material,
                positions=positions[used],
                canon=pack["template"][used],
                triangles=triangles.reshape(-1, 3),
                bone_indices=pack["bone_indices"][used],
                bone_weights=pack["bone_weights"][used],
                uv=pack["uv"][uv_rows].astype(np.float32) / 65535,
                paint=paint,
                component=np.full(len(used), kind, np.float32),
                corner=np.unique(used, return_inverse=True)[1],
                tangent=np.zeros((len(used), 3), np.float32),
                actions=moves,
                action_normals=turns,
                openness=pack["openness"][used] if kind == 0 else None,
            )
        )
    return parts


def fit(name: str, pack: Pack, positions: Float[ndarray, "v 3"]) -> Float[ndarray, "n 3"]:
    """The asset's vertices on a body: weighted base vertices plus offsets scaled by the body's
    measures.
    """
    refs, offsets = pack[f"{name}.refs"].astype(int), pack[f"{name}.offsets"]
    a, b = positions[pack[f"{name}.scale_refs"].astype(int)].transpose(1, 0, 2)
    scale = np.abs(np.diag(a - b)) / pack[f"{name}.scales"]
    return np.einsum("nk,nkc->nc", pack[f"{name}.weights"], positions[refs]) + offsets * scale


def fitted_part(
    name: str, material: str, pack: Pack, positions: Float[ndarray, "v 3"], *, expressive: bool
) -> Part:
    refs, weights = pack[f"{name}.refs"].astype(int), pack[f"{name}.weights"]
    rest = fit(name, pack, positions)
    triangles = pack[f"{name}.triangles"].astype(int)
    bone_indices, bone_weights = _mixed_bones(
        pack["bone_indices"][refs], pack["bone_weights"][refs], weights
    )
    uv = pack[f"{name}.uv"].astype(np.float32)
    moves = turns = None
    if expressive:
        deltas, _, _ = actions_of(pack)
        moves = np.einsum("nk,ankc->anc", weights, deltas[:, refs])
        turns = np.zeros_like(moves)
    return Part(
        material=material,
        positions=rest,
        canon=fit(name, pack, pack["template"]),
        triangles=triangles,
        bone_indices=bone_indices,
        bone_weights=bone_weights,
        uv=uv,
        paint=np.zeros((len(rest), 4), np.float32),
        component=pack[f"{name}.component"].astype(np.float32),
        corner=pack[f"{name}.corner"].astype(int),
        tangent=_tangents(rest, uv, triangles),
        actions=moves,
        action_normals=turns,
    )


def _mixed_bones(indices: ndarray, weights: ndarray, shares: ndarray) -> tuple[ndarray, ndarray]:
    """Bones of vertices that hang on three base vertices each."""
    rows = np.repeat(np.arange(len(indices)), indices.shape[1] * indices.shape[2])
    dense = np.zeros((len(indices), 128), np.float32)
    np.add.at(
        dense,
        (rows, indices.ravel().astype(int)),
        (weights * np.clip(shares, 0, None)[:, :, None]).ravel(),
    )
    order = np.argsort(-dense, axis=1)[:, :4]
    top = np.take_along_axis(dense, order, 1)
    return order.astype(np.uint8), top / np.maximum(top.sum(1, keepdims=True), 1e-6)


def _tangents(positions: ndarray, uv: ndarray, triangles: ndarray) -> Float[ndarray, "n 3"]:
    """The direction in which the second texture coordinate grows: along the strands of hair."""
    a, b, c = triangles.T
    edge1, edge2 = positions[b] - positions[a], positions[c] - positions[a]
    uv1, uv2 = uv[b] - uv[a], uv[c] - uv[a]
    across = uv1[:, 0] * uv2[:, 1] - uv2[:, 0] * uv1[:, 1]
    along = (uv1[:, :1] * edge2 - uv2[:, :1] * edge1) * np.sign(across)[:, None]
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    total = np.zeros_like(positions)
    for corner in range(3):
        for axis in range(3):
            total[:, axis] += np.bincount(triangles[:, corner], along[:, axis], len(positions))
    return total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-9)


#
# assembly


def assemble(
    parts: list[Part], person: Person, outfit: Outfit, bone_heads: ndarray, actions: int
) -> Figure:
    """Join the parts into one vertex buffer, the vertices that faces move first."""
    still = [
        np.zeros(len(part.positions), bool)
        if part.actions is None
        else (np.abs(part.actions).max((0, 2)) > 1e-6)
        for part in parts
    ]
    moves = np.concatenate(still)
    order = np.argsort(~moves, kind="stable")
    place = np.empty(len(order), int)
    place[order] = np.arange(len(order))
    moving = int(moves.sum())
    basis = np.zeros((actions, moving, 6), np.float32)
    draws: dict[str, list[ndarray]] = {}
    normals, start = [], 0
    for part in parts:
        size = len(part.positions)
        mine = place[start : start + size]
        draws.setdefault(part.material, []).append(mine[part.triangles])
        normals.append(_part_normals(part))
        if part.actions is not None:
            moved = mine < moving
            basis[:, mine[moved], :3] = part.actions[:, moved]
            basis[:, mine[moved], 3:] = (
                part.action_normals[:, moved] if part.action_normals is not None else 0
            )
        start += size

    def joined(name: str) -> ndarray:
        return np.ascontiguousarray(np.concatenate([getattr(part, name) for part in parts])[order])

    eyes = [part.positions for part in parts if part.material == "eye"]
    centres = np.stack([(eye.min(0) + eye.max(0)) / 2 for eye in eyes])
    return Figure(
        person=person,
        outfit=outfit,
        positions=joined("positions").astype(np.float32),
        normals=np.concatenate(normals)[order].astype(np.float32),
        canon=joined("canon").astype(np.float32),
        tangent=joined("tangent").astype(np.float32),
        uv=joined("uv").astype(np.float32),
        paint=joined("paint").astype(np.float32),
        component=joined("component").astype(np.float32),
        openness=np.concatenate(
            [np.ones(len(p.positions)) if p.openness is None else p.openness for p in parts]
        )[order].astype(np.float32),
        bone_indices=joined("bone_indices"),
        bone_weights=joined("bone_weights").astype(np.float32),
        draws={name: np.concatenate(pieces).astype(np.int32) for name, pieces in draws.items()},
        moving=moving,
        action_basis=basis,
        bone_heads=bone_heads,
        eye_centres=centres,
    )


def _part_normals(part: Part) -> Float[ndarray, "n 3"]:
    """Normals smooth across texture seams: computed on the vertices of the file, then shared."""
    size = int(part.corner.max()) + 1
    positions = np.zeros((size, 3), np.float32)
    positions[part.corner] = part.positions
    return vertex_normals(positions, part.corner[part.triangles])[part.corner]


def dressed_figure(person: Person, outfit: Outfit, pack: Pack) -> Figure:
    parts, bone_heads = dressed_parts(person, outfit, pack)
    return assemble(parts, person, outfit, bone_heads, len(pack.labels["facial_action"]))


def dressed_parts(
    person: Person, outfit: Outfit, pack: Pack
) -> tuple[list[Part], Float[ndarray, "b 3"]]:
    """The pieces of a dressed person, at rest, and where their bones begin."""
    positions, bone_heads = base_shape(person, pack)
    hidden = np.zeros(len(positions), bool)
    hidden[pack[f"{outfit.clothes}.deleted"]] = True
    body = body_parts(pack, positions, hidden)
    skin = body[0]
    # What lies in front is drawn first, so that less of what lies behind is shaded.
    parts = _head_wear(outfit, pack, positions, skin) + _hair(person, outfit, pack, positions)
    if person.beard.jaw or person.beard.chin:
        region, thickness = beard_region(skin.canon, person.beard.jaw, person.beard.chin)
        parts.append(shell(skin, region, thickness, material="beard", smooth_rounds=1))
    parts += [*body, _teeth(pack, positions)]
    parts.append(fitted_part(outfit.clothes, "cloth", pack, positions, expressive=False))
    if outfit.glasses:
        parts += _glasses(outfit, pack, positions, skin)
    parts += [_brows(person, pack, positions), _lashes(person, pack, positions, skin)]
    return parts, bone_heads


def _teeth(pack: Pack, positions: ndarray) -> Part:
    """Front teeth alone: what a mouth shows; without the gum and the molars."""
    part = fitted_part("teeth_base", "mouth", pack, positions, expressive=True)
    facing = _part_normals(part)[:, 2] > -0.1
    corners = part.triangles
    seen = (
        (part.canon[corners][:, :, 2].min(1) > 0.120)
        & facing[corners].any(1)
        & (part.component[corners[:, 0]] > 0)
    )
    part.triangles = corners[seen]
    part.component[:] = 9
    return part


def _hair(person: Person, outfit: Outfit, pack: Pack, positions: ndarray) -> list[Part]:
    cut = person.hair_cut
    if not cut.mesh or outfit.hat == "head scarf":
        return []
    part = fitted_part(cut.mesh, "hair", pack, positions, expressive=False)
    place = part.canon[part.triangles]
    middle = place.mean(1)
    over_eyes = (middle[:, 2] > 0.112) & (middle[:, 1] < 0.754) & (np.abs(middle[:, 0]) < 0.060)
    keep = (place[:, :, 1].max(1) > cut.keep_above) & ~over_eyes
    if outfit.hat:
        brim = (
            0.786
            if outfit.hat in HATS
            else 0.770 - 0.25 * np.clip(0.10 - place[:, :, 2], 0, 0.2).max(1)
        )
        keep &= (place[:, :, 1].max(1) < brim) & (middle[:, 2] < 0.075)
    if "afro" in cut.name:
        keep &= part.component[part.triangles[:, 0]] < 2
    part.triangles = part.triangles[keep]
    if not len(part.triangles):
        return []
    part.paint[:, 0] = 1.0 - borders(part.corner, part.triangles)
    if cut.puff:
        part.positions = part.positions + _part_normals(part) * cut.puff
    return [part]


def _head_wear(outfit: Outfit, pack: Pack, positions: ndarray, skin: Part) -> list[Part]:
    if not outfit.hat:
        return []
    if outfit.hat in HATS:
        return [fitted_part(outfit.hat, "hat", pack, positions, expressive=False)]
    region, thickness = (cap_region if outfit.hat == "knitted cap" else scarf_region)(skin.canon)
    part = shell(
        skin,
        region,
        thickness,
        material="hat",
        smooth_rounds=6 if outfit.hat == "knitted cap" else 30,
    )
    part.actions = None
    return [part]


def _brows(person: Person, pack: Pack, positions: ndarray) -> Part:
    """Brows are painted into the skin: the mesh says where; its texture coordinates become the
    skin's.
    """
    part = fitted_part(person.brows, "brow", pack, positions, expressive=False)
    refs = pack[f"{person.brows}.refs"].astype(int)
    uv_of = np.zeros((len(pack["template"]), 2), np.float32)
    uv_of[pack["faces"].astype(int)] = pack["uv"][pack["face_uv"].astype(int)] / 65535
    own = part.uv
    part.paint[:, 0] = 1.0 - borders(part.corner, part.triangles)
    low, high = own.min(0), own.max(0)
    part.paint[:, 1:3] = (own - low) / (high - low)
    part.uv = np.einsum("nk,nkc->nc", pack[f"{person.brows}.weights"], uv_of[refs]).astype(
        np.float32
    )
    return part


def _lashes(person: Person, pack: Pack, positions: ndarray, skin: Part) -> Part:
    """How far along a lash each vertex lies (0 root, 1 tip) is its distance from the lids."""
    part = fitted_part(person.lashes, "lash", pack, positions, expressive=True)
    near = skin.canon[(np.abs(skin.canon[:, 1] - 0.728) < 0.012) & (skin.canon[:, 2] > 0.10)]
    distance = np.linalg.norm(part.canon[:, None] - near[None], axis=2).min(1)
    upper = part.canon[:, 1] > 0.7283
    for group in (upper, ~upper):
        part.paint[group, 0] = np.clip(
            distance[group] / max(float(distance[group].max()), 1e-6), 0, 1
        )
    part.paint[:, 1] = upper
    return part


def _glasses(outfit: Outfit, pack: Pack, positions: ndarray, skin: Part) -> list[Part]:
    kinds = pack["face_part"]
    eyes = np.stack([positions[np.unique(pack["faces"][kinds == kind])].mean(0) for kind in (1, 2)])
    bridge = skin.canon[:, :] - [0.0, 0.722, 0.152]
    front = float(skin.positions[np.argmin(np.linalg.norm(bridge, axis=1)), 2])
    ear = skin.positions[np.argmin(np.linalg.norm(skin.canon - [0.081, 0.731, 0.045], axis=1))]
    return list(
        glasses(outfit.glasses, eyes, front + 0.006, ear, pack.labels["bones"].index("head"))
    )
