"""Names both ways; the published models' names are tested in tests/parity."""

import pytest
import torch

from retrat.weights.keymaps import MINILM, WAN, Rule, to_ours, to_theirs


@pytest.mark.parametrize("rules", [WAN, MINILM])
def test_no_two_rules_meet(rules: tuple[Rule, ...]) -> None:
    assert len({rule.theirs for rule in rules}) == len(rules)
    assert len({rule.ours for rule in rules}) == len(rules)
    assert all(rule.theirs.count("{}") == rule.ours.count("{}") for rule in rules)


def test_layouts_come_back() -> None:
    rules = [Rule(theirs="a.{}.w", ours="b.{}", layout="d c t h w -> d (t h w c)")]
    theirs = {"a.3.w": torch.randn(2, 3, 1, 2, 2)}
    ours = to_ours(theirs, rules)
    assert ours["b.3"].shape == (2, 12)
    assert torch.equal(to_theirs(ours, rules, patch=(1, 2, 2))["a.3.w"], theirs["a.3.w"])


def test_unknown_names_are_refused() -> None:
    with pytest.raises(KeyError, match="foreign weight 'x'"):
        to_ours({"x": torch.zeros(1)}, WAN)
    assert to_ours({"x": torch.zeros(1)}, WAN, ignored=["x"]) == {}
    with pytest.raises(KeyError, match="our weight 'x'"):
        to_theirs({"x": torch.zeros(1)}, WAN, patch=(1, 2, 2))
