"""Made people photographed: the people of `headshots.py`, drawn by Blender's path tracer.

Same faces, same framing, same small smile; but skin that light goes under, moist eyes, hair of
strands, cloth, and lamps as photographers have. `tracing.py` says what that needs.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from jaxtyping import Float, Int, UInt8
from PIL import Image
from scipy.ndimage import distance_transform_edt, gaussian_filter
from scipy.spatial import cKDTree

from retrat.conditioning.sizes import LARGER
from retrat.media.busts import BUST_EYES, BUST_NOSE, BUST_SIZE
from retrat.train.data.figure import assemble, dressed_parts
from retrat.train.data.headshots import SIZE, Headshot, sitting
from retrat.train.data.meshes import quads
from retrat.train.data.pose import bone_matrices
from retrat.train.data.shot import LANDMARKS, face_weights, joints, measure, views
from retrat.train.data.sittings.afros import Curly, faces_of, shell
from retrat.train.data.sittings.hair import Surface, surface
from retrat.train.data.sittings.skin import hair_colour, linear, painted, skin_map
from retrat.train.data.sittings.strands import (
    STRANDS,
    Hairy,
    head_of,
    is_close,
    shaded,
    strands,
)
from retrat.train.data.sittings.styles import cut_of
from retrat.train.data.tracing import traced

if TYPE_CHECKING:
    from numpy import ndarray

    from retrat.train.data.assets import Pack
    from retrat.train.data.figure import Figure, Part
    from retrat.train.data.motion import Take
    from retrat.train.data.people import HairCut
    from retrat.train.data.sittings.cuts import Head

PIXELS, SAMPLES = 512, 12  # of a bust
BACKDROP = (0.60, 0.62, 0.63)  # of a photo
LIFT = {"cloth": 0.004, "hat": 0.002}  # metres that meshes are pushed out
COVERED = 0.004  # metres that skin lies under cloth
STRANDS_SEED = 47
ROOM = 1.25  # how much wider a portrait is than a bust
GRAIN = 3.0  # of 255
RAGGED = 0.45  # how far from its border what lies under curls begins: short hair is before it
SETTLED = 0.8  # pixels that a border of strands is smoothed over


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Posed:
    """Parts in the pose of the photo."""

    take: Take
    figure: Figure
    parts: list[tuple[Part, Float[ndarray, "n 3"]]]
    bones: Float[ndarray, "b 4 4"]
    matrix: Float[ndarray, "4 4"]
    points: Float[ndarray, "3 2"]  # that the bust is cut out by
    room: float = 1.0  # how much wider the picture is than the bust

    def of(self, material: str) -> list[tuple[Part, Float[ndarray, "n 3"]]]:
        return [each for each in self.parts if each[0].material == material]


def photographed(seed: int, pack: Pack, *, size: int = PIXELS, samples: int = SAMPLES) -> Headshot:
    """The person of a seed, whatever split that belongs to."""
    posed = _posed(sitting(seed, pack), pack)
    return _headshot(posed, _drawn(posed, pack, size, samples))


def portrayed(seed: int, pack: Pack, *, size: int, samples: int) -> Image.Image:
    """The same person as their own camera takes them: with room around what is a bust."""
    posed = _posed(sitting(seed, pack), pack, ROOM)
    drawn = _settled(np.asarray(_drawn(posed, pack, size, samples)))
    return _before_backdrop(Image.fromarray(drawn))


def _drawn(posed: _Posed, pack: Pack, size: int, samples: int) -> Image.Image:
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "photo.png"
        told = saved(posed, pack, picture.with_suffix(".npz"))
        traced(Path(__file__).with_name("blender.py"), told, picture, size, samples)
        with Image.open(picture) as file:
            return file.convert("RGBA")


def _before_backdrop(drawn: Image.Image) -> Image.Image:
    backdrop = Image.new("RGBA", drawn.size, (*(round(255 * each) for each in BACKDROP), 255))
    return Image.alpha_composite(backdrop, drawn).convert("RGB")


def _headshot(posed: _Posed, drawn: Image.Image) -> Headshot:
    size = LARGER * BUST_SIZE
    photo = _before_backdrop(drawn).resize((SIZE, SIZE), Image.Resampling.LANCZOS)
    small = drawn.resize((size, size), Image.Resampling.LANCZOS)
    bust = _grained(_settled(np.asarray(small)), posed.take.person.seed)
    return Headshot(
        person=posed.take.person,
        outfit=posed.take.outfit,
        photo=np.asarray(photo).copy(),
        bust=np.dstack([_bled(bust), bust[..., 3]]),
    )


def _settled(drawn: UInt8[ndarray, "y x 4"]) -> UInt8[ndarray, "y x 4"]:
    """With a smooth border where few samples hit thin strands: what denoises colours does not
    denoise how much of a pixel is somebody.
    """
    share = drawn[..., 3:] / 255.0
    whole = np.concatenate([drawn[..., :3] * share, share], axis=2)
    smooth = gaussian_filter(whole, (SETTLED, SETTLED, 0))
    away = gaussian_filter(share, (3 * SETTLED, 3 * SETTLED, 0))
    thin = np.clip((0.85 - away) / 0.25, 0, 1)
    mixed = whole + thin * (smooth - whole)
    colours = mixed[..., :3] / np.maximum(mixed[..., 3:], 1 / 255)
    settled = np.concatenate([colours, 255 * mixed[..., 3:]], axis=2)
    return settled.round().clip(0, 255).astype(np.uint8)


def _grained(drawn: UInt8[ndarray, "y x 4"], seed: int) -> UInt8[ndarray, "y x 4"]:
    """With the grain of a sensor: what is drawn is cleaner than photos are."""
    grain = np.random.default_rng([seed, STRANDS_SEED, 1]).normal(0, 1, drawn.shape[:2])
    colours = drawn[..., :3] + GRAIN * gaussian_filter(grain, 0.5)[..., None]
    return np.dstack([colours.round().clip(0, 255).astype(np.uint8), drawn[..., 3]])


def _bled(drawn: UInt8[ndarray, "y x 4"]) -> UInt8[ndarray, "y x 3"]:
    """Colours that go on beyond somebody's border, for whoever cuts or scales them."""
    away, nearest = distance_transform_edt(
        drawn[..., 3] < 128, return_distances=True, return_indices=True
    )
    own = drawn[nearest[0], nearest[1], :3]
    kept = np.where((drawn[..., 3] > 40)[..., None], drawn[..., :3], own)
    gone = np.clip((away - 6) / 6, 0, 1)[..., None]
    colours: ndarray = kept * (1 - gone) + 255 * np.array(BACKDROP) * gone
    return colours.round().astype(np.uint8)


#
# the pose


def _posed(take: Take, pack: Pack, room: float = 1.0) -> _Posed:
    parts, heads = dressed_parts(take.person, take.outfit, pack)
    labels, actions = pack.labels["bones"], pack.labels["facial_action"]
    figure = assemble(parts, take.person, take.outfit, heads, len(actions))
    parents = [int(parent) for parent in pack["bone_parents"]]
    bones = bone_matrices(joints(take, figure, labels), take.root, heads, (labels, parents))
    faces = face_weights(take, actions)
    cameras = views(take.camera, figure, take.size, labels, bones)
    marks = measure(figure, faces, bones, cameras.matrices, take.size, labels, cameras.eyes)
    rows = [LANDMARKS.index(name) for name in ("right eye", "left eye", "nose base")]
    return _Posed(
        take=take,
        figure=figure,
        parts=[(part, _moved(part, faces[0], bones[0])) for part in parts],
        bones=bones[0],
        matrix=cameras.matrices[0],
        points=marks["landmarks"][0, rows].astype(np.float64),
        room=room,
    )


def _moved(
    part: Part, weights: Float[ndarray, " a"], bones: Float[ndarray, "b 4 4"]
) -> Float[ndarray, "n 3"]:
    rest = part.positions.astype(np.float64)
    if part.actions is not None:
        rest = rest + np.tensordot(weights, part.actions, 1)
    rest = np.concatenate([rest, np.ones((len(rest), 1))], axis=1)
    turned = np.einsum("nkij,nj->nki", bones[part.bone_indices], rest)
    placed: ndarray = (part.bone_weights[..., None] * turned).sum(axis=1)[:, :3]
    return placed


#
# the file


def saved(posed: _Posed, pack: Pack, path: Path) -> Path:
    """What `blender.py` reads."""
    person, outfit = posed.take.person, posed.take.outfit
    rng = np.random.default_rng([person.seed, STRANDS_SEED])
    part, placed = posed.of("skin")[0]
    skin = surface(placed, part.canon, part.corner, part.triangles)
    skin = replace(skin, positions=smoothed(skin.positions, _cornered(part)))
    hairy = Hairy(person=person, outfit=outfit, skin=skin, masks=_joined(part.paint, part.corner))
    arrays: dict[str, ndarray] = {}
    follow = _Meshes(posed).all()
    worn = cut_of(person, outfit)
    is_tied = worn is None and "hair" in follow and is_close(person.hair_cut)
    close = follow["hair"][0] if is_tied else None
    shade = shaded(person, skin_map(pack), close)
    arrays["colour"], arrays["relief"] = painted(person, pack, shade)
    seen = [each for each in _seen_meshes(posed) if worn is None or each[0].material != "hair"]
    meshes = [_mesh(each, place, arrays) for each, place in seen]
    if isinstance(worn, Curly) and not outfit.hat:  # it would come through one
        meshes.append(_shell(head_of(hairy, follow), worn, arrays))
    hairs = strands(hairy, follow, rng)
    for name, lines in hairs.items():
        arrays[f"strands_{name}"] = lines.astype(np.float32)
    told = {
        "meshes": meshes,
        "eyes": [_eye(posed, side) for side in "LR"],
        "camera": _camera(posed),
        "colours": {
            "hair": hair_colour(person, person.hair).tolist(),
            "brow": hair_colour(person, person.brow).tolist(),
            "iris": linear(person.eye).tolist(),
            "cloth": [linear(colour).tolist() for colour in outfit.colours],
            "pattern": linear(outfit.pattern_colour).tolist(),
            "hat": linear(outfit.hat_colour).tolist(),
            "frame": linear(outfit.frame_colour).tolist(),
        },
        "pattern": outfit.pattern,
        "hat": outfit.hat,
        "lock": STRANDS,
        "ragged": RAGGED if isinstance(worn, Curly) else _ragged(person.hair_cut),
        "curls": "afro" in person.hair_cut.name,
        "tone": person.skin_tone,
        "seed": person.seed,
    }
    with path.open("wb") as file:
        np.savez(file, told=np.array(json.dumps(told)), **arrays)  # type: ignore[arg-type]
    return path


def _ragged(cut: HairCut) -> float:
    """How far from its border what lies under strands begins: curls hide more of it, and hair that
    is tied back less.
    """
    if "afro" in cut.name:
        return 0.45
    return 0.05 if is_close(cut) else 0.35


def _seen_meshes(posed: _Posed) -> list[tuple[Part, Float[ndarray, "n 3"]]]:
    """Meshes with what cloth hides of skin sunk under it."""
    found = []
    cloth, worn = posed.of("cloth")[0]
    over = surface(worn, cloth.canon, cloth.corner, cloth.triangles)
    for part, place in posed.parts:
        if part.material in ("brow", "lash", "beard", "eye"):
            continue
        if part.material == "skin":
            place = _sunk(place, over)
        elif part.material in LIFT:
            own = surface(place, part.canon, part.corner, part.triangles)
            place = place + LIFT[part.material] * own.normals[part.corner]
        found.append((part, place))
    return found


def _sunk(place: Float[ndarray, "n 3"], over: Surface) -> Float[ndarray, "n 3"]:
    away, nearest = cKDTree(over.positions).query(place)
    normal = over.normals[nearest]
    above = ((place - over.positions[nearest]) * normal).sum(axis=1)
    wanted = np.where((away < 0.025) & (above > -COVERED), above + COVERED, 0)
    # Not where cloth merely ends nearby: there skin goes on beside it.
    beside = np.linalg.norm(place - over.positions[nearest] - above[:, None] * normal, axis=1)
    wanted = wanted * np.clip(1.5 - beside / 0.012, 0, 1)
    sunk: ndarray = place - wanted.clip(0, 0.02)[:, None] * normal
    return sunk


def _mesh(part: Part, place: Float[ndarray, "n 3"], arrays: dict[str, ndarray]) -> dict[str, Any]:
    """Seams joined, triangles joined to the quads that they were."""
    faces = quads(part.triangles)
    _add(
        arrays,
        points=_joined(place, part.corner),
        canon=_joined(part.canon, part.corner),
        paint=_joined(part.paint, part.corner)[:, :3],
        piece=_joined(part.component[:, None], part.corner)[:, 0].astype(np.int32),
        uv=part.uv[np.maximum(faces, 0)],
        faces=_cornered(part).astype(np.int32),
    )
    is_tooth = part.material == "mouth" and float(part.component.max()) > 5
    return {"material": "tooth" if is_tooth else part.material}


def _shell(head: Head, curly: Curly, arrays: dict[str, ndarray]) -> dict[str, Any]:
    """What lies under curls."""
    places, full = shell(head, curly)
    faces = faces_of(head)
    _add(
        arrays,
        points=places,
        canon=head.skin.canon,
        paint=np.repeat(full[:, None], 3, axis=1),
        piece=np.zeros(len(places), np.int32),
        uv=np.zeros((len(faces), 4, 2)),
        faces=np.column_stack([faces, np.full(len(faces), -1)]).astype(np.int32),
    )
    return {"material": "hair"}


def _add(arrays: dict[str, ndarray], **mesh: ndarray) -> None:
    """One more mesh, under the next number; what is not whole is kept as float32."""
    number = sum(name.startswith("points") for name in arrays)
    for name, values in mesh.items():
        is_whole = values.dtype == np.int32
        arrays[f"{name}{number}"] = values if is_whole else values.astype(np.float32)


def _joined(values: Float[ndarray, "n c"], corner: Int[ndarray, " n"]) -> Float[ndarray, "m c"]:
    joined = np.zeros((int(corner.max()) + 1, values.shape[1]))
    joined[corner] = values
    return joined


def _cornered(part: Part) -> Int[ndarray, "q 4"]:
    faces = quads(part.triangles)
    found: ndarray = np.where(faces < 0, -1, part.corner[faces])
    return found


def smoothed(places: Float[ndarray, "n 3"], faces: Int[ndarray, "q 4"]) -> Float[ndarray, "n 3"]:
    """Where a mesh's corners end if it is divided for ever, as Catmull and Clark do: what is drawn
    of it, and grows, is there. Corners of faces that are no quads, and of borders, stay.
    """
    whole = faces[faces[:, 3] >= 0]
    count, beside = np.zeros(len(places)), np.zeros((2, *places.shape))
    for turn in range(4):
        own, after, far = (np.roll(whole, -turn, axis=1)[:, each] for each in (0, 1, 2))
        np.add.at(count, own, 1)
        np.add.at(beside[0], own, places[after])
        np.add.at(beside[1], own, places[far])
    n = count[:, None]
    limit = (n**2 * places + 4 * beside[0] + beside[1]) / np.maximum(n * (n + 5), 1)
    ends = np.sort(np.stack([whole, np.roll(whole, -1, axis=1)], axis=-1).reshape(-1, 2), axis=1)
    pairs, uses = np.unique(ends, axis=0, return_counts=True)
    stays = count < 3
    stays[pairs[uses != 2]] = True
    stays[faces[faces[:, 3] < 0][:, :3]] = True
    return np.where(stays[:, None], places, limit)


def _eye(posed: _Posed, side: str) -> dict[str, Any]:
    """A ball: its middle, radius, and the way it looks."""
    which = 0 if side == "L" else 1
    place = posed.of("eye")[which][1]
    known = np.concatenate([2 * place, np.ones((len(place), 1))], axis=1)
    found = np.linalg.lstsq(known, (place**2).sum(axis=1), rcond=None)[0]
    middle = found[:3]
    matrix = posed.matrix
    inverse = np.linalg.inv(matrix)
    camera = inverse @ [0, 0, -1, 1]
    towards = camera[:3] / camera[3] - middle
    return {
        "middle": middle.tolist(),
        "radius": float(np.sqrt(found[3] + middle @ middle)),
        "towards": (towards / np.linalg.norm(towards)).tolist(),
    }


def _camera(posed: _Posed) -> dict[str, Any]:
    camera = posed.take.camera
    yaw, pitch = float(camera.yaw[0]), float(camera.pitch[0])
    back = np.array([np.sin(yaw) * np.cos(pitch), np.sin(pitch), np.cos(yaw) * np.cos(pitch)])
    right = np.array([np.cos(yaw), 0.0, -np.sin(yaw)])
    turn = np.stack([right, np.cross(back, right), back])
    scale = 2 * camera.focal
    view = posed.matrix[[0, 1, 3]] / np.array([[scale], [scale], [-1.0]])
    eye = -np.linalg.solve(turn, view[:, 3])
    return {
        "axes": turn.tolist(),
        "eye": eye.tolist(),
        "lens": scale / 2,
        "window": _window(posed.points, posed.room),
    }


def _window(points: Float[ndarray, "3 2"], room: float = 1.0) -> list[float]:
    """What of the picture the bust is, as `crop_bust` cuts it, with room around it: left, top,
    side; parts of it.
    """
    eyes = points[:2].mean(axis=0)
    side = float(np.linalg.norm(points[2] - eyes)) / BUST_NOSE
    corner = eyes - np.array(BUST_EYES) * side
    wider = (room - 1) * side
    left, top = corner[0] - wider / 2, corner[1] - wider / 2
    return [float(left) / SIZE, float(top) / SIZE, room * side / SIZE]


@dataclass(frozen=True, slots=True, eq=False)
class _Meshes:
    """Meshes that strands follow, in their pose."""

    posed: _Posed

    def all(self) -> dict[str, tuple[Surface, Part]]:
        found = {}
        for name in ("hair", "lash", "hat", "cloth"):
            for part, place in self.posed.of(name):
                shape = surface(place, part.canon, part.corner, part.triangles)
                found[name] = (shape, part)
        return found
