"""Hands that come up beside people and go down again."""

import io
import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image

from retrat.conditioning.hands import Hand
from retrat.conditioning.sizes import shrunk
from retrat.models.made_hands import HAND_HIGH, HAND_LOW, MadeHands
from retrat.pipeline.gestures import Moved
from retrat.pipeline.hands import HandFiles, coloured, end_of, paler, raise_in, tinted
from retrat.pipeline.players import Player, framed
from retrat.pipeline.reaching import Raise, stand_of
from retrat.pipeline.surroundings import cut_out_of

RATE, SIZE = 24.0, 128
FACE, CLOTH, WALL = (200, 150, 120), (30, 60, 160), (90, 140, 90)
BOX = (230, 230, 20)
HELD, LIFTED = Hand(pose="box", stays=True, is_there=True), Hand(pose="box", stays=True)
OPEN, WAVE = Hand(pose="open"), Hand(pose="open", waves=True)


def png(picture: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(picture.astype(np.uint8)).save(file, "PNG")
    return file.getvalue()


def hands() -> MadeHands:
    """A hand like a board with a thumb, the upper half of it bare, on a sleeve; red skin, grey
    cloth.
    """
    picture, matter = np.zeros((88, 48, 4)), np.zeros((88, 48))
    picture[8:, 16:32] = (180, 90, 60, 255)
    picture[24:32, 32:40] = (180, 90, 60, 255)
    matter[:, :] = 128
    picture[44:, 16:32, :3], matter[44:] = 120, 255
    wide, prop = np.zeros((88, 72, 4)), np.zeros((88, 72))  # with a box at the thumb's side
    wide[:, 12:60], told = picture, np.pad(matter, ((0, 0), (12, 12)), mode="edge")
    wide[20:44, 44:68], prop[20:44, 44:68] = (*BOX, 255), 255
    files = {
        "picture": [png(picture), png(wide)], "matter": [png(matter), png(told)],
        "prop": [b"", png(prop)],
    }  # fmt: skip
    names = json.dumps(["open", "box"]).encode()
    sizes = {f"{name}_bytes": sum(map(len, each)) for name, each in files.items()}
    made = MadeHands(MadeHands.Config(poses=2, **sizes, name_bytes=len(names)))
    for name, each in files.items():
        setattr(made, f"{name}s", torch.tensor(list(b"".join(each)), dtype=torch.uint8))
        setattr(made, f"{name}_ends", torch.tensor([len(file) for file in each]).cumsum(0))
    made.written_names = torch.tensor(list(names), dtype=torch.uint8)
    return made


def somebody(size: int = SIZE, width: int | None = None) -> tuple[torch.Tensor, Player]:
    """A face over clothes before a wall, and who that is; in the middle of a bust."""
    width = width or size
    left = (width - size) // 2
    picture = torch.tensor(WALL, dtype=torch.float32)[:, None, None].expand(3, size, width).clone()
    matte = torch.zeros(1, size, width)
    face = framed(size, left=left)
    head = slice(size // 8, round(0.65 * size)), slice(left + size // 3, left + size - size // 3)
    body = slice(round(0.65 * size), size), slice(left, left + size)
    for place, colour in ((head, FACE), (body, CLOTH)):
        picture[:, place[0], place[1]] = torch.tensor(colour, dtype=torch.float32)[:, None, None]
        matte[:, place[0], place[1]] = 1
    player = Player(face=face, turn=torch.ones(1), attends=torch.zeros(1), matte=matte)
    return picture / 127.5 - 1, player


def raised(
    hand: Hand, seconds: float = 4.0, size: int = SIZE, width: int | None = None, seed: int = 1
) -> torch.Tensor:
    picture, player = somebody(size, width)
    clip = picture.repeat(round(seconds * RATE), 1, 1, 1)
    raise_in(Moved(clip, None), Raise(player=player, hand=hand, seed=seed), hands(), RATE)
    return clip


def changed(clip: torch.Tensor) -> torch.Tensor:
    """Where each frame is not as the first."""
    return (clip - clip[:1]).abs().amax(dim=1) > 0.3


@pytest.mark.parametrize("seconds", [1.0, 4.0, 10.0])
@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("waves", [False, True])
def test_a_clip_ends_as_it_begins_with_a_hand_between(
    seconds: float, late: bool, waves: bool
) -> None:
    clip = raised(Hand(pose="open", waves=waves, in_the_end=late), seconds)
    assert torch.equal(clip[0], clip[-1])
    seen = changed(clip).flatten(1).sum(dim=1)
    assert seen.max() > 0.05 * SIZE**2
    first = int((seen > 0).float().argmax()) / RATE
    if seconds == 10.0:
        assert (first > 6) == late
    assert seen[seen > 0].numel() > 0.4 * RATE, "long enough to be seen"


def test_it_has_the_colours_of_whoever_raises_it() -> None:
    clip = raised(OPEN)
    there = changed(clip[[0, 48]])[1]
    rows = there.any(dim=1).nonzero()[:, 0]
    top = slice(int(rows[0]) + 6, int(rows[0]) + 12)
    hand = clip[48][:, top][:, there[top]]
    shown = ((hand + 1) * 127.5).median(dim=1).values
    skin = torch.tensor(FACE, dtype=torch.float32)
    assert torch.allclose(shown, skin, atol=14), "as light as their face, or nearly"
    wide = raised(OPEN, width=2 * SIZE)  # a sleeve is seen
    rose = changed(wide[[0, 48]])[1]
    sleeve = wide[48][:, -3:][:, rose[-3:]]
    assert torch.allclose(
        ((sleeve + 1) * 127.5).median(dim=1).values,
        torch.tensor(CLOTH, dtype=torch.float32),
        atol=14,
    )


def middles(clip: torch.Tensor, rows: slice = slice(SIZE * 3 // 4)) -> torch.Tensor:
    """Where a hand that is up is, across."""
    there = changed(clip)[24:48, rows].float()
    columns = torch.arange(SIZE).float()
    return (there.sum(dim=1) * columns).sum(dim=1) / there.sum(dim=(1, 2)).clamp(min=1)


def test_a_hand_that_waves_goes_to_and_fro_and_another_hardly_moves() -> None:
    waving, held = middles(raised(WAVE)), middles(raised(OPEN))
    turns = (waving.diff().sign().diff() != 0).sum()
    assert 3 <= turns <= 5, "twice a second, each way"
    assert waving.max() - waving.min() > 0.08 * SIZE
    sways = [middles(raised(WAVE), rows) for rows in (slice(78, 84), slice(114, 120))]
    fingers, palm = (float(each.max() - each.min()) for each in sways)
    assert fingers > 1.3 * palm, "it bends at the wrist"
    assert held.max() - held.min() < 0.03 * SIZE


def test_both_hands_are_on_both_sides_and_go_the_same_way() -> None:
    clip = raised(Hand(pose="open", waves=True, both=True), width=2 * SIZE)
    there = changed(clip)[:, : SIZE * 3 // 4]
    left, right = there[..., :SIZE], there[..., SIZE:]
    assert (left[36].sum() > 100) and (right[36].sum() > 100)

    def middle(half: torch.Tensor) -> torch.Tensor:
        columns = torch.arange(SIZE).float()
        return (half[30:48].float().sum(dim=1) * columns).sum(dim=1) / half[30:48].sum(dim=(1, 2))

    moves = torch.corrcoef(torch.stack([middle(left), middle(right)]))
    assert moves[0, 1] > 0.8


def test_thumbs_are_inwards() -> None:
    clip = raised(Hand(pose="open", both=True), width=2 * SIZE)
    there = changed(clip)[48].float()
    wide = there[:, :SIZE].sum(dim=1), there[:, SIZE:].sum(dim=1)
    for half, row, inwards in ((there[:, :SIZE], wide[0], 1), (there[:, SIZE:], wide[1], -1)):
        thumb, others = int(row.argmax()), int(row.bool().int().argmax()) + 2
        middles_ = [
            float((half[at] * torch.arange(SIZE)).sum() / half[at].sum()) for at in (thumb, others)
        ]
        assert inwards * (middles_[0] - middles_[1]) > 1


def test_a_hand_takes_a_little_light_from_what_is_behind_it() -> None:
    clip = raised(OPEN)
    darker = (clip[0] - clip[48]).mean(dim=0)
    beside = (darker > 0.01) & (darker < 0.2)
    assert beside.sum() > 20
    assert not beside[: SIZE // 3].any(), "only of somebody, right behind it"


def test_nobody_who_is_not_cut_out_raises_a_hand() -> None:
    picture, player = somebody()
    clip = Moved(picture.repeat(48, 1, 1, 1), None)
    whole = Player(face=player.face, turn=player.turn, attends=player.attends)
    raise_in(clip, Raise(player=whole, hand=OPEN), hands(), RATE)
    fist = Raise(player=player, hand=Hand(pose="fist"))  # of which these weights have no picture
    raise_in(clip, fist, hands(), RATE)
    assert torch.equal(clip.pixels, picture.repeat(48, 1, 1, 1))


def test_a_hand_belongs_to_people_before_whom_nothing_passes() -> None:
    picture, player = somebody()
    assert player.matte is not None
    shares = (255 * player.matte).to(torch.uint8).repeat(96, 1, 1, 1)
    made = Moved(picture.repeat(96, 1, 1, 1), shares.clone())
    raise_in(made, Raise(player=player, hand=OPEN, seed=1), hands(), RATE)
    assert made.shares is not None
    grown = (made.shares > 250) & (shares < 5)
    assert bool(grown[48].any()), "beside them, too"
    assert torch.equal(made.shares[0], shares[0])
    assert bool((changed(made.pixels)[48] >= grown[48, 0]).all())


def test_a_larger_clip_shows_the_same() -> None:
    small, large = raised(OPEN), raised(OPEN, size=2 * SIZE)
    apart = (shrunk(large[48], 2) - small[48]).abs().amax(dim=0)
    assert apart.mean() < 0.03
    assert (apart > 0.5).float().mean() < 0.02


def test_where_a_hand_ends_is_read_from_its_picture() -> None:
    assert end_of(cut_out_of(hands().picture("open"))) == pytest.approx(
        HAND_LOW + HAND_HIGH * 80 / 88
    )


def test_palms_of_dark_skin_are_paler() -> None:
    light, dark = torch.tensor([0.55, 0.35, 0.25]), torch.tensor([0.10, 0.05, 0.03])
    assert (paler(light) / light).max() < 1.1
    assert (paler(dark) / dark).min() > 1.3
    assert paler(dark).max() < light.max()


#
# what is held


def of_the_box(frame: torch.Tensor) -> torch.Tensor:
    """Where a frame is as yellow as the box."""
    apart = ((frame + 1) * 127.5 - torch.tensor(BOX, dtype=torch.float32)[:, None, None]).abs()
    return apart.amax(dim=0) < 20


def test_what_is_held_is_there_from_the_first_picture_to_the_last() -> None:
    clip = raised(HELD)
    seen = torch.stack([of_the_box(frame).sum() for frame in clip])
    assert seen.min() > 0.8 * seen.max() > 0.01 * SIZE**2


@pytest.mark.parametrize("late", [False, True])
def test_what_is_lifted_comes_up_and_stays(late: bool) -> None:
    clip = raised(replace(LIFTED, in_the_end=late), 6.0)
    seen = torch.stack([of_the_box(frame).sum() for frame in clip]) > 0.01 * SIZE**2
    first = int(seen.int().argmax()) / RATE
    assert not seen[0]
    assert bool(seen[-1]) and bool(seen[round(first * RATE) :].all())
    assert (first > 2.5) == late


def test_a_prop_keeps_its_colours_and_the_hand_has_theirs() -> None:
    clip = raised(HELD, width=2 * SIZE)
    there = of_the_box(clip[24])
    columns, rows = there.any(dim=0).nonzero()[:, 0], there.any(dim=1).nonzero()[:, 0]
    middle = float(columns.float().mean())
    assert SIZE / 2 < middle < SIZE, "before them, and beside the middle"
    face = framed(SIZE, left=SIZE // 2)
    assert rows.min() > face.y + 0.1 * SIZE, "no face is hidden"
    plain, _ = somebody(width=2 * SIZE)
    others = (clip[24] - plain).abs().amax(dim=0) > 0.1
    hand = clip[24][:, rows.min() : rows.max()][:, (others & ~there)[rows.min() : rows.max()]]
    shown = ((hand + 1) * 127.5).median(dim=1).values
    assert torch.allclose(shown, torch.tensor(FACE, dtype=torch.float32), atol=20)


def test_a_palm_that_is_seen_in_its_shade_alone_stays_there() -> None:
    picture, matter = np.zeros((88, 48, 4)), np.zeros((88, 48))
    picture[8:28, 16:32], picture[28:44, 16:32] = (180, 90, 60, 255), (120, 60, 40, 255)
    picture[44:, 16:32], matter[28:44], matter[44:] = (120, 120, 120, 255), 128, 255
    frame, player = somebody(4 * SIZE)
    stand = stand_of(Raise(player=player, hand=OPEN), 1, (4 * SIZE, 4 * SIZE), 0.5)
    files = HandFiles("open", png(matter), b"")
    seen = coloured(cut_out_of(png(picture)), files, frame, player, stand)[:3]
    back, palm = seen[:, 16, 24].mean(), seen[:, 36, 24].mean()
    assert back == pytest.approx(sum(FACE) / 3 / 255, abs=0.05)
    assert palm < 0.75 * back


@pytest.mark.parametrize(
    ("name", "part", "rest"),
    [
        ("cup", (0.7, 0.3, 0.1), (0.6, 0.4, 0.3)),
        ("book", (0.1, 0.2, 0.6), (0.6, 0.5, 0.4)),
        ("flowers", (0.6, 0.1, 0.2), (0.05, 0.3, 0.05)),
        ("bottle", (0.05, 0.2, 0.05), (0.5, 0.5, 0.4)),
    ],
)
def test_things_take_on_a_colour_and_what_belongs_to_them_does_not(
    name: str, part: tuple[float, ...], rest: tuple[float, ...]
) -> None:
    linear, prop = torch.full((3, 40, 40), 0.4), torch.zeros(1, 40, 40)
    prop[:, :, :30] = 1
    linear[:, :, :20] = torch.tensor(part)[:, None, None]
    linear[:, :10, :20] *= 0.5  # in shade
    linear[:, :, 20:30] = torch.tensor(rest)[:, None, None]
    made = tinted(linear, prop, name, torch.tensor((0.1, 0.5, 0.9)))
    torch.testing.assert_close(made[:, 20, 5], torch.tensor((0.1, 0.5, 0.9)))
    torch.testing.assert_close(made[:, 5, 5], torch.tensor((0.05, 0.25, 0.45)))
    assert torch.equal(made[:, :, 30:], linear[:, :, 30:]), "a hand keeps its own"
    if name != "cup":
        assert torch.equal(made[:, :, 20:30], linear[:, :, 20:30])


def test_a_bright_sleeve_keeps_its_hue() -> None:
    """However much brighter clothes are than the picture of a sleeve."""
    picture, matter = np.zeros((88, 48, 4)), np.full((88, 48), 255)
    picture[8:, 16:32] = (40, 44, 48, 255)
    frame, player = somebody(4 * SIZE)
    stand = stand_of(Raise(player=player, hand=OPEN), 1, (4 * SIZE, 4 * SIZE), 0.5)
    cloth = 2 * torch.tensor((0.95, 0.9, 0.6))[:, None, None].expand_as(frame) - 1
    files = HandFiles("open", png(matter), b"")
    seen = coloured(cut_out_of(png(picture)), files, cloth.contiguous(), player, stand)
    red, green, blue = seen[:3, 60, 24]
    assert red > green > blue + 0.1
