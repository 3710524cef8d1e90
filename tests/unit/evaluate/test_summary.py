"""Numbers of scores made by hand."""

import math
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("dlib")
pytest.importorskip("pyworld")
pytest.importorskip("skimage")

from retrat.evaluate.clip_score import ClipScore, Fidelity
from retrat.evaluate.identity import IdentityScore, nobody
from retrat.evaluate.motion import MotionScore
from retrat.evaluate.summary import codec_numbers, finite_median, nearest_rate, numbers
from retrat.evaluate.sync import SyncScore
from retrat.evaluate.voice import VoiceScore

PERFECT = ClipScore(
    identity=IdentityScore(
        others_nearer=0,
        distance=0.3,
        worst_distance=0.4,
        drift_per_second=0.01,
        found=1.0,
        distances=(0.3, 0.31),
        seconds=(0.0, 1.0),
    ),
    motion=MotionScore(warping_error=1.0, flicker=0.5, frozen=0.0, speed=1.0),
    voice=VoiceScore(
        others_nearer=0,
        similarity=0.9,
        pitch_level_off=0.5,
        pitch_range_off=0.4,
        syllable_rate_off=0.2,
    ),
    word_error_rate=0.1,
    sync=SyncScore(correlation=0.6, best_correlation=0.7, lag_milliseconds=10.0),
    labels={"scene": True},
)
LOST = replace(
    PERFECT,
    identity=nobody(20),
    voice=replace(PERFECT.voice, others_nearer=19, similarity=0.4),
    word_error_rate=1.0,
    sync=SyncScore(correlation=math.nan, best_correlation=math.nan, lag_milliseconds=math.nan),
    labels={"scene": False},
)


def value(name: str, scores: list[ClipScore]) -> float:
    rows = (*numbers(20), *codec_numbers())
    return next(row for row in rows if row.name.startswith(name)).of(scores)


def test_nearest_of_everybody_is_the_share_of_hits() -> None:
    assert nearest_rate([0, 0, 1, 19], people=20, among=20) == 0.5


def test_nearest_of_fewer_agrees_with_drawing_them() -> None:
    rng = np.random.default_rng(0)
    people, among, nearer = 30, 8, 3
    hits = [rng.choice(people - 1, among - 1, replace=False).min() >= nearer for _ in range(20_000)]
    expected = nearest_rate([nearer], people=people, among=among)
    assert expected == pytest.approx(np.mean(hits), abs=0.015)


def test_half_lost_is_half_right() -> None:
    scores = [PERFECT, LOST]
    assert value("right person nearest of 20", scores) == 0.5
    assert value("right voice nearest of 20", scores) == 0.5
    assert value("word error rate", scores) == pytest.approx(0.55)
    assert value("scene as asked", scores) == 0.5
    assert value("clips whose mouth", scores) == 0.5
    assert value("mouth and speech", scores) == pytest.approx(0.6)


def test_a_lost_face_makes_the_median_worse_not_better() -> None:
    assert value("distance of the face", [PERFECT, LOST, LOST]) == math.inf
    assert value("distance of the face", [PERFECT, PERFECT, LOST]) == pytest.approx(0.3)
    assert math.isnan(finite_median([math.nan]))


def test_rules_see_the_ceiling() -> None:
    row = next(row for row in numbers(20) if row.name.startswith("mouth and speech"))
    assert row.is_met(0.31, 0.6)
    assert not row.is_met(0.29, 0.6)


def test_codecs_are_judged_by_their_copies() -> None:
    copy = Fidelity(psnr=34.0, ssim=0.96, mel_distance=3.0, voice_similarity=0.93)
    assert value("PSNR", [replace(PERFECT, fidelity=copy), PERFECT]) == 34.0
    assert math.isnan(value("PSNR", [PERFECT]))
