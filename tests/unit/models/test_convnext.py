import torch

from retrat.models.convnext import ConvNeXt


def test_a_step_is_heard_half_a_kernel_away_and_no_further() -> None:
    torch.manual_seed(0)
    block = ConvNeXt(8, kernel=5)
    x = torch.randn(1, 11, 8)
    changed = x.clone()
    changed[:, 5] += 1
    difference = (block(x) - block(changed)).abs().amax(dim=(0, 2))
    assert torch.equal(difference > 0, (torch.arange(11) - 5).abs() <= 2)
