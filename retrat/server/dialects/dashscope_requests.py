"""A DashScope request as one of ours: wan2.6 (t2v, i2v, r2v), wan2.7 and wan3.0 (`media`).

Read leniently: what we have no use for is left out with a warning, lengths and sizes beyond ours
become the nearest we have. What is plainly wrong (no prompt, a seed out of range, a file that
can't be read) is refused.
"""

import re
from collections.abc import Mapping
from typing import Any

from retrat.errors import RequestError
from retrat.pipeline.request import LONGEST_SECONDS, SHORTEST_SECONDS
from retrat.server.dialects.inputs import (
    Wanted,
    add_label,
    asset_from,
    nearest,
    nearest_shape,
    nearest_size,
    number,
    truth,
)
from retrat.server.dialects.place import take_place
from retrat.server.service import Service

MOST_SEED = 2**31 - 1
_REFERENCES = ("reference_urls", "reference_video_urls", "reference_url")
_FRAMES = ("img_url", "head_frame", "first_frame_url", "first_frame")
_LAST_FRAMES = ("tail_frame", "last_frame_url", "last_frame")
_FINE = ("720P", "1080P")  # resolutions that the largest sizes come nearest to
_TAGS = {"reference_image": "image", "reference_video": "video"}


def wanted_from(body: Mapping[str, Any], service: Service) -> Wanted:
    """The request in `input` and `parameters`."""
    given, parameters = _mapping(body, "input"), _mapping(body, "parameters", is_needed=False)
    prompt = given.get("prompt")
    if not isinstance(prompt, str) or not prompt.strip():
        raise RequestError("prompt must be a text with something in it.", field="prompt")
    wanted = Wanted(prompt=prompt)
    if given.get("negative_prompt"):
        wanted.warn("negative_prompt has no effect: this model knows none.")
    _add_files(wanted, given, service)
    _add_media(wanted, given.get("media"), service)
    _add_size(wanted, parameters)
    _add_numbers(wanted, parameters)
    _add_label(wanted, parameters)
    return wanted


def _add_files(wanted: Wanted, given: Mapping[str, Any], service: Service) -> None:
    """The files of wan2.6 and before, each in a field of its own."""
    for name in _REFERENCES:
        for text in _listed(given.get(name), name):
            wanted.add_person(service, asset_from(service, text, field=name), named=name)
    for name in _FRAMES:
        if given.get(name):
            wanted.begin_with(asset_from(service, given[name], field=name), named=name)
    for name in _LAST_FRAMES:
        if given.get(name):
            wanted.warn(f"{name} has no effect: this model is given only the first frame.")
    if given.get("audio_url"):
        heard = asset_from(service, given["audio_url"], field="audio_url")
        wanted.sound_like(heard, named="audio_url")


def _add_media(wanted: Wanted, media: Any, service: Service) -> None:
    """The files of wan2.7 and wan3.0, in one list, and the tags that name them in the prompt.

    Voices of their own go to people in order, once it is known who is a place.
    """
    counts: dict[str, int] = {}
    voices: list[tuple[str, Mapping[str, Any]]] = []
    for index, item in enumerate(_listed(media, "media")):
        where = f"media[{index}]"
        if not isinstance(item, Mapping):
            raise RequestError(f"{where} must be an object with type and url.", field=where)
        kind = str(item.get("type"))
        if kind in _TAGS:
            asset = asset_from(service, item.get("url"), field=where)
            voice = item.get("reference_voice")
            heard = asset_from(service, voice, field=where) if voice else None
            wanted.add_person(service, asset, heard, named="media")
            tag = _TAGS[kind]
            counts[tag] = counts.get(tag, 0) + 1
            _rename(wanted, tag, counts[tag], len(wanted.people))
        elif kind in ("reference_voice", "reference_audio"):
            voices.append((where, item))
        else:
            _add_other(wanted, kind, item, service, where)
    take_place(wanted, service)
    for where, item in voices:
        _add_voice(wanted, item, service, where)


def _add_voice(wanted: Wanted, item: Mapping[str, Any], service: Service, where: str) -> None:
    """A voice for the first person who has none; for nobody who is seen, if all have one."""
    voice = asset_from(service, item.get("url"), field=where)
    person = next((one for one in wanted.people if "voice" not in one), None)
    if person is None:
        person = {"photos": []}
        wanted.people.append(person)
    person["voice"] = voice.id
    wanted.names.setdefault("voice", where)


def _add_other(
    wanted: Wanted, kind: str, item: Mapping[str, Any], service: Service, where: str
) -> None:
    if kind in ("first_frame", "image"):
        wanted.begin_with(asset_from(service, item.get("url"), field=where), named=where)
    elif kind == "driving_audio":
        wanted.sound_like(asset_from(service, item.get("url"), field=where), named=where)
    elif kind == "last_frame":
        wanted.warn("last_frame has no effect: this model is given only the first frame.")
    else:
        text = f"{where}.type={kind!r}: use reference_image, reference_video, reference_voice,"
        raise RequestError(f"{text} first_frame or driving_audio.", field=where)


def _rename(wanted: Wanted, tag: str, count: int, person: int) -> None:
    """`Image 1` in the prompt as the name that our prompts have for a person."""
    pattern = rf"\b{tag}\s*{count}\b"
    wanted.prompt = re.sub(pattern, f"character{person}", wanted.prompt, flags=re.IGNORECASE)


def _add_size(wanted: Wanted, parameters: Mapping[str, Any]) -> None:
    size, ratio = parameters.get("size"), parameters.get("ratio")
    resolution = parameters.get("resolution")
    is_fine = str(resolution).upper() in _FINE
    if size is not None:
        found = re.fullmatch(r"\s*(\d{2,5})\s*[*x]\s*(\d{2,5})\s*", str(size))
        if found is None or 0 in (int(found[1]), int(found[2])):
            raise RequestError(f"size={size!r}: give width*height.", field="size")
        chosen = nearest_size(int(found[1]), int(found[2]))
        if chosen != f"{found[1]}x{found[2]}":
            wanted.warn(f"size {size} became {chosen.replace('x', '*')}.")
        wanted.put("size", chosen, named="size")
    elif ratio not in (None, "adaptive"):
        found = re.fullmatch(r"(\d{1,3}):(\d{1,3})", str(ratio))
        if found is None or 0 in (int(found[1]), int(found[2])):
            raise RequestError(f"ratio={ratio!r}: give one such as 16:9.", field="ratio")
        chosen = nearest_shape(int(found[1]), int(found[2]), is_fine=is_fine)
        wanted.put("size", chosen, named="ratio")
    elif resolution is not None and ratio is None:
        wanted.put("size", nearest_shape(16, 9, is_fine=is_fine), named="resolution")


def _add_numbers(wanted: Wanted, parameters: Mapping[str, Any]) -> None:
    if parameters.get("duration") is not None:
        asked = number(parameters["duration"], field="duration")
        if not 0 < asked <= 60:
            raise RequestError(f"duration={asked:g}: give seconds from 2 to 15.", field="duration")
        seconds = nearest(asked, (SHORTEST_SECONDS, LONGEST_SECONDS))
        if seconds != asked:
            wanted.warn(f"duration {asked:g} became {seconds:g}.")
        wanted.put("seconds", seconds, named="duration")
    if parameters.get("seed") is not None:
        seed = number(parameters["seed"], field="seed")
        if not 0 <= seed <= MOST_SEED or seed != int(seed):
            text = f"seed={parameters['seed']}: give a whole number from 0 to {MOST_SEED}."
            raise RequestError(text, field="seed")
        wanted.values["seed"] = int(seed)
    if parameters.get("audio") is not None:
        wanted.put("has_sound", truth(parameters["audio"], field="audio"), named="audio")


def _add_label(wanted: Wanted, parameters: Mapping[str, Any]) -> None:
    """`watermark` is what they call the visible label; it is English unless `label` says other."""
    if parameters.get("watermark") is not None and truth(
        parameters["watermark"], field="watermark"
    ):
        wanted.values["label"] = "en"
    add_label(wanted, parameters.get("label"))


def _mapping(body: Mapping[str, Any], name: str, *, is_needed: bool = True) -> Mapping[str, Any]:
    found = body.get(name)
    if found is None and not is_needed:
        return {}
    if not isinstance(found, Mapping):
        raise RequestError(f"{name} must be an object.", field=name)
    return found


def _listed(value: Any, field: str) -> list[Any]:
    if value is None or value == "":
        return []
    found = [value] if isinstance(value, str) else value
    if not isinstance(found, list) or len(found) > 20:
        raise RequestError(f"{field} must be a list of at most 20.", field=field)
    return found
