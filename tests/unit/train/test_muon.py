import torch
from torch import nn

from retrat.train.muon import Muon, orthogonal


def test_singular_values_become_about_one() -> None:
    torch.manual_seed(0)
    for shape in ((3, 16, 40), (3, 40, 16)):
        matrices = torch.randn(shape) @ torch.diag(torch.logspace(0, -1, shape[2]))
        values = torch.linalg.svdvals(orthogonal(matrices))
        assert values.min() > 0.4
        assert values.max() < 1.3


def test_an_ill_conditioned_problem_is_solved_sooner_than_by_sgd() -> None:
    torch.manual_seed(1)
    scale = torch.logspace(0, -2, 12)
    inputs, wanted = torch.randn(256, 12) * scale, torch.randn(12, 8)

    def left(optimiser: type, **options: float) -> float:
        layer = nn.Linear(12, 8, bias=False)
        nn.init.zeros_(layer.weight)
        stepper = optimiser(layer.parameters(), **options)
        for _ in range(150):
            loss = (layer(inputs) - inputs @ wanted).square().mean()
            stepper.zero_grad()
            loss.backward()
            stepper.step()
        return float((layer.weight.detach().T - wanted).square().mean())

    assert left(Muon, lr=0.1) < 0.5 * left(torch.optim.SGD, lr=0.5, momentum=0.9)


def test_its_state_survives_saving() -> None:
    layer = nn.Linear(4, 4, bias=False)
    first = Muon(layer.parameters(), lr=0.1)
    layer(torch.ones(1, 4)).sum().backward()
    first.step()
    second = Muon(layer.parameters(), lr=0.1)
    second.load_state_dict(first.state_dict())
    (state,) = second.state.values()
    assert torch.equal(state["momentum"], first.state[layer.weight]["momentum"])
