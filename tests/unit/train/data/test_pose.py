"""Rotations are rotations, arms reach, and children follow their parents."""

import numpy as np

from retrat.train.data.pose import bone_matrices, reach, rotation


def test_a_quarter_turn_about_y_brings_forward_to_the_left() -> None:
    turned = rotation(np.array([[0.0, np.pi / 2, 0.0]]))[0] @ [0, 0, 1]
    np.testing.assert_allclose(turned, [1, 0, 0], atol=1e-9)


def test_the_wrist_arrives_where_it_should() -> None:
    arm = np.array([[0.0, 0.0, 0.0], [0.2, -0.2, 0.0], [0.35, -0.3, 0.15]])
    target = np.array([[0.1, 0.1, 0.35], [0.2, -0.3, 0.1]])
    upper, lower = reach(arm, target, np.tile([0.3, -1.0, -0.2], (2, 1)))
    elbow = np.einsum("fij,j->fi", upper, arm[1])
    wrist = elbow + np.einsum("fij,fjk,k->fi", upper, lower, arm[2] - arm[1])
    np.testing.assert_allclose(wrist, target, atol=1e-6)


def test_an_unreachable_point_is_pointed_at_with_a_straight_arm() -> None:
    arm = np.array([[0.0, 0.0, 0.0], [0.2, -0.2, 0.0], [0.35, -0.3, 0.15]])
    upper, lower = reach(arm, np.array([[5.0, 0.0, 0.0]]), np.array([[0.0, -1.0, 0.0]]))
    wrist = upper[0] @ arm[1] + upper[0] @ lower[0] @ (arm[2] - arm[1])
    assert wrist[0] > 0.99 * np.linalg.norm(wrist)


def test_a_hand_follows_the_shoulder_though_it_is_listed_first() -> None:
    heads = np.array([[1.0, 0, 0], [0.0, 0, 0]])
    turn = rotation(np.array([[0, 0, np.pi / 2]]))
    matrices = bone_matrices(
        {"shoulder": turn}, np.zeros((1, 3)), heads, (["hand", "shoulder"], [1, -1])
    )
    np.testing.assert_allclose(matrices[0, 0] @ [1, 0, 0, 1], [0, 1, 0, 1], atol=1e-6)
