"""Packs become batches for the codec and latents for the tower; a full ring forgets its oldest."""

import numpy as np
import pytest
import torch

from retrat.models.text_encoder import TextEncoder
from retrat.models.video_vae import VideoVAE
from retrat.pipeline.components import bytes_tokenizer
from retrat.train.pool import (
    TOGETHER,
    LatentPool,
    PixelPool,
    Ring,
    cut_out_roughly,
    face_cells,
    person_cells,
)

CPU = torch.device("cpu")
SIDE = 64


@pytest.fixture
def portraits() -> dict[str, object]:
    """Six samples: the first picture is 0, the second 1, ... so that it is known which is which."""
    rng = np.random.default_rng(0)
    pictures = np.arange(6, dtype=np.uint8)[:, None, None, None].repeat(SIDE, 1).repeat(SIDE, 2)
    mattes = np.zeros((6, SIDE, SIDE), np.uint8)
    mattes[:, :, : SIDE // 2] = 255
    return {
        "pictures": pictures.repeat(3, 3),
        "references": rng.integers(0, 255, (6, SIDE, SIDE, 3), dtype=np.uint8),
        "mattes": mattes,
        "places": rng.integers(0, 255, (6, SIDE, SIDE, 3), dtype=np.uint8),
        "boxes": np.array([[0, 0, 32, 32]] * 6, np.float32),
        "prompts": [f"A man, number {index}." for index in range(6)],
        "place_prompts": [f"A place, number {index}." for index in range(6)],
    }


@pytest.fixture
def pool() -> LatentPool:
    torch.manual_seed(0)
    return LatentPool(
        vae=VideoVAE(VideoVAE.Config.tiny()).eval(),
        text_encoder=TextEncoder(TextEncoder.Config.tiny()).eval(),
        tokenize=bytes_tokenizer(64),
        stills=Ring(40, CPU),
        living=Ring(40, CPU),
    )


def test_a_ring_forgets_its_oldest_rows() -> None:
    ring = Ring(4, CPU)
    ring.add({"value": torch.arange(3)})
    assert len(ring) == 3
    assert set(ring.draw(50, np.random.default_rng(0))["value"].tolist()) == {0, 1, 2}
    ring.add({"value": torch.arange(3, 6)})
    assert len(ring) == 4
    assert set(ring.draw(50, np.random.default_rng(0))["value"].tolist()) == {2, 3, 4, 5}


def test_pixels_for_the_codec_know_where_the_face_is(portraits: dict) -> None:
    pixels = PixelPool(stills=Ring(10, CPU), moving=Ring(10, CPU))
    pixels.add_portraits(portraits)
    turned = set()
    for seed in range(8):
        batch = pixels.stills_batch(4, np.random.default_rng(seed))
        assert batch["pixels"].shape == (4, 3, 1, SIDE, SIDE)
        left, right = batch["faces"][..., :32, :32], batch["faces"][..., :32, 32:]
        assert left.all() != right.all()  # turned left to right with its picture
        assert not batch["faces"][..., 32:, :].any()
        turned.add(bool(right.all()))
    assert turned == {False, True}


def test_clips_run_forwards_and_backwards() -> None:
    pixels = PixelPool(stills=Ring(10, CPU), moving=Ring(10, CPU))
    frames = np.arange(9, dtype=np.uint8)[:, None, None, None] * np.ones((1, 16, 16, 3), np.uint8)
    pixels.add_moving({"frames": frames, "boxes": np.full((9, 4), np.nan, np.float32)})
    steps = set()
    for seed in range(12):
        batch = pixels.moving_batch(2, 5, np.random.default_rng(seed))
        assert batch["pixels"].shape == (2, 3, 5, 16, 16)
        assert not batch["faces"].any()
        steps |= set(batch["pixels"][0, 0, :, 0, 0].int().diff().tolist())
    assert steps == {1, -1}


def test_latents_of_people_and_of_empty_places(portraits: dict, pool: LatentPool) -> None:
    pool.add_portraits(portraits, np.random.default_rng(0))
    assert len(pool.stills) == 6 + 1
    rows = pool.batch(60, np.random.default_rng(0), living=False)
    assert rows["video"].shape == (60, 4, 1, 4, 4)
    assert rows["references"].shape == (60, 1, 4, 4, 4)
    assert rows["text"].shape[1] == 64
    empty = rows["reference_count"] == 0
    assert 0 < int(empty.sum()) < 30
    assert not rows["references"][empty].any()
    assert rows["references"][~empty].any()
    assert not rows["face_tokens"][empty].any()
    assert (rows["face_tokens"][~empty].sum(dim=(1, 2, 3)) == 4).all()
    assert not rows["person_tokens"][empty].any()
    assert (rows["person_tokens"][~empty].sum(dim=(1, 2, 3)) == 2 * 8).all()
    lengths = set(rows["text_count"][~empty].tolist())
    assert lengths == {len("A man, number 0.") + 2}
    assert set(rows["text_count"][empty].tolist()) == {len("A place, number 0.") + 2}


def test_several_people_stand_before_one_place(portraits: dict, pool: LatentPool) -> None:
    seen: list[torch.Tensor] = []
    encode = pool.vae.encode

    def encoding(pictures: torch.Tensor) -> torch.Tensor:
        seen.append(pictures[:, :, 0])
        return encode(pictures)

    pool.vae.encode = encoding
    pool.add_together([portraits, portraits, portraits], np.random.default_rng(0))
    assert len(pool.stills) == TOGETHER
    pictures, references = seen
    nobody = (references == 0).all(dim=1)  # plain grey
    assert 0.1 < nobody.float().mean() < 0.9
    assert not (pictures == 0).all(dim=1)[nobody].any()  # the place is seen there
    rows = pool.batch(20, np.random.default_rng(0), living=False)
    assert (rows["reference_count"] == 1).all()
    assert not rows["face_tokens"].any()
    assert ((rows["person_tokens"] > 0).flatten(1).sum(dim=1) < 16).all()
    assert (rows["person_tokens"] > 0).flatten(1).any(dim=1).all()


def test_a_photo_that_comes_again_is_encoded_once(portraits: dict, pool: LatentPool) -> None:
    portraits["references"][3:] = portraits["references"][2]
    sizes = []
    encode = pool.vae.encode
    pool.vae.encode = lambda pictures: (sizes.append(len(pictures)), encode(pictures))[1]
    pool.add_portraits(portraits, np.random.default_rng(0))
    assert sizes == [6 + 1 + 3]
    rows = pool.stills._rows["references"][:6]
    assert all(torch.equal(rows[2], row) for row in rows[3:])
    assert not torch.equal(rows[1], rows[2])


def test_latents_of_a_stretch_begin_with_the_first_picture(pool: LatentPool) -> None:
    rng = np.random.default_rng(0)
    pack = {
        "first": rng.integers(0, 255, (SIDE, SIDE, 3), dtype=np.uint8),
        "matte": np.full((SIDE, SIDE), 255, np.uint8),
        "frames": rng.integers(0, 255, (9, SIDE, SIDE, 3), dtype=np.uint8),
        "boxes": np.array([0, 0, 32, 32], np.float32),
        "prompts": ["A man."],
    }
    pool.add_living(pack, np.random.default_rng(0))
    rows = pool.batch(2, np.random.default_rng(0), living=True)
    assert rows["video"].shape == (2, 4, 3, 4, 4)
    assert torch.allclose(rows["video"][:, :, :1], rows["references"][:, 0][:, :, None], atol=0.05)
    assert not torch.allclose(rows["video"][:, :, 1], rows["video"][:, :, 0], atol=0.05)
    assert rows["face_tokens"].shape == rows["person_tokens"].shape == (2, 3, 4, 4)


def test_people_are_cut_out_roughly() -> None:
    pictures, mattes = torch.ones(1, 3, 32, 32), torch.zeros(1, 1, 32, 32)
    mattes[..., :16] = 1.0
    borders = {
        round(float(cut_out_roughly(pictures, mattes, np.random.default_rng(seed)).sum()))
        for seed in range(12)
    }
    assert len(borders) > 3  # too large, too small, soft
    some = cut_out_roughly(pictures, mattes, np.random.default_rng(1))
    assert (some[..., :8] == 1.0).all()
    assert (some[..., 24:] == 0.0).all()


def test_cells_of_a_face() -> None:
    boxes = torch.tensor([[16.0, 0.0, 48.0, 16.0], [0.0, 0.0, 5.0, 5.0]])
    assert face_cells(boxes, 32, 64)[0].nonzero().tolist() == [[0, 1], [0, 2]]
    assert not face_cells(boxes, 32, 64)[1].any()  # a corner alone is no face


def test_cells_that_show_a_person_in_whole_and_in_part() -> None:
    matte = torch.zeros(1, 1, 48, 64)
    matte[..., :40] = 1.0  # two cells and a half
    assert person_cells(matte)[0].tolist() == [[2, 2, 1, 0]] * 3
    matte[..., 20, 20] = 0.5
    assert person_cells(matte)[0].tolist() == [[2, 2, 1, 0], [2, 1, 1, 0], [2, 2, 1, 0]]
