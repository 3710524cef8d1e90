import torch

from retrat.models.duration_predictor import DurationPredictor


def test_one_duration_a_phone_that_depends_on_the_rhythm() -> None:
    torch.manual_seed(0)
    predictor = DurationPredictor(DurationPredictor.Config.tiny())
    ids = torch.tensor([[0, 5, 17, 9, 0], [0, 8, 8, 8, 0]])
    rhythm = torch.randn(2, 4, 8)
    logs = predictor(ids, rhythm)
    assert logs.shape == (2, 5)
    assert (logs - predictor(ids, None)).abs().max() > 1e-3
    assert logs.exp().mean() < 1.0


def test_no_voice_is_the_average_voice() -> None:
    torch.manual_seed(0)
    predictor = DurationPredictor(DurationPredictor.Config.tiny())
    ids = torch.tensor([[0, 5, 17, 9, 0]])
    assert torch.equal(predictor(ids, None), predictor(ids, predictor.average[None]))
