"""MakeHuman's fitted meshes (.mhclo with .obj): read, split at texture seams, packed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy import ndarray


def read_fit(path: Path) -> dict[str, ndarray]:
    """A .mhclo file and its .obj: rows of base vertices, weights and offsets, and a mesh with
    texture coordinates.
    """
    lines = [
        line.split()
        for line in path.read_text().splitlines()
        if line.strip() and not line.startswith("#")
    ]
    header = {
        line[0]: line[1:]
        for line in lines
        if line[0] in ("obj_file", "x_scale", "y_scale", "z_scale")
    }
    start = next(i for i, line in enumerate(lines) if line[0] == "verts") + 1
    rows, deleted = [], np.zeros(20000, bool)
    for i in range(start, len(lines)):
        if lines[i][0] == "delete_verts":
            deleted[_ranges(word for line in lines[i + 1 :] for word in line)] = True
            break
        if not lines[i][0].lstrip("-").isdigit():
            continue
        rows.append([float(word) for word in lines[i]])
    table = np.array([row if len(row) > 1 else [row[0]] * 3 + [1, 0, 0, 0, 0, 0] for row in rows])
    scales = np.array([[float(word) for word in header[f"{axis}_scale"]] for axis in "xyz"])
    mesh = _read_obj(path.parent / header["obj_file"][0])
    return {
        "refs": table[:, :3].astype(int),
        "weights": table[:, 3:6],
        "offsets": table[:, 6:9],
        "scale_refs": scales[:, :2].astype(int),
        "scales": scales[:, 2],
        "deleted": np.nonzero(deleted)[0],
        **mesh,
    }


def _ranges(words: Iterable[str]) -> ndarray:
    """'3 - 5 9' means vertices 3, 4, 5 and 9."""
    found: list[int] = []
    is_range = False
    for word in words:
        if word == "-":
            is_range = True
        elif word.isdigit():
            found.extend(range(found[-1] + 1, int(word) + 1) if is_range else [int(word)])
            is_range = False
        else:
            break
    return np.array(found, dtype=int)


def _read_obj(path: Path) -> dict[str, ndarray]:
    """Vertices of the file by number, split where texture coordinates differ, as triangles."""
    texture: list[list[float]] = []
    corners: dict[tuple[int, int], int] = {}
    triangles: list[list[int]] = []
    for line in path.read_text().splitlines():
        words = line.split()
        if not words:
            continue
        if words[0] == "vt":
            texture.append([float(words[1]), float(words[2])])
        elif words[0] == "f":
            keys = [tuple(int(part) - 1 for part in word.split("/")[:2]) for word in words[1:]]
            corner = [
                corners.setdefault((key[0], key[1] if len(key) > 1 else -1), len(corners))
                for key in keys
            ]
            triangles += [[corner[0], corner[i], corner[i + 1]] for i in range(1, len(corner) - 1)]
    numbers = np.array(list(corners))
    uv = np.array(texture) if texture else np.zeros((1, 2))
    return {
        "corner": numbers[:, 0],
        "uv": uv[np.maximum(numbers[:, 1], 0)],
        "triangles": np.array(triangles),
    }


def _components(corner: ndarray, triangles: ndarray) -> ndarray:
    """The connected piece each vertex belongs to, numbered from the largest."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    edges = corner[triangles]
    rows, columns = edges[:, [0, 1]].ravel(), edges[:, [1, 2]].ravel()
    size = int(corner.max()) + 1
    graph = coo_matrix((np.ones(len(rows)), (rows, columns)), shape=(size, size))
    found = connected_components(graph, directed=False)[1][corner]
    order = np.argsort(-np.bincount(found))
    rank = np.empty(len(order), int)
    rank[order] = np.arange(len(order))
    return np.minimum(rank[found], 255).astype(np.uint8)


def packed_fit(name: str, fit: dict[str, ndarray], remap: ndarray) -> dict[str, ndarray]:
    corner = fit["corner"]
    deleted = remap[fit["deleted"][fit["deleted"] < len(remap)]]
    return {
        f"{name}.refs": remap[fit["refs"][corner]].astype(np.uint16),
        f"{name}.weights": fit["weights"][corner].astype(np.float32),
        f"{name}.offsets": fit["offsets"][corner].astype(np.float32),
        f"{name}.scale_refs": remap[fit["scale_refs"]].astype(np.uint16),
        f"{name}.scales": fit["scales"].astype(np.float32),
        f"{name}.uv": fit["uv"].astype(np.float16),
        f"{name}.corner": corner.astype(np.uint16),
        f"{name}.component": _components(corner, fit["triangles"]),
        f"{name}.triangles": fit["triangles"].astype(np.uint16),
        f"{name}.deleted": deleted[deleted >= 0].astype(np.uint16),
    }
