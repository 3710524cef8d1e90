"""The people that nano casts when a prompt brings no photo: headshots and their voices.

python -m recipes.made_people --corpus CORPUS --release RELEASE
python -m recipes.made_people --sheet sheet.png --first 40000000   those from there on, to choose
python -m recipes.made_people --release RELEASE --keep   drop whoever was taken off the list
python -m recipes.made_people --release RELEASE --photos   draw their photos anew, and no more
python -m recipes.made_people --release RELEASE --photos --traced FOLDER   by Blender, as shipped
python -m recipes.made_people --release RELEASE --looks   tell anew how they look

Who is cast was chosen by looking at such sheets: `recipes/made_people.txt`, one seed each. All 238
of them were looked at once more as clips showed them when a network cut them out before another
ground, and 29 taken off the list: hair or shoulders lost in the matte, hats that float, shadows of
glasses like scribbles, men with the face and hair of a woman, and who scowls or looks ill. What
follows a colon (`40000069:hair`) is a group of looks: whoever has it is cast only where that is
asked for (large afros, braids and bobs on men, white hair like a wig).

A photo keeps what of it is somebody, so no network has to find that. Made anew whenever the codecs
or the voice encoder of the release change.
"""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Callable, Mapping
from itertools import count, islice
from pathlib import Path

import numpy as np
import torch
from jaxtyping import UInt8
from PIL import Image
from torch import Tensor

from retrat.conditioning.looks import RARELY
from retrat.conditioning.references import VOICE_SECONDS
from retrat.evaluate.voice import pitch_semitones, resampled
from retrat.models.audio_vae import AudioVAE
from retrat.models.made_people import MadePeople, described, in_steps
from retrat.models.voice_encoder import VoiceEncoder
from retrat.train.checkpoint import current_commit
from retrat.train.data.assets import Pack, load_pack
from retrat.train.data.headshots import Headshot, dressed, headshot
from retrat.train.data.people import Outfit, Person
from retrat.train.data.render import Renderer
from retrat.train.data.sittings.cuts import Cut
from retrat.train.data.sittings.photo import photographed as traced
from retrat.train.data.sittings.styles import cut_of, texture
from retrat.train.data.splits import split
from retrat.train.data.voices import Voices
from retrat.train.pictures import write_sheet
from retrat.weights.minilm import load_minilm, minilm_tokenizer
from retrat.weights.releases import load_part, publish_part, read_release

Bust = UInt8[np.ndarray, "512 512 4"]
CHOSEN = Path(__file__).with_suffix(".txt")
ROWS, COLUMNS = 5, 8  # of a sheet of candidates
QUALITY = 56  # of their photos, as AVIF
TABLES = ("descriptions", "voices", "voice_latents")
YOUNGEST = 22  # years; nobody is younger than 18
HIGH = 14.4  # semitones above 100 Hz: 230 Hz, from where on a voice may be a child's


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--release", type=Path)
    parser.add_argument("--sheet", type=Path, help="a picture of candidates; makes nothing else")
    parser.add_argument("--keep", action="store_true", help="change who is cast, and nothing else")
    parser.add_argument("--photos", action="store_true", help="draw photos, change nothing else")
    parser.add_argument("--looks", action="store_true", help="tell looks, change nothing else")
    parser.add_argument("--traced", type=Path, help="draw photos by Blender, and keep them here")
    parser.add_argument("--first", type=int, default=40_000_000, help="seed of the sheet's first")
    given = parser.parse_args()
    if given.sheet:
        write_candidates(given.sheet, given.first, Renderer(load_pack()))
        return
    is_changed = given.keep or given.photos or given.looks
    if given.release is None or not (given.corpus or is_changed):
        parser.error("--corpus and --release are missing: whose voices, and where the people go")
    if is_changed:
        people = load_part(read_release(given.release), "made_people", MadePeople)
    if given.keep:
        people = kept(people, chosen())
    if given.photos:
        people = photographed(people, camera_of(given.traced))
    if given.looks:
        people = retold(people, load_pack())
    if not is_changed:
        renderer = Renderer(load_pack())
        shots = [headshot(seed, renderer) for seed in chosen()]
        people = table(shots, given.corpus, given.release)
    metadata = {"commit": current_commit(), "recipe": "made_people"}
    publish_part(given.release, "made_people", people, metadata=metadata)
    print(f"{people.config.people} people")


def chosen() -> dict[int, str]:
    """Seeds of the people who are cast, all of the training split, and what of their looks has to
    be asked for.
    """
    words = (word.partition(":") for word in CHOSEN.read_text().split())
    return {int(seed): rarely for seed, _, rarely in words}


def kept(people: MadePeople, seeds: Mapping[int, str]) -> MadePeople:
    """Those of a release's people who are still on the list, as they were; but for what is rarely
    cast, which is told anew.
    """
    rows, told = [], []
    for row, looks_ in enumerate(people.looks()):
        seed = int(looks_["seed"])
        if seed in seeds:
            rows.append(row)
            told.append({**looks_, RARELY: seeds[seed]})
    tables = {name: getattr(people, name)[rows] for name in TABLES}
    return _packed([people.photo(row) for row in rows], told, tables)


def photographed(people: MadePeople, camera: Callable[[int], Bust]) -> MadePeople:
    """A release's people with their photos taken anew, by their seeds."""
    told = people.looks()
    photos = [_file(camera(int(each["seed"]))) for each in told]
    return _packed(photos, told, {name: getattr(people, name) for name in TABLES})


@torch.inference_mode()
def retold(people: MadePeople, pack: Pack) -> MadePeople:
    """A release's people with what is said of their looks told anew; they sound as before."""
    encoder, tokenize = load_minilm(), minilm_tokenizer(64)
    told, descriptions = [], []
    for each in people.looks():
        person, outfit = dressed(int(each["seed"]), pack)
        heard = {"voice": each["voice"]} if "voice" in each else {}
        told.append(looks(person, outfit) | notes(person) | heard)
        ids, mask = tokenize([description(person, outfit)])
        descriptions.append(described(encoder(ids, mask), mask.float())[0])
    tables = {name: getattr(people, name) for name in TABLES}
    tables["descriptions"] = torch.stack(descriptions)
    return _packed([people.photo(row) for row in range(len(told))], told, tables)


def camera_of(folder: Path | None) -> Callable[[int], Bust]:
    """What takes photos: Blender, where there is a folder for them, else the world's renderer."""
    pack = load_pack()
    if folder is None:
        renderer = Renderer(pack)
        return lambda seed: headshot(seed, renderer).bust
    folder.mkdir(parents=True, exist_ok=True)

    def taken(seed: int) -> Bust:
        path = folder / f"{seed}.png"
        if not path.exists():
            Image.fromarray(traced(seed, pack).bust).save(path)
        return np.asarray(Image.open(path).convert("RGBA"))

    return taken


def write_candidates(path: Path, first: int, renderer: Renderer) -> None:
    """People of the training split, the seeds of a row above it."""
    seeds = (seed for seed in count(first) if split(seed) == "train")
    rows = []
    for _ in range(ROWS):
        some = list(islice(seeds, COLUMNS))
        pictures = [headshot(seed, renderer).bust[..., :3] for seed in some]
        rows.append((" ".join(map(str, some)), pictures))
    write_sheet(path, rows)


def looks(person: Person, outfit: Outfit) -> dict[str, str]:
    """One word in each group of `conditioning/looks.py`; what there is nothing of is left out."""
    age, tone = person.age_years, person.skin_tone
    cut = person.hair_cut.words.removeprefix("a ").removeprefix("an ").removeprefix("big ")
    worn = cut_of(person, outfit)
    told = {
        "gender": person.gender,
        "age": "young" if age < 32 else "old" if age > 58 else "middle-aged",
        "skin": "light" if tone < 0.33 else "medium" if tone < 0.6 else "dark",
        "features": "asian" if person.phenotypes["asian"] > 0.6 else "",
        "hair": "bald" if cut == "bald head" else cut.removesuffix(" hair").removeprefix("hair "),
        "texture": texture(worn),
        "bangs": "bangs" if isinstance(worn, Cut) and worn.has_bangs else "",
        "hair colour": person.hair_name,
        "beard": person.beard.words.removeprefix("a "),
        "glasses": "glasses" if outfit.glasses else "",
        "hat": outfit.hat.removesuffix("_cocked"),
        "clothes": outfit.words,
        "clothes colour": outfit.colour_name,
    }
    if told["hair"] == "bald" and not told["beard"]:
        del told["hair colour"]
    return {group: said for group, said in told.items() if said}


def notes(person: Person) -> dict[str, str]:
    """What no description says of them."""
    youth = "youngest" if person.age_years <= YOUNGEST else ""
    return {"seed": str(person.seed), "youth": youth, RARELY: chosen()[person.seed]}


def description(person: Person, outfit: Outfit) -> str:
    """What a prompt would say of them, for a sentence encoder."""
    told = looks(person, outfit)
    more = [
        f"{told['skin']} skin",
        *(["Asian features"] if "features" in told else []),
        _hair(person, told.get("texture", "")) + (" with bangs" if "bangs" in told else ""),
        *([_beard(person)] if person.beard.words else []),
        *([f"{outfit.glasses} glasses"] if outfit.glasses else []),
        *([_one(told["hat"])] if outfit.hat else []),
        _one(f"{outfit.colour_name} {outfit.words}"),
    ]
    return f"{_one(told['age']).capitalize()} {person.gender} with {', '.join(more)}."


def _hair(person: Person, texture: str) -> str:
    """The cut with its texture and colour before what it is: "a big curly black afro"."""
    words = person.hair_cut.words.removeprefix("a ").removeprefix("an ").split()
    is_one = words != person.hair_cut.words.split()
    for place, word in enumerate(words):
        if word in ("hair", "afro", "bob", "braid", "ponytail", "buzz"):
            said = [texture, person.hair_name] if texture else [person.hair_name]
            words = [*words[:place], *said, *words[place:]]
            break
    return _one(" ".join(words)) if is_one else " ".join(words)


def _beard(person: Person) -> str:
    """With its colour where there is no other hair."""
    words = person.beard.words
    if person.hair_cut.mesh or person.hair_cut.scalp:
        return words
    coloured = f"{person.hair_name} {words.removeprefix('a ')}"
    return _one(coloured) if words.startswith("a ") else coloured


def _one(words: str) -> str:
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


@torch.inference_mode()
def table(shots: list[Headshot], corpus: Path, folder: Path) -> MadePeople:
    """Everything that is kept of these people, by the release's own models."""
    release = read_release(folder)
    audio_vae = load_part(release, "audio_vae", AudioVAE)
    voice_encoder = load_part(release, "voice_encoder", VoiceEncoder)
    encoder, tokenize = load_minilm(), minilm_tokenizer(64)
    voices = Voices(corpus, "train")
    rng = np.random.default_rng(0)
    rows: dict[str, list[Tensor]] = {name: [] for name in TABLES}
    photos: list[bytes] = []
    told: list[dict[str, str]] = []
    size = int(VOICE_SECONDS * audio_vae.config.latent_rate) * audio_vae.config.latent_samples
    for shot in shots:
        photos.append(_file(shot.bust))
        told.append(looks(shot.person, shot.outfit) | notes(shot.person))
        ids, mask = tokenize([description(shot.person, shot.outfit)])
        rows["descriptions"].append(described(encoder(ids, mask), mask.float())[0])
        voice = voices.of(shot.person, 4.0, rng)[1]
        heard = torch.from_numpy(np.asarray(voice, np.float32))[None]
        heard = heard.repeat(1, -(-size // heard.shape[1]))  # a short one is heard again
        rows["voices"].append(voice_encoder(heard)[0])
        latents = audio_vae.encode(heard[:, :size])[0]
        rows["voice_latents"].append(in_steps(latents))
        told[-1] |= voice_of(latents, audio_vae)
    return _packed(photos, told, {name: torch.stack(values) for name, values in rows.items()})


def voice_of(latents: Tensor, audio_vae: AudioVAE) -> dict[str, str]:
    """What prompts may ask of somebody's voice, by its pitch in the middle."""
    config = audio_vae.config
    samples = audio_vae.decode(latents[None])[0].float().numpy()
    rate = round(config.latent_rate * config.latent_samples)
    pitch = pitch_semitones(resampled(samples.reshape(-1), rate=rate))
    return {"voice": "high"} if len(pitch) and float(np.median(pitch)) >= HIGH else {}


def _packed(
    photos: list[bytes], told: list[dict[str, str]], tables: Mapping[str, Tensor]
) -> MadePeople:
    shown = [{group: said for group, said in each.items() if said} for each in told]
    kept_photos, written_looks = b"".join(photos), json.dumps(shown).encode()
    stacked = dict(tables)
    people = MadePeople(
        MadePeople.Config(
            people=len(photos),
            photo_bytes=len(kept_photos),
            looks_bytes=len(written_looks),
            description_width=stacked["descriptions"].shape[1],
            voice_tokens=stacked["voices"].shape[1],
            voice_width=stacked["voices"].shape[2],
            sound_channels=stacked["voice_latents"].shape[1],
            voice_latents=stacked["voice_latents"].shape[2],
        )
    )
    for name, written in (("photos", kept_photos), ("written_looks", written_looks)):
        stacked[name] = torch.from_numpy(np.frombuffer(written, np.uint8).copy())
    stacked["photo_ends"] = torch.tensor([len(photo) for photo in photos]).cumsum(0)
    people.load_state_dict(stacked)
    return people


def _file(bust: Bust) -> bytes:
    """The bust, cut out, as a picture file; what nobody is keeps its colours, too."""
    file = io.BytesIO()
    Image.fromarray(bust).save(file, "AVIF", quality=QUALITY, speed=4, subsampling="4:4:4")
    return file.getvalue()


if __name__ == "__main__":
    main()
