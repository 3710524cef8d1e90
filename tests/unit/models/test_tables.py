"""Files kept in tensors."""

import torch

from retrat.models.tables import as_bytes, file_at


def test_files_lie_one_after_another() -> None:
    files, ends = torch.tensor(list(b"onethree"), dtype=torch.uint8), torch.tensor([3, 3, 8])
    assert [file_at(row, files, ends) for row in range(3)] == [b"one", b"", b"three"]
    assert as_bytes(files) == b"onethree"
