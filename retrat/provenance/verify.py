"""What a file says about where it comes from: its marks, its manifest, and what matches what.

Exit codes: 0 marked and intact, 3 marked but altered since, without its manifest or not the file
that left here under that id, 4 no mark found, 2 (of the command) the file cannot be read. No mark
proves nothing: marks can be removed, and other tools leave none.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from jaxtyping import UInt8

from retrat.errors import RequestError
from retrat.media import decode_audio, probe
from retrat.media.sampling import sample_frames
from retrat.provenance import log
from retrat.provenance.cast import who_agreed
from retrat.provenance.home import Home
from retrat.provenance.manifest import GENERATOR, Manifest, read
from retrat.provenance.picture_mark import PictureReading, read_picture
from retrat.provenance.record import Record, is_same_file, recall
from retrat.provenance.sound_mark import RATE, SoundReading, read_sound

Verdict = Literal["intact", "altered", "unmarked"]
EXIT_CODES: dict[Verdict, int] = {"intact": 0, "altered": 3, "unmarked": 4}
_WINDOW_FRAMES, _EVERY = 32, 3
_HEARD_SECONDS = 60.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Verification:
    """Everything that was found, and the sentences that say so."""

    path: Path
    verdict: Verdict
    manifest: Manifest
    picture: PictureReading | None
    sound: SoundReading | None
    record: Record | None
    is_same_file: bool
    sentences: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        return EXIT_CODES[self.verdict]

    @property
    def file_id(self) -> str | None:
        """The id, from the picture, or else from the manifest, or its start from the sound."""
        seen = _seen(self.picture)
        heard = None if self.sound is None else self.sound.name
        return seen or self.manifest.file_name or heard

    def as_json(self) -> dict[str, Any]:
        """For programs; holds nothing about a person but ids."""
        picture, sound = self.picture, self.sound
        return {
            "file": self.path.name,
            "verdict": self.verdict,
            "exit_code": self.exit_code,
            "file_id": self.file_id,
            "picture_mark": picture
            and {"found": picture.payload is not None, "score": round(picture.score, 2)},
            "sound_mark": sound
            and {"found": sound.name is not None, "score": round(sound.score, 2)},
            "manifest": asdict(self.manifest),
            "record": None if self.record is None else asdict(self.record),
            "is_same_file": self.is_same_file,
            "sentences": list(self.sentences),
        }


def verify(path: str | Path, *, home: Home | None = None, writes_log: bool = True) -> Verification:
    """Look for marks and a manifest in any video, sound or picture file."""
    path, home = Path(path), home or Home.default()
    if path.is_file() and not path.stat().st_size:
        raise RequestError(f"{path} is empty. Give a video or sound file.", field="file")
    tracks = probe(path)
    picture = _picture(path, tracks.video.seconds) if tracks.video is not None else None
    sound = _sound(path) if tracks.audio is not None else None
    manifest = read(path, home)
    if tracks.audio is None and manifest.generator is None:
        _require_frames(picture, path)
    record = _record(home, manifest, picture, sound)
    same = record is not None and is_same_file(home, record, path)
    verdict = _verdict(manifest, picture, sound)
    if verdict == "intact" and record is not None and not same:
        verdict = "altered"  # whoever signed it: what left here under this id was another file
    found = Verification(
        path=path,
        verdict=verdict,
        manifest=manifest,
        picture=picture,
        sound=sound,
        record=record,
        is_same_file=same,
        sentences=(
            *_about_file(verdict, manifest, picture, sound),
            *_about_record(verdict, record, home, is_same=same),
        ),
    )
    if writes_log:
        told = {"verdict": verdict, "file_id": found.file_id}
        log.append(home, "verification", told)
    return found


def _picture(path: Path, seconds: float) -> PictureReading | None:
    """A window at the start, then key frames from everywhere, then windows further on."""
    best: PictureReading | None = None
    for frames in _windows(path, seconds):
        reading = read_picture(frames)
        if reading.payload is not None:
            return reading
        if best is None or reading.score > best.score:
            best = reading
    return best


def _windows(path: Path, seconds: float) -> Iterator[Iterator[UInt8[np.ndarray, "y x 3"]]]:
    yield sample_frames(path, every=_EVERY, most=_WINDOW_FRAMES)
    yield sample_frames(path, only_key_frames=True, most=_WINDOW_FRAMES)
    for share in (0.5, 0.8):
        if seconds * share > 6:
            yield sample_frames(
                path, start_seconds=seconds * share, every=_EVERY, most=_WINDOW_FRAMES
            )


def _require_frames(picture: PictureReading | None, path: Path) -> None:
    """Refuse to call a file unmarked of which nothing could be seen."""
    if picture is not None and not picture.frames:
        text = f"{path} is damaged: not one frame of it can be decoded. Give a whole file."
        raise RequestError(text, field="file")


def _sound(path: Path) -> SoundReading:
    """The first minute; a track that breaks off or cannot be decoded says nothing."""
    try:
        return read_sound(decode_audio(path, sample_rate=RATE, longest_seconds=_HEARD_SECONDS))
    except RequestError:
        return SoundReading(score=0.0, name=None)


def _seen(picture: PictureReading | None) -> str | None:
    """The id that the picture carries."""
    return None if picture is None or picture.payload is None else picture.payload.name


def _record(
    home: Home, manifest: Manifest, picture: PictureReading | None, sound: SoundReading | None
) -> Record | None:
    """What this machine knows about the file, by the most certain id."""
    names = [
        _seen(picture),
        manifest.file_name if manifest.state in ("trusted", "valid") else None,
        None if sound is None else sound.name,
    ]
    for name in names:
        if name is not None and (record := recall(home, name)) is not None:
            return record
    return None


def _verdict(
    manifest: Manifest, picture: PictureReading | None, sound: SoundReading | None
) -> Verdict:
    """Intact only when every track carries the mark that the manifest names.

    A sound may be too short or too quiet to carry one, so its silence says nothing.
    """
    seen, heard = _seen(picture), None if sound is None else sound.name
    is_ours = manifest.generator == GENERATOR and manifest.file_name is not None
    if seen is None and heard is None and not is_ours:
        return "unmarked"
    named = manifest.file_name if is_ours else None
    is_signed = named is not None and manifest.state in ("trusted", "valid")
    is_whole = seen == named if picture is not None else heard is not None
    agrees = is_whole and (heard is None or (named or "").startswith(heard))
    return "intact" if is_signed and agrees else "altered"


def _about_file(
    verdict: Verdict,
    manifest: Manifest,
    picture: PictureReading | None,
    sound: SoundReading | None,
) -> Iterator[str]:
    yield _summary(verdict, manifest)
    yield _about_picture(picture)
    yield _about_sound(sound)
    seen, heard = _seen(picture), None if sound is None else sound.name
    if seen is not None and heard is not None and not seen.startswith(heard):
        yield "Picture and sound come from different files."
    yield _about_manifest(manifest)


def _about_record(
    verdict: Verdict, record: Record | None, home: Home, *, is_same: bool
) -> Iterator[str]:
    if record is None:
        if verdict != "unmarked":
            yield "This machine has no record of it: it was made elsewhere, or the record is gone."
        return
    *others, last = who_agreed(home, record.consent_ids) or ("",)
    names = f"{', '.join(others)} and {last}" if others else last
    who = f" and the consent of {names}" if names else ""
    change = "not a bit has changed since" if is_same else "it has been changed since"
    how = f"{record.model} ({record.mode}){who}"
    yield f"This machine made it on {record.made} with {how}; {change}."


def _summary(verdict: Verdict, manifest: Manifest) -> str:
    if verdict == "intact" and manifest.state != "trusted":
        return (
            "Marked as made with AI by retrat, and intact since it was signed; this machine does "
            "not know who signed it."
        )
    return {
        "intact": "Made with AI by retrat: marked, and intact since it was signed.",
        "altered": "Made with AI by retrat: marked, but altered since, or without its manifest.",
        "unmarked": "No mark of retrat was found. That proves nothing: marks can be removed, and "
        "other tools leave none.",
    }[verdict]


def _about_picture(picture: PictureReading | None) -> str:
    if picture is None:
        return "It has no picture."
    if picture.payload is None:
        return f"Picture: no mark that can be read (score {picture.score:.1f})."
    turned = ", mirrored" if picture.is_mirrored else ""
    cropped = f", cropped to about {picture.crop:.0%}" if picture.crop < 0.995 else ""
    return f"Picture: mark {picture.payload.name} (score {picture.score:.1f}{turned}{cropped})."


def _about_sound(sound: SoundReading | None) -> str:
    if sound is None:
        return "It has no sound."
    if sound.name is None:
        return f"Sound: no mark that can be read (score {sound.score:.1f})."
    changes = [
        f", {what} x{factor:.2f}"
        for what, factor in (("speed", sound.speed), ("pitch", sound.pitch))
        if factor != 1.0
    ]
    return f"Sound: mark {sound.name} (score {sound.score:.1f}{''.join(changes)})."


def _about_manifest(manifest: Manifest) -> str:
    by = f" by {manifest.generator}" if manifest.generator else ""
    use = "" if manifest.purpose is None else f" It says that it is for {manifest.purpose} use."
    return {
        "none": "Manifest: none. Re-encoding and most uploads remove it.",
        "invalid": f"Manifest: broken ({', '.join(manifest.problems) or 'unreadable'}).",
        "valid": f"Manifest{by}: intact; this machine does not know the signer.{use}",
        "trusted": f"Manifest{by}: intact and signed on this machine.{use}",
    }[manifest.state]
