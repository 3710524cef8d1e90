"""It learns who is in the picture, whatever stands behind."""

from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
import torch

from retrat.models.matting import Matting
from retrat.train import matting
from retrat.train.loop import Learner, Loop, LoopConfig
from retrat.train.matting import (
    BATCH,
    HELD_OUT,
    NEAR,
    Busts,
    DrawBusts,
    MattingLoss,
    Photos,
    border_error,
    changed_overlap,
    overlap,
)
from retrat.weights.releases import SHIPPED


def discs(count: int, seed: int) -> Busts:
    """People that are bright discs of a size, before dark noise."""
    rng = np.random.default_rng(seed)
    rows, columns = np.mgrid[:256, :256]
    pictures = rng.integers(0, 60, (count, 256, 256, 3), dtype=np.uint8)
    mattes = np.zeros((count, 256, 256), np.uint8)
    for picture, matte in zip(pictures, mattes, strict=True):
        y, x = rng.uniform(110, 150, 2)
        inside = (rows - y) ** 2 + (columns - x) ** 2 < rng.uniform(50, 80) ** 2
        picture[inside] = rng.integers(200, 255, 3)
        matte[inside] = 255
    return Busts(pictures=pictures, mattes=mattes)


def test_batches_follow_from_the_step_and_mattes_move_with_their_pictures() -> None:
    draw = DrawBusts(discs(4, 0), seed=1)
    pictures, mattes = draw(3)
    assert torch.equal(pictures, draw(3)[0])
    assert not torch.equal(pictures, draw(4)[0])
    assert pictures.shape[1:] == (3, 256, 256)
    assert 0.05 < float(mattes.mean()) < 0.5
    assert pictures.abs().max() <= 1


@pytest.fixture(scope="module")
def held_out() -> Photos:
    return Photos.read(SHIPPED / "nano", held_out=True)


@pytest.mark.weights
def test_photos_of_a_release_are_cut_out_exactly(held_out: Photos) -> None:
    share = held_out.people.mattes.astype(float).mean(axis=(1, 2)) / 255
    assert (share > 0.2).all()
    assert (share < 0.9).all()
    assert ((held_out.people.mattes > 30) & (held_out.people.mattes < 225)).any((1, 2)).all()
    assert held_out.places.abs().max() <= 1


@pytest.mark.weights
def test_who_is_held_out_is_not_learned_from(monkeypatch: pytest.MonkeyPatch) -> None:
    def told(content: bytes) -> np.ndarray:
        """Four levels that say which file it is: opening all takes long."""
        return np.frombuffer(sha256(content).digest()[:4], np.uint8)[None, None]

    monkeypatch.setattr(matting, "_photo", told)
    monkeypatch.setattr(matting, "decoded_picture", told)
    learned, kept = (Photos.read(SHIPPED / "nano", held_out=held) for held in (False, True))
    people = [
        {
            (*seen.ravel().tolist(), share.item())
            for seen, share in zip(p.pictures, p.mattes, strict=True)
        }
        for p in (learned.people, kept.people)
    ]
    places = [
        {tuple(each.ravel().tolist()) for each in photos.places} for photos in (learned, kept)
    ]
    for many, few in (people, places):
        assert not many & few
        assert len(many) == pytest.approx((HELD_OUT - 1) * len(few), abs=HELD_OUT)


@pytest.mark.weights
def test_half_of_a_batch_is_photos(held_out: Photos) -> None:
    pictures, mattes = DrawBusts(discs(4, 0), 0, held_out)(0)
    assert pictures.shape == (BATCH, 3, 256, 256)
    reaches_down = mattes[:, 0, -1, 96:160].mean(dim=1) > 0.9  # a body does, a disc does not
    assert reaches_down[: BATCH // 2].all()
    assert not reaches_down[BATCH // 2 :].all()


@pytest.mark.weights
def test_photos_are_put_before_other_places_and_other_busts_may_stay(
    held_out: Photos, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matting, "KEPT_PLACE", 1.0)
    monkeypatch.setattr(matting, "dressed_in_anything", lambda people, _: people)
    monkeypatch.setattr(matting, "moved", lambda people, _, **__: people)
    monkeypatch.setattr(matting, "photographed", lambda pictures, _: pictures)
    busts = discs(4, 0)
    rng = np.random.default_rng([0, 0])
    drawn = busts.chosen(rng.integers(len(busts), size=BATCH // 2))
    photos = held_out.people.chosen(rng.integers(len(held_out.people), size=BATCH // 2))
    pictures, mattes = DrawBusts(busts, 0, held_out)(0)
    half = BATCH // 2
    assert torch.equal(pictures[half:], drawn[0])
    assert torch.equal(mattes, torch.cat([photos[1], drawn[1]]))
    inside = photos[1].expand(-1, 3, -1, -1) == 1
    assert torch.equal(pictures[:half][inside], photos[0][inside])
    outside = photos[1][:, 0] == 0
    apart = (pictures[:half] - photos[0]).abs().mean(dim=1)
    assert float(apart[outside].mean()) > 0.2
    assert all(each.any() for each in apart)


@pytest.mark.weights
def test_people_who_are_changed_are_harder_to_find(held_out: Photos) -> None:
    class Bright(Matting):
        """Finds what is bright."""

        def logits(self, pixels: torch.Tensor) -> torch.Tensor:
            return 20 * pixels.mean(dim=1, keepdim=True)

    finds = Bright(Matting.Config.tiny())
    assert changed_overlap(finds, discs(8, 1), held_out, 2) < 0.7 < overlap(finds, discs(8, 1))


def test_what_is_cut_out_wrongly_is_seen_before_another_place() -> None:
    class Right(Matting):
        """Knows that discs are bright and places dark; `wide` of what is beside is theirs."""

        wide = 0

        def forward(self, pixels: torch.Tensor) -> torch.Tensor:
            bright = (pixels.mean(dim=1, keepdim=True) > 0.3).float()
            size = 2 * self.wide + 1
            return torch.nn.functional.max_pool2d(bright, size, stride=1, padding=self.wide)

    places = torch.cat([torch.full((1, 3, 64, 64), level) for level in (-0.9, 0.1)])
    photos = Photos(people=discs(3, 0), places=places)
    finds = Right(Matting.Config.tiny())
    exact = border_error(finds, photos)
    finds.wide = NEAR
    assert exact < 0.1 < 1.5 * exact + 0.1 < border_error(finds, photos)


def test_it_learns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matting, "BATCH", 4)
    busts, unseen = discs(16, 0), discs(8, 1)
    torch.manual_seed(0)
    model = Matting(Matting.Config(widths=(8, 12), deep=1, fine=4))
    before = overlap(model, unseen)
    learner = Learner(name="matting", module=model, loss=MattingLoss(model))
    config = LoopConfig(steps=16, learning_rate=1e-2, warmup_steps=2, ema_decay=0.5, prefetch=0)
    Loop(config, tmp_path, [learner], DrawBusts(busts, 0)).run()
    assert overlap(model, unseen) > max(0.75, before)
