"""A model's Config as JSON in the file of its weights: every setting known, none missing."""

import dataclasses
import json
import types
import typing
from collections.abc import Mapping
from typing import Any, Literal, TypeVar

from retrat.errors import ReleaseError

T = TypeVar("T")


def config_to_json(config: Any) -> str:
    """A (nested) dataclass as one line of JSON."""
    return json.dumps(dataclasses.asdict(config), sort_keys=True)


def config_from_json(kind: type[T], text: str) -> T:
    """The dataclass back; a setting too many, too few or of the wrong kind is refused."""
    try:
        values = json.loads(text)
    except ValueError:
        raise ReleaseError(f"The settings of {kind.__qualname__} are not JSON.") from None
    return typing.cast(T, _built(kind, values, kind.__qualname__))


def _built(kind: Any, value: Any, place: str) -> Any:
    origin = typing.get_origin(kind)
    if dataclasses.is_dataclass(kind):
        return _dataclass(typing.cast(type, kind), value, place)
    if origin in (typing.Union, types.UnionType):
        return _one_of(typing.get_args(kind), value, place)
    if origin is tuple:
        return _tuple(typing.get_args(kind), value, place)
    if origin is Literal:
        if value in typing.get_args(kind):
            return value
    elif kind is float and type(value) in (int, float):
        return float(value)
    elif type(value) is (type(None) if kind is None else kind):
        return value
    raise ReleaseError(f"{place}={value!r} is not a {kind}; these weights need another version.")


def _dataclass(kind: type, value: Any, place: str) -> Any:
    if not isinstance(value, Mapping):
        raise ReleaseError(f"{place}={value!r} should be a table of settings.")
    known = {field.name for field in dataclasses.fields(kind) if field.init}
    unknown, missing = sorted(set(value) - known), sorted(known - set(value))
    if unknown or missing:
        text = f"{place}: unknown settings {unknown}, missing settings {missing}"
        raise ReleaseError(f"{text}; these weights need another version of retrat.")
    hints = typing.get_type_hints(kind)
    return kind(**{name: _built(hints[name], value[name], f"{place}.{name}") for name in known})


def _one_of(kinds: tuple[Any, ...], value: Any, place: str) -> Any:
    for kind in kinds:
        try:
            return _built(kind, value, place)
        except ReleaseError as error:
            problem = error
    raise problem


def _tuple(kinds: tuple[Any, ...], value: Any, place: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise ReleaseError(f"{place}={value!r} should be a list.")
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        kinds = (kinds[0],) * len(value)
    if len(kinds) != len(value):
        raise ReleaseError(f"{place} has {len(value)} values, not {len(kinds)}.")
    return tuple(_built(k, v, place) for k, v in zip(kinds, value, strict=True))
