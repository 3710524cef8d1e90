"""A fitted mesh read from a file of the published form."""

from pathlib import Path

import numpy as np

from retrat.train.data.fits import packed_fit, read_fit

MHCLO = """# a comment
name thing
obj_file thing.obj
x_scale 0 1 2.0
y_scale 0 2 1.0
z_scale 0 3 1.0
verts 0
2
0 1 2 0.5 0.25 0.25 0.1 0.0 -0.1
1
3
delete_verts
0 - 2 5
"""
OBJ = """v 0 0 0
v 0 0 0
v 0 0 0
v 0 0 0
vt 0 0
vt 1 0
vt 1 1
vt 0 1
vt 0.5 0.5
f 1/1 2/2 3/3 4/4
f 1/5 3/3 4/4
"""


def test_rows_scales_ranges_quads_and_seams(tmp_path: Path) -> None:
    (tmp_path / "thing.mhclo").write_text(MHCLO)
    (tmp_path / "thing.obj").write_text(OBJ)
    fit = read_fit(tmp_path / "thing.mhclo")
    np.testing.assert_array_equal(fit["refs"], [[2, 2, 2], [0, 1, 2], [1, 1, 1], [3, 3, 3]])
    np.testing.assert_allclose(fit["weights"][1], [0.5, 0.25, 0.25])
    np.testing.assert_allclose(fit["scales"], [2, 1, 1])
    np.testing.assert_array_equal(fit["deleted"], [0, 1, 2, 5])
    assert len(fit["triangles"]) == 3
    assert len(fit["corner"]) == 5  # the first vertex has two texture coordinates
    packed = packed_fit("thing", fit, np.arange(20))
    assert packed["thing.component"].max() == 0
