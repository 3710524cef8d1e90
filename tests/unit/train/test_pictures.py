"""Sheets and spectrograms to look at: the right pictures in the right places."""

from pathlib import Path

import numpy as np
import torch
from PIL import Image

from retrat.train.pictures import bytes_of, write_sheet, write_spectrograms


def test_bytes_reach_both_ends_of_the_range() -> None:
    pixels = torch.tensor([-2.0, -1.0, 0.0, 1.0, 3.0]).reshape(1, 1, 1, 5)
    assert bytes_of(pixels)[0, 0, :, 0].tolist() == [0, 0, 128, 255, 255]


def test_a_sheet_has_a_row_a_sample_and_pictures_from_left_to_right(tmp_path: Path) -> None:
    red, blue = (np.full((20, 30, 3), colour, np.uint8) for colour in ((255, 0, 0), (0, 0, 255)))
    write_sheet(tmp_path / "sheet.png", [("one", [red, blue]), ("two", [blue])])
    sheet = np.asarray(Image.open(tmp_path / "sheet.png"))
    assert sheet.shape == (68, 60, 3)
    assert sheet[24, 10].tolist() == [255, 0, 0]
    assert sheet[24, 40].tolist() == [0, 0, 255]
    assert sheet[58, 10].tolist() == [0, 0, 255]


def test_a_high_tone_stands_above_a_low_one(tmp_path: Path) -> None:
    seconds = torch.arange(24_000) / 24_000
    low, high = (torch.sin(2 * torch.pi * hertz * seconds) for hertz in (200.0, 6000.0))
    write_spectrograms(tmp_path / "sounds.png", [low, high])
    picture = np.asarray(Image.open(tmp_path / "sounds.png")).astype(float)
    top, bottom = np.split(picture, 2)
    brightest = [half[:-4].mean(axis=1).argmax() for half in (top, bottom)]
    assert brightest[0] > brightest[1] + 100
