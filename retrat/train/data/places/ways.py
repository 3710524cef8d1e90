"""Where people walk in a site, and what else passes there, as its camera sees that."""

from __future__ import annotations

from typing import Any

import numpy as np
from jaxtyping import Float

from retrat.train.data.places.site import Point, Site

SENSOR = 36.0  # millimetres


def ways_of(site: Site) -> list[Any] | None:
    """What `retrat.models.made_places.Ways` holds, as JSON has it; None where nothing passes."""
    if not site.lanes and site.outside is None and site.clouds is None:
        return None
    view = site.view
    lens = view.lens / SENSOR
    # A point infinitely far away is a disc of f^2 / (N (d - f)).
    blur = view.lens**2 / (view.stop * (1000 * view.focus - view.lens)) / SENSOR
    lanes = [
        [
            _seen(site, lane.start), _seen(site, lane.end), lane.often,
            -1 if lane.screen is None else lane.screen,
        ]
        for lane in site.lanes
    ]  # fmt: skip
    outside = None
    if (there := site.outside) is not None:
        axes = _axes(site).round(4).tolist()
        outside = [there.speed, there.height, there.is_night, axes, there.screen]
    clouds = -1 if site.clouds is None else site.clouds
    return [round(lens, 4), round(blur, 5), view.focus, lanes, outside, clouds]


def _axes(site: Site) -> Float[np.ndarray, "3 3"]:
    """The camera's right, up and away."""
    at, to = np.array(site.view.at), np.array(site.view.to)
    away = (to - at) / np.linalg.norm(to - at)
    right = np.cross(away, (0.0, 0.0, 1.0))
    right /= np.linalg.norm(right)
    return np.stack([right, np.cross(right, away), away])


def _seen(site: Site, point: Point) -> list[float]:
    """Metres from the camera: right, up, away."""
    there = _axes(site) @ (np.array(point) - np.array(site.view.at))
    return [round(float(each), 3) for each in there]
