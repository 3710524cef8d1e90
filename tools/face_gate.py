"""How many made people the gate takes for somebody else, or does not know again, by their faces.

python tools/face_gate.py --split test --people 120 --photos 3
python tools/face_gate.py --learn --people 220 --photos 4   # of training people: faces.npz

Each photo is of another take: another pose, light, place and face, two in five in other clothes.
Photos in which no face is found, or two, are left out, as the gate refuses them.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from jaxtyping import UInt8

from retrat.evaluate.trust_likeness import (
    Likeness,
    Vectors,
    as_likeness_table,
    measure_likeness,
    within_class_whitening,
)
from retrat.runtime import likeness
from retrat.runtime.faces import find_faces
from retrat.runtime.likeness import THRESHOLDS, face_embeddings, plain_embeddings
from retrat.train.data.assets import load_pack
from retrat.train.data.clips import ClipRequest, split_stream, take_of
from retrat.train.data.people import person_from_seed, seeds_of
from retrat.train.data.render import Renderer
from retrat.train.data.splits import Split

SIDE = 384  # pixels of a photo
OTHER_CLOTHES = 0.4
WHITENING = Path(likeness.__file__).with_name("faces.npz")
SHRINKAGE = 0.5
SHARES = (0.0, 0.01, 0.05, 0.5, 0.95, 0.99, 0.999, 1.0)  # of cosines that are lower


def photos(
    split: Split, seed: int, count: int, renderer: Renderer
) -> Iterator[UInt8[np.ndarray, "y x 3"]]:
    """So many of one person."""
    rng = np.random.default_rng([seed, split_stream(split), 29])
    person = person_from_seed(seeds_of(split, rng), renderer.pack)
    request = ClipRequest(
        split=split, frames=1, size=(SIDE, SIDE), action="stand", framing="head and shoulders"
    )
    usual = int(rng.integers(2**31))
    for _ in range(count):
        outfit = int(rng.integers(2**31)) if rng.random() < OTHER_CLOTHES else usual
        yield renderer.render(take_of(rng, request, person, outfit, ())).frames[0]


def embedded(
    split: Split, count: int, each: int, look: Callable[[UInt8[np.ndarray, "y x 3"]], Vectors]
) -> dict[str, list[Vectors]]:
    """Person -> a vector for each photo that shows one face."""
    renderer = Renderer(load_pack())
    people: dict[str, list[Vectors]] = {}
    for seed in range(count):
        found = [look(photo) for photo in photos(split, seed, each, renderer)]
        people[str(seed)] = [faces for faces in found if len(faces) == 1]
    return people


def plain(photo: UInt8[np.ndarray, "y x 3"]) -> Vectors:
    return plain_embeddings(photo, find_faces(photo))


def learn(count: int, each: int) -> None:
    """Writes what photos of one training person differ in, turned round: `likeness.py` uses it."""
    people = embedded("train", count, each, plain)
    known = [np.concatenate(vectors) for vectors in people.values() if vectors]
    np.savez(
        WHITENING, whitening=within_class_whitening(known, shrinkage=SHRINKAGE).astype(np.float16)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--split", choices=("train", "validation", "test"), default="test")
    parser.add_argument("--people", type=int, default=120)
    parser.add_argument("--photos", type=int, default=3, help="of each")
    parser.add_argument("--learn", action="store_true", help="write retrat/runtime/faces.npz")
    given = parser.parse_args()
    if given.learn:
        learn(given.people, given.photos)
        return
    people = embedded(given.split, given.people, given.photos, face_embeddings)

    def embed(some: Sequence[Vectors]) -> Vectors:
        return np.concatenate(some)

    one, two = measure_likeness(people, embed), asked_of_two(people)
    print(as_likeness_table([("one enrols, one asks", one, THRESHOLDS.of("face"))]))
    print(as_likeness_table([("two enrol, one asks", two, THRESHOLDS.of("face", 2))]))
    for whose, values in (
        ("strangers", one.different),
        ("strangers of two", two.different),
        ("the same person", one.same),
    ):
        found = np.quantile(values, SHARES).round(4).tolist()
        print(f"{whose}: " + ", ".join(f"{s:g}: {c:g}" for s, c in zip(SHARES, found, strict=True)))


def asked_of_two(people: Mapping[str, Sequence[Vectors]]) -> Likeness:
    """Everybody with three photos: any two enrol them, the third asks."""
    enough = {name: np.concatenate(faces[:3]) for name, faces in people.items() if len(faces) > 2}
    same: list[float] = []
    different: list[float] = []
    for name, faces in enough.items():
        for other, its_faces in enough.items():
            alike = its_faces @ faces.T  # enrolled, asked
            for asked in range(3):
                nearest = float(np.delete(alike[:, asked], asked).max())
                (same if name == other else different).append(nearest)
    return Likeness(people=len(enough), given=2, same=tuple(same), different=tuple(different))


if __name__ == "__main__":
    main()
