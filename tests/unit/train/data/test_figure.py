"""People dressed: whole meshes, different faces, jaws that open."""

from dataclasses import replace

import numpy as np

from retrat.train.data.assets import Pack
from retrat.train.data.figure import base_shape, dressed_figure, fit
from retrat.train.data.people import HAIR_CUTS, outfit_from_seed, person_from_seed


def test_a_cut_of_the_phenotype_changes_the_body(pack: Pack) -> None:
    person = person_from_seed(1, pack)
    taller = replace(person, phenotypes=person.phenotypes | {"height": 0.95})
    short = replace(person, phenotypes=person.phenotypes | {"height": 0.05})
    assert np.ptp(base_shape(taller, pack)[0][:, 1]) > 1.1 * np.ptp(
        base_shape(short, pack)[0][:, 1]
    )


def test_two_people_have_two_faces(pack: Pack) -> None:
    faces = []
    for seed in (1, 2):
        positions, _ = base_shape(person_from_seed(seed, pack), pack)
        face = positions[pack["masks"][:, 5] > 128]
        faces.append(face - face.mean(0))
    assert np.abs(faces[0] - faces[1]).max() > 0.005


def test_every_cut_makes_a_figure_whose_moving_vertices_come_first(pack: Pack) -> None:
    person = person_from_seed(4, pack)
    for cut in HAIR_CUTS[::5]:
        dressed = replace(person, hair_cut=cut)
        figure = dressed_figure(dressed, outfit_from_seed(2, dressed), pack)
        assert np.isfinite(figure.positions).all()
        assert figure.action_basis.shape[1] == figure.moving < len(figure.positions)
        assert all(mesh.max() < len(figure.positions) for mesh in figure.draws.values())
        np.testing.assert_allclose(figure.bone_weights.sum(1), 1, atol=1e-3)


def test_a_fitted_mesh_lies_on_the_head(pack: Pack) -> None:
    positions, _ = base_shape(person_from_seed(5, pack), pack)
    hair = fit("short02", pack, positions)
    skull = positions[(pack["template"][:, 1] > 0.75) & (pack["masks"][:, 5] > 128)]
    assert hair[:, 1].max() > skull[:, 1].max()
    assert np.abs(hair[:, 0]).max() < 0.2
