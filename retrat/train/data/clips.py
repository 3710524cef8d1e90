"""Clips of the made world, from seeds: `python -m retrat.train.data.clips COMMAND ...`

    frames  --count 300 --out DIR                 pictures alone, for the video VAE
    samples --count 300 --out DIR --speech DIR    whole samples, one .npz each
    portraits --count 300 --out DIR               people before one place and another, 6 each
    gestures --count 300 --out DIR                one person's gestures, 12 pictures each
    sheet   --count 12 --out sheet.png            a look at the world

A sample is a clip with sound, its caption and labels, and what a user would give: pictures of the
same person and a few seconds of the same voice, both from other takes. The same seed gives the
same sample.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields, replace
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from retrat.conditioning.phones import PHONE_IDS
from retrat.media.busts import BUST_EYES, BUST_NOSE, BUST_SIZE
from retrat.media.crops import crop_bust
from retrat.train.data.ambience import ambient_sound
from retrat.train.data.assets import load_pack
from retrat.train.data.captions import caption, labels_of
from retrat.train.data.expressions import BEAM, EXPRESSIONS
from retrat.train.data.motion import TakeRequest, take_from_seed
from retrat.train.data.people import outfit_from_seed, person_from_seed, seeds_of
from retrat.train.data.render import Rendered, Renderer
from retrat.train.data.sample import NO_PLACES, SAMPLE_RATE, Sample, SampleLabels, save_sample
from retrat.train.data.scenes import SCENE_NAMES, scene_from_seed
from retrat.train.data.shot import LANDMARKS
from retrat.train.data.splits import Split
from retrat.train.data.voices import Voices, last_sound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jaxtyping import Float
    from numpy import ndarray
    from numpy.random import Generator

    from retrat.train.data.assets import Pack
    from retrat.train.data.gestures import Gestured
    from retrat.train.data.motion import Take
    from retrat.train.data.people import Person
    from retrat.train.data.speech import Utterance

_SPLIT_STREAM = {"train": 11, "validation": 12, "test": 13}
_REFERENCE_SIZE = 384
_SILENT_SHARE = 0.2
CALM = 0.15  # of a body's movement stays in calm clips


def split_stream(split: Split) -> int:
    """What keeps the random numbers of the splits apart."""
    return _SPLIT_STREAM[split]


@dataclass(frozen=True, kw_only=True, slots=True)
class ClipRequest:
    """What every clip of a set has in common. Frames are 4k + 1."""

    split: Split = "train"
    frames: int = 49
    frame_rate: float = 24.0
    size: tuple[int, int] = (256, 256)
    references: int = 2
    action: str | None = None
    scene: str | None = None
    framing: str | None = None
    expression: str | None = None
    lead: float = 0.0
    """Seconds until the first word, at most, and at least half of it, in clips that all speak; 0
    leaves it to the words' length, and some clips silent.
    """
    is_bust: bool = False
    """Framed as a user's photo is, 256 x 256, whatever `size` it is drawn at."""
    is_calm: bool = False
    """The camera stands still and the body hardly moves: what changes is the face."""

    @property
    def seconds(self) -> float:
        return self.frames / self.frame_rate


def random_take(seed: int, request: ClipRequest, pack: Pack) -> Take:
    """A silent take of a random person of the split in a random place, all from one seed."""
    rng = np.random.default_rng([seed, _SPLIT_STREAM[request.split]])
    person = person_from_seed(seeds_of(request.split, rng), pack)
    return take_of(rng, request, person, int(rng.integers(2**31)), ())


def take_of(
    rng: Generator,
    request: ClipRequest,
    person: Person,
    outfit_seed: int,
    phones: Iterable[tuple[str, float, float]],
) -> Take:
    place = request.scene or str(rng.choice(SCENE_NAMES))
    scene = scene_from_seed(place, int(rng.integers(2**31)))
    wanted = TakeRequest(
        frames=request.frames,
        frame_rate=request.frame_rate,
        size=request.size,
        action=request.action,
        framing=request.framing,
        expression=request.expression,
        phones=tuple(phones),
    )
    return take_from_seed(
        int(rng.integers(2**31)), wanted, person, outfit_from_seed(outfit_seed, person), scene
    )


#
# samples


def sample_from_seed(
    seed: int, request: ClipRequest, renderer: Renderer, voices: Voices | None
) -> Sample:
    rng = np.random.default_rng([seed, _SPLIT_STREAM[request.split], 7])
    person = person_from_seed(seeds_of(request.split, rng), renderer.pack)
    outfit_seed = int(rng.integers(2**31))
    said, voice = voices.of(person, request.seconds, rng) if voices else (None, None)
    if rng.random() < _SILENT_SHARE and not request.lead:
        said = None
    lead = _lead(said, request, rng) if said else 0.0
    phones = [(p.phone, p.start + lead, p.end + lead) for p in said.phones] if said else []
    take = take_of(rng, request, person, outfit_seed, phones)
    if request.is_calm:
        take = calmed(take)
    rendered = renderer.render(take)
    if request.is_bust:
        rendered = as_busts(rendered)
    references = _references(rng, request, person, outfit_seed, renderer)
    is_whole = said is not None and last_sound(said) + lead <= request.seconds
    words = said.text if said and is_whole else ""
    labels = labels_of(take, words=words.replace('"', ""), reference=1 if rng.random() < 0.6 else 0)
    return Sample(
        labels=sample_labels(
            seed, request, take, said, words, caption(labels, rng), references.same_outfit, voices
        ),
        frames=rendered.frames,
        sound=_sound(take, said, lead, request.seconds, rng).astype(np.float16),
        phones=np.array(
            [PHONE_IDS[phone] for phone, start, _ in phones if start < request.seconds], np.uint8
        ),
        phone_ends=np.array(
            [min(end, request.seconds) for _, start, end in phones if start < request.seconds],
            np.float32,
        ),
        mouth_open=rendered.mouth_open.astype(np.float32),
        face_box=rendered.face_box,
        landmarks=rendered.landmarks,
        head_yaw=rendered.head_yaw,
        references=references.pictures,
        reference_mattes=references.mattes,
        reference_landmarks=references.landmarks,
        reference_boxes=references.boxes,
        places=NO_PLACES,
        voice=(voice if voice is not None else np.zeros(0)).astype(np.float16),
    )


def _lead(said: Utterance, request: ClipRequest, rng: Generator) -> float:
    """Seconds before the words: where there is room, or as many as are asked for."""
    if request.lead:
        return float(rng.uniform(request.lead / 2, request.lead))
    return float(rng.uniform(0.0, min(0.2, max(0.0, request.seconds - last_sound(said)))))


def _sound(
    take: Take, said: Utterance | None, lead: float, seconds: float, rng: Generator
) -> Float[ndarray, " z"]:
    """The place, and over it the voice."""
    sound = ambient_sound(take.scene.name, rng, seconds).astype(np.float64)
    if said is not None:
        start = round(lead * SAMPLE_RATE)
        part = said.samples[: max(0, len(sound) - start)]
        sound[start : start + len(part)] += part
    return np.clip(sound, -1, 1)


def sample_labels(
    seed: int, request: ClipRequest, take: Take, said: Utterance | None, words: str, text: str,
    same_outfit: tuple[bool, ...], voices: Voices | None,
) -> SampleLabels:  # fmt: skip
    person, outfit = take.person, take.outfit
    return SampleLabels(
        seed=seed,
        split=request.split,
        person_seed=person.seed,
        speaker_seed=voices.speaker_of(person) if voices else -1,
        scene=take.scene.name,
        scene_seed=take.scene.seed,
        action=take.action,
        expression=take.expression,
        framing=take.framing,
        camera=take.camera_move,
        gender=person.gender,
        age_years=person.age_years,
        hair=person.hair_cut.words,
        hair_colour=person.hair_name,
        beard=person.beard.name,
        glasses=outfit.glasses,
        hat=outfit.hat,
        garment=outfit.words,
        garment_colour=outfit.colour_name,
        pattern=outfit.pattern,
        words=words,
        speech=said.text if said else "",
        caption=text,
        frame_rate=request.frame_rate,
        same_outfit=same_outfit,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _References:
    pictures: ndarray
    mattes: ndarray
    landmarks: ndarray
    boxes: ndarray
    same_outfit: tuple[bool, ...]


def _references(
    rng: Generator, request: ClipRequest, person: Person, outfit_seed: int, renderer: Renderer
) -> _References:
    """Bust pictures of the person from other takes: other pose, light and place, sometimes other
    clothes.
    """
    same = [bool(rng.random() < 0.6) for _ in range(request.references)]
    seeds = [outfit_seed if is_same else int(rng.integers(2**31)) for is_same in same]
    picture_request = ClipRequest(
        split=request.split,
        frames=1,
        size=(_REFERENCE_SIZE, _REFERENCE_SIZE),
        action="stand",
        framing="head and shoulders",
    )
    pictures, mattes, landmarks, boxes = [], [], [], []
    for seed in seeds:
        rendered = as_busts(renderer.render(take_of(rng, picture_request, person, seed, ())))
        picture, points = rendered.frames[0], rendered.landmarks[0]
        pictures.append(picture)
        mattes.append(rendered.mattes[0])
        landmarks.append(points)
        boxes.append(np.concatenate([points.min(0), points.max(0)]))
    return _References(
        pictures=np.array(pictures),
        mattes=np.array(mattes),
        landmarks=np.array(landmarks, np.float32),
        boxes=np.array(boxes, np.float32),
        same_outfit=tuple(same),
    )


def calmed(take: Take) -> Take:
    """The same take from a still camera, its body's movement made small."""

    def small(curve: ndarray) -> ndarray:
        return curve[:1] + CALM * (curve - curve[:1])

    camera = take.camera
    still: dict[str, Any] = {
        field.name: np.repeat(getattr(camera, field.name)[:1], take.frames, axis=0)
        for field in fields(camera)
        if isinstance(getattr(camera, field.name), np.ndarray)
    }
    return replace(
        take,
        camera=replace(camera, **still),
        camera_move="still",
        joints={name: small(curve) for name, curve in take.joints.items()},
        root=small(take.root),
    )


def as_busts(rendered: Rendered) -> Rendered:
    """The crop that users' photos get, with what is true of it; later frames stay where the first
    one puts them.
    """
    first = framing_points(rendered)
    eyes = first[:2].mean(0)
    scale = BUST_NOSE * BUST_SIZE / max(float(np.linalg.norm(first[2] - eyes)), 1e-6)

    def moved(points: Float[ndarray, "*k 2"]) -> Float[ndarray, "*k 2"]:
        return ((points - eyes) * scale + np.array(BUST_EYES) * BUST_SIZE).astype(np.float32)

    return replace(
        rendered,
        frames=np.stack([crop_bust(frame, first) for frame in rendered.frames]),
        mattes=np.stack(
            [crop_bust(np.stack([matte] * 3, -1), first)[..., 0] for matte in rendered.mattes]
        ),
        landmarks=moved(rendered.landmarks),
        face_box=moved(rendered.face_box.reshape(-1, 2, 2)).reshape(-1, 4),
    )


def framing_points(rendered: Rendered) -> Float[ndarray, "3 2"]:
    """What a bust's crop follows, in the first frame."""
    names = ("right eye", "left eye", "nose base")
    return rendered.landmarks[0, [LANDMARKS.index(name) for name in names]].astype(np.float64)


#
# writing


@dataclass(frozen=True, kw_only=True, slots=True)
class _Job:
    request: ClipRequest
    out: Path
    speech: Path | None
    seeds: tuple[int, ...]


def write_frames(job: _Job) -> int:
    """One "f y x 3" uint8 .npy a clip, and "f 4" face boxes; clips that exist are kept."""
    renderer = Renderer(load_pack())
    for seed in job.seeds:
        path = job.out / f"clip-{seed:07d}.npy"
        if not path.exists():
            drawn = renderer.render(random_take(seed, job.request, renderer.pack))
            np.save(path.with_suffix(".boxes.npy"), drawn.face_box)
            partial = path.with_suffix(".part")
            with partial.open("wb") as file:
                np.save(file, drawn.frames)
            partial.rename(path)
    return len(job.seeds)


def write_samples(job: _Job) -> int:
    renderer = Renderer(load_pack())
    voices = Voices(job.speech, job.request.split) if job.speech else None
    for seed in job.seeds:
        path = job.out / f"sample-{seed:07d}.npz"
        if not path.exists():
            save_sample(path, sample_from_seed(seed, job.request, renderer, voices))
    return len(job.seeds)


def write_portraits(job: _Job) -> int:
    from retrat.train.data.portraits import portraits_from_seed

    renderer = Renderer(load_pack())
    for seed in job.seeds:
        if not (job.out / f"portrait-{seed:07d}-0.npz").exists():
            samples = portraits_from_seed(seed, job.request.split, renderer)
            for index, sample in reversed(list(enumerate(samples))):
                save_sample(job.out / f"portrait-{seed:07d}-{index}.npz", sample)
    return len(job.seeds)


def write_gestures(job: _Job) -> int:
    from retrat.train.data.gestures import gestured_from_seed

    return _write_gestured(job, "gestures", gestured_from_seed)


def write_moods(job: _Job) -> int:
    from retrat.train.data.moods import moods_from_seed

    return _write_gestured(job, "moods", moods_from_seed)


def _write_gestured(job: _Job, name: str, make: Callable[[int, Split, Renderer], Gestured]) -> int:
    from retrat.train.data.gestures import save_gestured

    renderer = Renderer(load_pack())
    for seed in job.seeds:
        path = job.out / f"{name}-{seed:07d}.npz"
        if not path.exists():
            save_gestured(path, make(seed, job.request.split, renderer))
    return len(job.seeds)


def sheet(request: ClipRequest, seeds: Iterable[int], columns: int = 4) -> ndarray:
    """The middle frames of takes, in rows."""
    renderer = Renderer(load_pack())
    one = replace(request, frames=9)
    pictures = [renderer.render(random_take(seed, one, renderer.pack)).frames[4] for seed in seeds]
    pictures += [np.zeros_like(pictures[0])] * (-len(pictures) % columns)
    return np.concatenate(
        [np.concatenate(pictures[i : i + columns], 1) for i in range(0, len(pictures), columns)]
    )


def main(arguments: list[str]) -> None:
    given = _parser().parse_args(arguments)
    request = ClipRequest(
        split=given.split, frames=given.frames, frame_rate=given.frame_rate,
        size=tuple(given.size), references=given.references,
        action=given.action, scene=given.scene, framing=given.framing,
        expression=given.expression, lead=given.lead, is_bust=given.bust, is_calm=given.calm,
    )  # fmt: skip
    seeds = range(given.seed, given.seed + given.count)
    if given.command == "sheet":
        from PIL import Image

        Image.fromarray(sheet(request, seeds)).save(given.out)
        return
    given.out.mkdir(parents=True, exist_ok=True)
    jobs = [
        _Job(
            request=request,
            out=given.out,
            speech=given.speech,
            seeds=tuple(seeds[start :: given.workers]),
        )
        for start in range(given.workers)
    ]
    write = {
        "frames": write_frames,
        "samples": write_samples,
        "portraits": write_portraits,
        "gestures": write_gestures,
        "moods": write_moods,
    }[given.command]
    if given.workers == 1:
        write(jobs[0])
        return
    with ProcessPoolExecutor(given.workers, mp_context=get_context("spawn")) as pool:
        list(pool.map(write, jobs))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="retrat.train.data.clips", description="Clips of the made world, from seeds."
    )
    commands = ("frames", "samples", "portraits", "gestures", "moods", "sheet")
    parser.add_argument("command", choices=commands)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--seed", type=int, default=0, help="the first of the seeds")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--split", choices=("train", "validation", "test"), default="train")
    parser.add_argument("--frames", type=int, default=17, help="4k + 1")
    parser.add_argument(
        "--frame-rate", type=float, default=24.0, help="3 makes stills of one take, far apart"
    )
    parser.add_argument(
        "--size", type=int, nargs=2, default=(256, 256), metavar=("WIDTH", "HEIGHT")
    )
    parser.add_argument("--references", type=int, default=2)
    parser.add_argument(
        "--speech", type=Path, help="a folder of speech shards; without it samples are silent"
    )
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--action")
    parser.add_argument("--scene")
    parser.add_argument("--framing")
    parser.add_argument("--expression", choices=(*EXPRESSIONS, BEAM))
    parser.add_argument(
        "--lead",
        type=float,
        default=0.0,
        help="seconds of silence before the words, half to all of them",
    )
    parser.add_argument("--bust", action="store_true", help="framed as a user's photo is")
    parser.add_argument("--calm", action="store_true", help="only the face moves much")
    return parser


if __name__ == "__main__":
    main(sys.argv[1:])
