"""The hands that people raise, and what they hold, where a prompt asks them to: drawn by Blender's
path tracer.

python -m recipes.made_hands --folder hands --release RELEASE
python -m recipes.made_hands --folder hands --sheet sheet.png   what the folder has, to look at

What the folder has is not drawn again. `RETRAT_BLENDER` names a Python that has bpy.
"""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Bool, Float, UInt8
from PIL import Image
from scipy.ndimage import distance_transform_edt

from retrat.models.made_hands import MadeHands
from retrat.train.checkpoint import current_commit
from retrat.train.data.assets import Pack, load_pack
from retrat.train.data.hands.drawing import drawn
from retrat.train.data.hands.poses import POSES
from retrat.train.data.headshots import sitting
from retrat.train.data.people import Person
from retrat.train.pictures import write_sheet
from retrat.weights.releases import publish_part

QUALITY, MATTER_QUALITY = 60, 30  # of AVIF
SMALLER = 2  # times, of what shows matters
WHOSE = 40_000_069  # the seed of whose hand it is
BEHIND = 120  # of 255: what a sheet shows hands before


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, required=True, help="drawn pictures")
    parser.add_argument("--release", type=Path, help="put them into this release")
    parser.add_argument("--sheet", type=Path, help="a picture of them all, to look at")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    pictures = drawn_in(given.folder, load_pack())
    if given.sheet:
        write_sheet(given.sheet, [("hands", [_before_grey(colours) for colours, _ in pictures])])
    if given.release:
        hands = table(dict(zip(POSES, pictures, strict=True)))
        metadata = {"commit": current_commit(), "recipe": "made_hands"}
        publish_part(given.release, "made_hands", hands, metadata=metadata)
        config = hands.config
        size = config.picture_bytes + config.matter_bytes + config.prop_bytes
        print(f"{config.poses} hands, {size:,} bytes")


def drawn_in(
    folder: Path, pack: Pack
) -> list[tuple[UInt8[np.ndarray, "y x 4"], UInt8[np.ndarray, "y x 3"]]]:
    """Every pose, and what of it is sleeve and palm; what is missing is drawn."""
    person, found = whose(pack), []
    for name, pose in POSES.items():
        files = folder / f"{name}.png", folder / f"{name}.matter.png"
        if not all(file.exists() for file in files):
            for file, picture in zip(files, drawn(pose, person, pack), strict=True):
                Image.fromarray(picture).save(file)
            print(name, flush=True)
        colours, matter = (Image.open(file) for file in files)
        found.append((np.asarray(colours.convert("RGBA")), np.asarray(matter.convert("RGB"))))
    return found


def whose(pack: Pack) -> Person:
    """Of the training split."""
    return sitting(WHOSE, pack).person


def table(
    pictures: dict[str, tuple[UInt8[np.ndarray, "y x 4"], UInt8[np.ndarray, "y x 3"]]],
) -> MadeHands:
    """Everything that is kept of them."""
    files = {
        "pictures": [_file(colours, QUALITY) for colours, _ in pictures.values()],
        "matters": [_file(_told(*each), MATTER_QUALITY) for each in pictures.values()],
        "props": [_file_of_prop(*each) for each in pictures.values()],
    }
    names = json.dumps(list(pictures)).encode()
    hands = MadeHands(
        MadeHands.Config(
            poses=len(pictures),
            picture_bytes=sum(map(len, files["pictures"])),
            matter_bytes=sum(map(len, files["matters"])),
            prop_bytes=sum(map(len, files["props"])),
            name_bytes=len(names),
        )
    )
    kept = {name: b"".join(each) for name, each in files.items()} | {"written_names": names}
    state = {
        name: torch.from_numpy(np.frombuffer(each, np.uint8).copy()) for name, each in kept.items()
    }
    for name, each in files.items():
        ends = torch.tensor([len(file) for file in each]).cumsum(0)
        state[f"{name.removesuffix('s')}_ends"] = ends
    hands.load_state_dict(state)
    return hands


def _told(
    colours: UInt8[np.ndarray, "y x 4"], matter: UInt8[np.ndarray, "y x 3"]
) -> UInt8[np.ndarray, "y x"]:
    """Black for the back of a hand, grey for the palm's side, white for cloth; where nothing is, or
    a prop, as it is nearest, so that files are small and borders clean.
    """
    cloth, palm = matter[..., 0] / 255.0, matter[..., 1] / 255.0
    said = np.maximum(0.5 * palm, cloth)
    return _nearest(said, (colours[..., 3] < 250) | (_of_prop(matter) > 0))


def _file_of_prop(colours: UInt8[np.ndarray, "y x 4"], matter: UInt8[np.ndarray, "y x 3"]) -> bytes:
    """White where something is held, and where it is nearest; no bytes where nothing is."""
    held = _of_prop(matter)
    if not (held > 0.5).any():
        return b""
    return _file(_nearest(held, colours[..., 3] < 128), MATTER_QUALITY)


def _of_prop(matter: UInt8[np.ndarray, "y x 3"]) -> Float[np.ndarray, "y x"]:
    """How much of each pixel is a prop: told as both a sleeve and nails."""
    least: np.ndarray = matter[..., [0, 2]].min(axis=-1) / 255.0
    return least


def _nearest(
    said: Float[np.ndarray, "y x"], is_unknown: Bool[np.ndarray, "y x"]
) -> UInt8[np.ndarray, "v u"]:
    """Smaller; what is not known is as what is nearest."""
    _, nearest = distance_transform_edt(is_unknown, return_indices=True)
    whole = (255 * said[nearest[0], nearest[1]]).round().astype(np.uint8)
    height, width = whole.shape
    small = Image.fromarray(whole).resize((width // SMALLER, height // SMALLER))
    return np.asarray(small)


def _before_grey(colours: UInt8[np.ndarray, "y x 4"]) -> UInt8[np.ndarray, "y x 3"]:
    share = colours[..., 3:] / 255.0
    mixed: np.ndarray = colours[..., :3] * share + BEHIND * (1 - share)
    return mixed.round().astype(np.uint8)


def _file(picture: np.ndarray, quality: int) -> bytes:
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "AVIF", quality=quality, speed=2)
    return file.getvalue()


if __name__ == "__main__":
    main()
