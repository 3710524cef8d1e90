"""Write what the reference computes to tests/parity/: run by hand, never by the tests.

    python tools/capture_parity.py

Wan 2.1's transformer is diffusers' WanTransformer3DModel (Apache-2.0), built at a tiny size from a
seed; its weights, inputs and outputs become one small safetensors file. The names and shapes of the
published sizes, built on the meta device, become one JSON file, with one block standing for all.
MiniLM's architecture is transformers' BertModel (Apache-2.0), captured the same way.
"""

import json
import re
from pathlib import Path

import diffusers
import torch
import transformers
from diffusers import WanTransformer3DModel
from safetensors.torch import save_file
from transformers import BertConfig, BertModel

HERE = Path(__file__).parents[1] / "tests" / "parity"
TINY = {
    "patch_size": (1, 2, 2),
    "num_attention_heads": 2,
    "attention_head_dim": 12,
    "in_channels": 16,
    "out_channels": 16,
    "text_dim": 16,
    "freq_dim": 16,
    "ffn_dim": 40,
    "num_layers": 2,
}
PUBLISHED = {
    "1.3b": {"num_attention_heads": 12, "ffn_dim": 8960, "num_layers": 30},
    "14b": {"num_attention_heads": 40, "ffn_dim": 13824, "num_layers": 40},
}


def tiny_wan() -> dict[str, torch.Tensor]:
    """Weights, inputs and outputs: one sigma a sample, and one a token (as Wan 2.2 has it)."""
    torch.manual_seed(0)
    model = WanTransformer3DModel(**TINY).eval()
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.2)
    latents = torch.randn(2, 16, 3, 4, 6)
    text = torch.randn(2, 5, 16)
    timestep = torch.tensor([737.5, 120.0])
    tokens = 3 * 2 * 3
    first_frame_given = timestep[:, None] * (torch.arange(tokens) >= 2 * 3)
    with torch.no_grad():
        velocity = model(latents, timestep, text).sample
        velocity_by_token = model(latents, first_frame_given, text).sample
    captured = {
        "latents": latents,
        "text": text,
        "timestep": timestep,
        "velocity": velocity,
        "velocity_first_frame_given": velocity_by_token,
    }
    return captured | {f"weights.{name}": value for name, value in model.state_dict().items()}


def tiny_bert() -> dict[str, torch.Tensor]:
    """Weights, token ids with padding, and the last layer's states."""
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=40,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=24,
        max_position_embeddings=12,
        layer_norm_eps=1e-12,
    )
    model = BertModel(config).eval()
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.3)
    ids = torch.randint(0, 40, (2, 7))
    mask = torch.arange(7) < torch.tensor([[7], [4]])
    with torch.no_grad():
        states = model(ids, attention_mask=mask.long()).last_hidden_state
    captured = {"ids": ids, "mask": mask, "states": states}
    return captured | {f"weights.{name}": value for name, value in model.state_dict().items()}


def published_shapes() -> dict[str, dict[str, object]]:
    """Every name and shape of both published sizes, the blocks folded into one."""
    found = {}
    for name, config in PUBLISHED.items():
        with torch.device("meta"):
            model = WanTransformer3DModel(
                attention_head_dim=128, text_dim=4096, in_channels=16, out_channels=16, **config
            )
        shapes = {key: list(value.shape) for key, value in model.state_dict().items()}
        folded = {
            re.sub(r"^blocks\.\d+\.", "blocks.{}.", key): shape for key, shape in shapes.items()
        }
        found[name] = {
            "blocks": config["num_layers"],
            "names": len(shapes),
            "parameters": sum(value.numel() for value in model.state_dict().values()),
            "shapes": folded,
        }
    return found


if __name__ == "__main__":
    environment = {
        "diffusers": diffusers.__version__,
        "transformers": transformers.__version__,
        "torch": torch.__version__,
    }
    save_file(tiny_wan(), HERE / "wan_tiny.safetensors", metadata=environment)
    save_file(tiny_bert(), HERE / "bert_tiny.safetensors", metadata=environment)
    (HERE / "wan_published.json").write_text(json.dumps(published_shapes(), indent=1) + "\n")
