"""Bytes to modules and back: strict keys, known settings, pinned hashes, safetensors alone."""

from retrat.weights.configs import config_from_json, config_to_json
from retrat.weights.modules import filled, load_module, metadata_of, save_module
from retrat.weights.releases import (
    Release,
    ReleaseFile,
    find_release,
    load_part,
    publish_part,
    read_release,
    releases,
    write_release,
)

__all__ = [
    "Release",
    "ReleaseFile",
    "config_from_json",
    "config_to_json",
    "filled",
    "find_release",
    "load_module",
    "load_part",
    "metadata_of",
    "publish_part",
    "read_release",
    "releases",
    "save_module",
    "write_release",
]
