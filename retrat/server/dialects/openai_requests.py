"""A video request of OpenAI's clients as one of ours, with the fields of servers that extend it.

Known are the fields of OpenAI, of vLLM-Omni and of SGLang-Diffusion, in forms or JSON; what has no
meaning here is left out and named in `warnings`.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from starlette.datastructures import UploadFile

from retrat.errors import RequestError
from retrat.pipeline.request import LONGEST_SECONDS, SHORTEST_SECONDS
from retrat.runtime.assets import Asset
from retrat.server.dialects.characters import add_character
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
from retrat.server.service import Service

_COUNTS = ("n", "num_outputs_per_prompt")
_SAID = {"prompt", "model", "user", *_COUNTS, "label"}
_SIZES = {"size", "width", "height", "aspect_ratio"}
_LENGTHS = {"seconds", "num_frames", "fps"}
_NUMBERS = {"seed": "seed", "num_inference_steps": "steps"}
_SOUND = ("generate_sound", "audio")
_FIRST = ("input_reference", "reference_url")
_PEOPLE = ("image_reference", "video_reference", "reference_image", "video_url")
_VOICES = ("reference_voice", "audio_reference")
_PLACE = "place"
_KNOWN = {*_SAID, *_SIZES, *_LENGTHS, *_NUMBERS, *_SOUND, *_FIRST, *_PEOPLE, *_VOICES, _PLACE}


def wanted_from(body: Mapping[str, Any], service: Service) -> Wanted:
    """The request in a body's fields."""
    wanted = Wanted(prompt=prompt_of(body))
    _require_one(body)
    _add_files(wanted, body, service)
    for character in _listed(body.get("characters")):
        wanted.names.setdefault("people", "characters")
        add_character(wanted, service, character)
    _add_size(wanted, body)
    add_numbers(wanted, body)
    for name in _SOUND:
        if body.get(name) not in (None, ""):
            wanted.put("has_sound", truth(body[name], field=name), named=name)
    add_label(wanted, body.get("label"))
    unknown = sorted(set(body) - _KNOWN - {"characters"})
    for name in unknown:
        wanted.warn(f"{name[:80]} has no effect here.")
    return wanted


def prompt_of(body: Mapping[str, Any]) -> str:
    """What the video should show; refuses silence."""
    prompt = body.get("prompt")
    if not isinstance(prompt, str) or not prompt.strip():
        raise RequestError("prompt must be a text with something in it.", field="prompt")
    return prompt


def _require_one(body: Mapping[str, Any]) -> None:
    for name in _COUNTS:
        if body.get(name) not in (None, "") and _whole(body[name], name) != 1:
            text = f"{name}={str(body[name])[:40]}: one video is made for a request."
            raise RequestError(f"{text} Leave it out, and ask once for each.", field=name)


def add_numbers(wanted: Wanted, body: Mapping[str, Any]) -> None:
    """The length, the seed and the steps."""
    _add_seconds(wanted, body)
    for name, ours in _NUMBERS.items():
        if body.get(name) not in (None, ""):
            wanted.put(ours, _whole(body[name], name), named=name)


def file_from(service: Service, given: Any, *, field: str) -> Asset:
    """A file as an upload, an address, a data URI, or an object or JSON text that holds one."""
    if isinstance(given, UploadFile):
        return service.assets.keep(given.file, name=given.filename or field, field=field)
    if isinstance(given, str) and given.lstrip().startswith("{"):
        try:
            given = json.loads(given)
        except (ValueError, RecursionError):
            raise RequestError(f"{field} is not valid JSON.", field=field) from None
    if isinstance(given, Mapping):
        names = ("image_url", "video_url", "audio_url", "url", "file_id", "id")
        given = next((given[name] for name in names if given.get(name)), None)
        if isinstance(given, Mapping):
            given = given.get("url")
    return asset_from(service, given, field=field)


def _add_files(wanted: Wanted, body: Mapping[str, Any], service: Service) -> None:
    """A picture alone is the first frame; a picture with a voice, or a clip, is a person."""
    voices = [
        file_from(service, given, field=name)
        for name in _VOICES
        for given in _listed(body.get(name))
    ]
    for name in _FIRST:
        for given in _listed(body.get(name)):
            asset = file_from(service, given, field=name)
            if asset.kind == "image" and not voices:
                wanted.begin_with(asset, named=name)
            elif asset.kind != "audio":
                wanted.add_person(service, asset, voices.pop(0) if voices else None, named=name)
            else:
                wanted.sound_like(asset, named=name)
    for name in _PEOPLE:
        for given in _listed(body.get(name)):
            asset = file_from(service, given, field=name)
            wanted.add_person(service, asset, voices.pop(0) if voices else None, named=name)
    if body.get(_PLACE) not in (None, ""):
        wanted.happen_in(file_from(service, body[_PLACE], field=_PLACE), named=_PLACE)
    if voices:
        wanted.sound_like(voices[0], named=next(name for name in _VOICES if body.get(name)))


def _add_size(wanted: Wanted, body: Mapping[str, Any]) -> None:
    size, ratio = body.get("size"), body.get("aspect_ratio")
    if body.get("width") and body.get("height"):
        size = f"{_whole(body['width'], 'width')}x{_whole(body['height'], 'height')}"
    if size:
        found = re.fullmatch(r"(\d{2,5})[x*](\d{2,5})", str(size))
    elif ratio:
        found = re.fullmatch(r"(\d{1,3}):(\d{1,3})", str(ratio))
    else:
        return
    if found is None or 0 in (int(found[1]), int(found[2])):
        name = "size" if size else "aspect_ratio"
        raise RequestError(f"{name}={size or ratio!r}: give one such as 1280x720.", field=name)
    nearest = nearest_size if size else nearest_shape
    chosen = nearest(int(found[1]), int(found[2]))
    if size and chosen != size:
        wanted.warn(f"size {size} became {chosen}.")
    wanted.put("size", chosen, named="size" if size else "aspect_ratio")


def _add_seconds(wanted: Wanted, body: Mapping[str, Any]) -> None:
    asked: float | None = None
    named = "seconds"
    if body.get("seconds") not in (None, ""):
        asked = number(body["seconds"], field="seconds")
    elif body.get("num_frames") not in (None, ""):
        named = "num_frames"
        rate = number(body.get("fps") or 24, field="fps")
        asked = number(body["num_frames"], field="num_frames") / max(rate, 1.0)
    if asked is None:
        return
    if not 0 < asked <= 60:
        text = f"{named} of {asked:g} s: give {SHORTEST_SECONDS:g} to {LONGEST_SECONDS:g} s."
        raise RequestError(text, field=named)
    seconds = nearest(asked, (SHORTEST_SECONDS, LONGEST_SECONDS))
    if seconds != asked:
        wanted.warn(f"seconds {asked:g} became {seconds:g}.")
    wanted.put("seconds", seconds, named=named)


def _whole(value: Any, field: str) -> int:
    found = number(value, field=field)
    if found != int(found):
        raise RequestError(f"{field}={value!r} is no whole number. Give one.", field=field)
    return int(found)


def _listed(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    if isinstance(value, str) and value.lstrip().startswith("["):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return [value]
    return value[:20] if isinstance(value, list) else [value]
