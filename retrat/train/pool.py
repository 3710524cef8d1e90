"""What a codec and a picture tower learn from in one run: rings of rows on the device.

Packs come in (`retrat.train.data.supply`); the codec learns on their pixels, and once it is frozen
they become latents that the tower learns on. A full ring forgets its oldest rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from einops import rearrange, repeat
from jaxtyping import Bool, Float, UInt8
from torch import Tensor
from torch.nn import functional as F

from retrat.conditioning.company import company
from retrat.conditioning.cut_out import cut_out_of
from retrat.conditioning.place import NOBODY
from retrat.models.matting import cut_out
from retrat.models.text_encoder import TextEncoder
from retrat.models.video_vae import VideoVAE
from retrat.train.data.captions import company_caption
from retrat.train.data.supply import Pack
from retrat.train.encode import FACE_SHARE, TEXT_TOKENS, TOKEN
from retrat.train.vae import to_pixels
from retrat.weights.minilm import Tokenize

EMPTY_EVERY = 4  # a place with nobody in it comes with that many samples
TOGETHER = 3  # pictures of several people for every pack
PAIRS = 0.8  # of those; the others show three

Rows = dict[str, Tensor]


class Ring:
    """Rows of named tensors on one device, drawn by chance."""

    def __init__(self, capacity: int, device: torch.device) -> None:
        self.capacity, self.device = capacity, device
        self.added = 0
        self._rows: Rows = {}

    def __len__(self) -> int:
        return min(self.added, self.capacity)

    def add(self, rows: Mapping[str, Tensor]) -> None:
        """Rows of equal length; the first ones decide shapes and types."""
        count = len(next(iter(rows.values())))
        if not self._rows:
            self._rows = {
                name: torch.empty(
                    (self.capacity, *value.shape[1:]), dtype=value.dtype, device=self.device
                )
                for name, value in rows.items()
            }
        at = (self.added + torch.arange(count, device=self.device)) % self.capacity
        for name, value in rows.items():
            self._rows[name][at] = value.to(self.device)
        self.added += count

    def draw(self, count: int, rng: np.random.Generator) -> Rows:
        """Rows drawn with repetition."""
        assert self.added, "an empty ring has nothing to draw"
        chosen = torch.from_numpy(rng.integers(len(self), size=count)).to(self.device)
        return {name: values[chosen] for name, values in self._rows.items()}


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class PixelPool:
    """Pixels for the codec: single pictures, and stretches of what moves, with their faces."""

    stills: Ring
    moving: Ring

    def add_portraits(self, pack: Pack) -> None:
        self.stills.add(
            {"pixels": torch.from_numpy(pack["pictures"]), "boxes": torch.from_numpy(pack["boxes"])}
        )

    def add_moving(self, pack: Pack) -> None:
        self.moving.add(
            {
                "pixels": torch.from_numpy(pack["frames"])[None],
                "boxes": torch.from_numpy(pack["boxes"])[None],
            }
        )

    def stills_batch(self, count: int, rng: np.random.Generator) -> Rows:
        rows = self.stills.draw(count, rng)
        return _codec_batch(rows["pixels"][:, None], rows["boxes"][:, None], rng)

    def moving_batch(self, count: int, frames: int, rng: np.random.Generator) -> Rows:
        """Stretches of clips, forwards and backwards."""
        rows = self.moving.draw(count, rng)
        start = int(rng.integers(rows["pixels"].shape[1] - frames + 1))
        times = list(range(start, start + frames))
        if rng.random() < 0.5:
            times = times[::-1]
        return _codec_batch(rows["pixels"][:, times], rows["boxes"][:, times], rng)


def _codec_batch(
    pixels: UInt8[Tensor, "b f y x 3"], boxes: Float[Tensor, "b f 4"], rng: np.random.Generator
) -> Rows:
    faces = _in_boxes(boxes, pixels.shape[2], pixels.shape[3])
    if rng.random() < 0.5:
        pixels, faces = pixels.flip(3), faces.flip(3)
    return {"pixels": rearrange(pixels, "b f y x c -> b c f y x"), "faces": faces}


def _in_boxes(boxes: Float[Tensor, "*b 4"], height: int, width: int) -> Bool[Tensor, "*b y x"]:
    """Which pixels lie in a box (left, top, right, bottom); nothing does where there is none."""
    left, top, right, bottom = boxes.nan_to_num(-1.0)[..., None, None].unbind(-3)
    rows = torch.arange(height, device=boxes.device)[:, None]
    columns = torch.arange(width, device=boxes.device)
    return (rows >= top) & (rows < bottom) & (columns >= left) & (columns < right)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class LatentPool:
    """Latents for the tower: pictures of people and of places, and places that live."""

    vae: VideoVAE
    text_encoder: TextEncoder
    tokenize: Tokenize
    stills: Ring
    living: Ring

    @torch.no_grad()
    def text(self, prompts: Sequence[str]) -> Rows:
        """Token states, padded with zeros to TEXT_TOKENS, and how many there are."""
        ids, mask = self.tokenize(list(prompts))
        ids, mask = ids.to(self.stills.device), mask.to(self.stills.device)
        states = self.text_encoder(ids, mask) * mask[..., None]
        states = F.pad(states, (0, 0, 0, TEXT_TOKENS - states.shape[1]))
        return {"text": states.bfloat16(), "text_count": mask.sum(dim=1)}

    @torch.no_grad()
    def add_portraits(self, pack: Pack, rng: np.random.Generator) -> None:
        """Samples of one pack, turned left to right or not, and some of its places alone."""
        turned = bool(rng.random() < 0.5)
        pictures, references, mattes, places = (
            self._pixels(pack[name], turned)
            for name in ("pictures", "references", "mattes", "places")
        )
        chosen = rng.permutation(len(places))[: max(1, len(places) // EMPTY_EVERY)]
        alone = places[torch.from_numpy(chosen).to(places.device)]
        # The same photo is looked at from several places: it is encoded once.
        first, which = _distinct(pack["references"])
        busts = cut_out_roughly(references[first], mattes[first], rng)
        count, empty = len(pictures), len(alone)
        shown = self._encoded(torch.cat([pictures, alone, busts]))
        shown = torch.cat([shown[: count + empty], shown[count + empty :][which]])
        boxes = torch.from_numpy(pack["boxes"]).to(self.stills.device)
        faces = face_cells(boxes, pictures.shape[-2], pictures.shape[-1])
        faces = faces.flip(-1) if turned else faces
        prompts = [*pack["prompts"], *(pack["place_prompts"][index] for index in chosen)]
        self.stills.add(
            {
                "video": shown[: count + empty],
                "references": F.pad(shown[count + empty :], (0,) * 7 + (empty,)),
                "reference_count": (torch.arange(count + empty) < count).long(),
                "face_tokens": F.pad(faces, (0,) * 5 + (empty,)),
                "person_tokens": F.pad(person_cells(mattes), (0,) * 5 + (empty,)),
                **self.text(prompts),
            }
        )

    @torch.no_grad()
    def add_together(self, packs: Sequence[Pack], rng: np.random.Generator) -> None:
        """People of two or three packs side by side before places of the last one."""
        places, where = packs[-1]["places"], packs[-1]["place_prompts"]
        rows = rng.integers(len(places), size=TOGETHER)
        shown = [self._together(packs, places[row], rng) for row in rows]
        people = person_cells(torch.stack([matte for _, _, matte in shown]))
        self.stills.add(
            {
                "video": self._encoded(torch.stack([picture for picture, _, _ in shown])),
                "references": self._encoded(torch.stack([reference for _, reference, _ in shown])),
                "reference_count": torch.ones(TOGETHER, dtype=torch.long),
                "face_tokens": torch.zeros_like(people),
                "person_tokens": people,
                **self.text([company_caption(where[row], rng) for row in rows]),
            }
        )

    def _together(
        self, packs: Sequence[Pack], place: UInt8[np.ndarray, "y x 3"], rng: np.random.Generator
    ) -> tuple[Float[Tensor, "3 y x"], Float[Tensor, "3 y x"], Float[Tensor, "1 y x"]]:
        """Some people before a place, the same cut out roughly, as they are given, and where
        they are.
        """
        some = rng.permutation(len(packs))[: 2 if rng.random() < PAIRS else 3]
        busts, mattes = [], []
        for pack in (packs[index] for index in some):
            row = rng.integers(len(pack["references"]))
            busts.append(self._pixels(pack["references"][row], False)[0])
            mattes.append(self._pixels(pack["mattes"][row], False)[0])
        behind = self._pixels(place, False)[0]
        sharp, rough = (
            company(list(map(cut_out_of, busts, each)), *behind.shape[1:])
            for each in (mattes, [_roughly(matte[None], rng)[0] for matte in mattes])
        )
        return sharp.picture + behind * (1 - sharp.matte), rough.picture, sharp.matte

    @torch.no_grad()
    def add_living(self, pack: Pack, rng: np.random.Generator) -> None:
        """A first picture, and the latents of a stretch that comes after it."""
        turned = bool(rng.random() < 0.5)
        first, matte, frames = (
            self._pixels(pack[name], turned) for name in ("first", "matte", "frames")
        )
        later = self.vae.encode(rearrange(frames, "f c y x -> 1 c f y x"))
        begins = self.vae.encode(rearrange(first, "1 c y x -> 1 c 1 y x"))
        boxes = torch.from_numpy(pack["boxes"])[None].to(self.living.device)
        faces = face_cells(boxes, frames.shape[-2], frames.shape[-1])
        faces = faces.flip(-1) if turned else faces
        self.living.add(
            {
                "video": torch.cat([begins, later[:, :, 1:]], dim=2).bfloat16(),
                "references": self._encoded(cut_out_roughly(first, matte, rng)),
                "reference_count": torch.ones(1, dtype=torch.long),
                "face_tokens": repeat(faces, "1 h w -> 1 t h w", t=later.shape[2]),
                "person_tokens": repeat(person_cells(matte), "1 h w -> 1 t h w", t=later.shape[2]),
                **self.text(pack["prompts"]),
            }
        )

    def batch(self, count: int, rng: np.random.Generator, *, living: bool) -> Rows:
        """Rows as `TowerLoss` wants them; one picture each, or a first picture and a stretch."""
        rows = (self.living if living else self.stills).draw(count, rng)
        video = rows["video"].float()
        faces, people = rows["face_tokens"], rows["person_tokens"]
        return {
            **rows,
            "video": video if living else video[:, :, None],
            "face_tokens": faces if living else faces[:, None],
            "person_tokens": people if living else people[:, None],
            "references": rows["references"].float()[:, None],
            "text": rows["text"].float(),
        }

    def _pixels(self, values: np.ndarray, turned: bool) -> Float[Tensor, "n c y x"]:
        """Pictures in [-1, 1], mattes in [0, 1]; one or several."""
        whole = torch.from_numpy(values).to(self.stills.device)
        if whole.shape[-1] == 3:
            whole = to_pixels(rearrange(whole, "... y x c -> ... c y x"))
            whole = whole if whole.ndim == 4 else whole[None]
        else:
            whole = (whole if whole.ndim == 3 else whole[None])[:, None].float() / 255
        return whole.flip(-1) if turned else whole

    def _encoded(self, pictures: Float[Tensor, "n 3 y x"]) -> Float[Tensor, "n c h w"]:
        return self.vae.encode(pictures[:, :, None])[:, :, 0].bfloat16()


def cut_out_roughly(
    pictures: Float[Tensor, "n 3 y x"], mattes: Float[Tensor, "n 1 y x"], rng: np.random.Generator
) -> Float[Tensor, "n 3 y x"]:
    """People before plain grey; mattes of photos are guesses, so each is a little off."""
    return cut_out(pictures, _roughly(mattes, rng))


def _roughly(
    mattes: Float[Tensor, "n 1 y x"], rng: np.random.Generator
) -> Float[Tensor, "n 1 y x"]:
    """Mattes a little too large or too small, and soft."""
    size = int(rng.choice((1, 1, 3, 5)))
    if rng.random() < 0.5:
        mattes = F.max_pool2d(mattes, size, stride=1, padding=size // 2)
    else:
        mattes = -F.max_pool2d(-mattes, size, stride=1, padding=size // 2)
    for _ in range(int(rng.integers(1, 4))):
        padded = F.pad(mattes, (1, 1, 1, 1), mode="replicate")
        mattes = F.avg_pool2d(padded, 3, stride=1)
    return mattes


def _distinct(pictures: np.ndarray) -> tuple[list[int], list[int]]:
    """Where each different picture comes first, and which of those every picture is."""
    first: dict[bytes, int] = {}
    which = [first.setdefault(picture.tobytes(), len(first)) for picture in pictures]
    return [which.index(each) for each in range(len(first))], which


def face_cells(boxes: Float[Tensor, "n 4"], height: int, width: int) -> UInt8[Tensor, "n h w"]:
    """1 for every latent cell of which a face covers enough, 0 elsewhere."""
    inside = _in_boxes(boxes, height, width)[:, None].float()
    return (F.avg_pool2d(inside, TOKEN)[:, 0] > FACE_SHARE).to(torch.uint8)


def person_cells(mattes: Float[Tensor, "n 1 y x"]) -> UInt8[Tensor, "n h w"]:
    """2 for every latent cell that shows a person and nothing else, 1 for those that do in part,
    0 where nobody is.
    """
    somebody = F.max_pool2d(mattes, TOKEN)[:, 0] > NOBODY
    nothing_else = F.max_pool2d(1 - mattes, TOKEN)[:, 0] < NOBODY
    return somebody.to(torch.uint8) + nothing_else.to(torch.uint8)
