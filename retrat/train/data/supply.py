"""The world, rendered by many processes at once: they write packs of arrays, one reader takes them.

A pack is one .npz with everything that one seed gave; a process waits when the reader is behind.
What is rendered depends on the seeds alone, what is taken when does not: a run that learns from a
supply is not repeated bit by bit.

    with Supply(folder, {"portraits": 8, "moving": 4}) as supply:
        for pack in supply.take("portraits", most=10): ...
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np

from retrat.train.data.assets import load_pack
from retrat.train.data.caption_words import SCENE_WORDS
from retrat.train.data.captions import caption, labels_of
from retrat.train.data.clips import ClipRequest, as_busts, calmed, random_take
from retrat.train.data.portraits import portraits_from_seed
from retrat.train.data.render import Renderer

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

    from numpy import ndarray

    from retrat.train.data.motion import Take

Kind = Literal["portraits", "moving", "living"]
Pack = dict[str, Any]

BESIDE = 7
MOVING_FRAMES = 9
LIVING_FRAMES = 17
LONGEST_SECONDS = 10.0
AHEAD = 40  # packs of a process that nobody has taken yet
WAIT = 0.2


def portraits_pack(seed: int, renderer: Renderer) -> Pack:
    """People before one place and another: every sample of one seed."""
    samples = list(portraits_from_seed(seed, "train", renderer, beside=BESIDE))
    return {
        "pictures": np.concatenate([sample.frames for sample in samples]),
        "references": np.concatenate([sample.references for sample in samples]),
        "mattes": np.concatenate([sample.reference_mattes for sample in samples]),
        "places": np.concatenate([sample.places for sample in samples]),
        "boxes": np.concatenate([sample.face_box for sample in samples]),
        "prompts": [sample.labels.caption for sample in samples],
        "place_prompts": [_place_prompt(sample.labels.scene, seed) for sample in samples],
    }


def moving_pack(seed: int, renderer: Renderer) -> Pack:
    """A few frames in which everything may move, the camera too."""
    drawn = renderer.render(random_take(seed, ClipRequest(frames=MOVING_FRAMES), renderer.pack))
    return {"frames": drawn.frames, "boxes": drawn.face_box}


def living_pack(seed: int, renderer: Renderer) -> Pack:
    """A person who stands still before a place that does not: a first frame, and a stretch of
    frames that comes some time after it.
    """
    rng = np.random.default_rng([seed, 23])
    request = ClipRequest(frames=1 + LIVING_FRAMES, size=(384, 384), framing="medium")
    take = _frozen(random_take(seed, request, renderer.pack))
    begun = float(rng.uniform(0.0, LONGEST_SECONDS)) if rng.random() < 0.7 else 0.0
    first = as_busts(renderer.render(_part(take, 0, 1)))
    later = replace(take, start_seconds=take.start_seconds + begun)
    stretch = as_busts(renderer.render(_part(later, 1, take.frames)))
    return {
        "first": first.frames[0],
        "matte": first.mattes[0],
        "frames": stretch.frames,
        "boxes": np.concatenate([first.landmarks[0].min(0), first.landmarks[0].max(0)]),
        "prompts": [caption(labels_of(take, words=""), rng)],
    }


PACKS: Mapping[Kind, Callable[[int, Renderer], Pack]] = {
    "portraits": portraits_pack,
    "moving": moving_pack,
    "living": living_pack,
}


def _place_prompt(scene: str, seed: int) -> str:
    """A prompt that names a place and nobody in it."""
    rng = np.random.default_rng([seed, 29])
    where = str(rng.choice(SCENE_WORDS[scene]))
    return f"{where[0].upper()}{where[1:]}."


def _frozen(take: Take) -> Take:
    """The same take with a person and a camera that stay as they are at first."""
    still = calmed(take)

    def held(values: ndarray) -> ndarray:
        return np.repeat(values[:1], take.frames, axis=0)

    kept: dict[str, Any] = {
        name: {key: held(curve) for key, curve in getattr(take, name).items()}
        for name in ("face", "joints", "hands", "fingers", "twist")
    }
    return replace(still, gaze=held(take.gaze), root=held(take.root), **kept)


def _part(take: Take, start: int, stop: int) -> Take:
    """Some frames of a take as a take of its own."""
    kept: dict[str, Any] = {
        name: {key: curve[start:stop] for key, curve in getattr(take, name).items()}
        for name in ("face", "joints", "hands", "fingers", "twist")
    }
    camera: dict[str, Any] = {
        name: value[start:stop]
        for name in take.camera.__dataclass_fields__
        if isinstance(value := getattr(take.camera, name), np.ndarray)
    }
    return replace(
        take,
        camera=replace(take.camera, **camera),
        gaze=take.gaze[start:stop],
        root=take.root[start:stop],
        start_seconds=take.start_seconds + start / take.frame_rate,
        **kept,
    )


def save_pack(path: Path, pack: Pack) -> None:
    """Written whole or not at all; texts as JSON."""
    arrays: dict[str, Any] = {
        name: np.frombuffer(json.dumps(value).encode(), np.uint8)
        if isinstance(value, list)
        else value
        for name, value in pack.items()
    }
    partial = path.with_suffix(".part")
    with partial.open("wb") as file:
        np.savez(file, **arrays)
    partial.rename(path)


def load_pack_file(path: Path) -> Pack:
    with np.load(path) as file:
        return {
            name: json.loads(file[name].tobytes()) if name.endswith("prompts") else file[name]
            for name in file.files
        }


def render_packs(kind: Kind, folder: Path, seeds: Iterable[int]) -> None:
    """Packs of these seeds, one after another, never more than AHEAD of the reader."""
    renderer = Renderer(load_pack())
    mine: list[Path] = []
    for seed in seeds:
        path = folder / f"{kind}-{seed:08d}.npz"
        save_pack(path, PACKS[kind](seed, renderer))
        mine.append(path)
        while len(mine := [each for each in mine if each.exists()]) > AHEAD:
            time.sleep(WAIT)


class Supply:
    """Processes that render each kind of pack, until it is closed."""

    def __init__(self, folder: Path, processes: Mapping[Kind, int], *, seed: int = 0) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        context = get_context("spawn")
        self._processes: list[SpawnProcess] = []
        for kind, count in processes.items():
            for index in range(count):
                seeds = range(seed + index, seed + 10_000_000, count)
                self._processes.append(
                    context.Process(target=render_packs, args=(kind, folder, seeds), daemon=True)
                )

    def __enter__(self) -> Self:
        for process in self._processes:
            process.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """No more packs; those that lie there can still be taken."""
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.join()
        self._processes = []

    @property
    def is_rendering(self) -> bool:
        return bool(self._processes)

    @property
    def is_alive(self) -> bool:
        return all(process.is_alive() for process in self._processes)

    def take(self, kind: Kind, most: int) -> Iterator[Pack]:
        """What lies there of a kind, oldest first; what is taken is deleted."""
        for path in sorted(self.folder.glob(f"{kind}-*.npz"))[:most]:
            with suppress(FileNotFoundError):
                yield load_pack_file(path)
                path.unlink()
