"""Foreign names of weights, translated by data: (theirs, ours, layout) from pattern to pattern.

`{}` stands for one part of a dotted name, in the same order on both sides. `layout` is an einops
pattern from their shape to ours, or None where the shapes agree; its sizes are `patch`es.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from einops import rearrange
from torch import Tensor


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One kind of name on both sides."""

    theirs: str
    ours: str
    layout: str | None = None


def _attention(theirs: str, ours: str) -> list[Rule]:
    pairs = {"to_q": "q", "to_k": "k", "to_v": "v", "to_out.0": "out"}
    linears = [
        Rule(theirs=f"{theirs}.{a}.{part}", ours=f"{ours}.{b}.{part}")
        for a, b in pairs.items()
        for part in ("weight", "bias")
    ]
    norms = [
        Rule(theirs=f"{theirs}.norm_{a}.weight", ours=f"{ours}.norm_{a}.norm.weight") for a in "qk"
    ]
    return linears + norms


def _linears(pairs: Mapping[str, str]) -> list[Rule]:
    return [
        Rule(theirs=f"{a}.{part}", ours=f"{b}.{part}")
        for a, b in pairs.items()
        for part in ("weight", "bias")
    ]


# diffusers' WanTransformer3DModel (Wan 2.1 text-to-video) -> Transformer.video
WAN: tuple[Rule, ...] = (
    Rule(
        theirs="patch_embedding.weight",
        ours="into.weight",
        layout="d c t h w -> d (t h w c)",  # our tokens hold a patch as their output does
    ),
    Rule(theirs="patch_embedding.bias", ours="into.bias"),
    *_linears(
        {
            "condition_embedder.time_embedder.linear_1": "time.into",
            "condition_embedder.time_embedder.linear_2": "time.out",
            "condition_embedder.time_proj": "time.modulation",
            "condition_embedder.text_embedder.linear_1": "text.into",
            "condition_embedder.text_embedder.linear_2": "text.out",
            "blocks.{}.norm2": "blocks.{}.cross_norm",
            "blocks.{}.ffn.net.0.proj": "blocks.{}.feed_forward.into",
            "blocks.{}.ffn.net.2": "blocks.{}.feed_forward.out",
            "proj_out": "out",
        }
    ),
    *_attention("blocks.{}.attn1", "blocks.{}.self_attention"),
    *_attention("blocks.{}.attn2", "blocks.{}.cross_attention"),
    Rule(
        theirs="blocks.{}.scale_shift_table",
        ours="blocks.{}.modulation",
        layout="1 m d -> m d",
    ),
    Rule(theirs="scale_shift_table", ours="modulation", layout="1 m d -> m d"),
)

# Hugging Face's BertModel (MiniLM-L6) -> TextEncoder
MINILM: tuple[Rule, ...] = (
    Rule(theirs="embeddings.word_embeddings.weight", ours="words.weight"),
    Rule(theirs="embeddings.position_embeddings.weight", ours="places.weight"),
    Rule(theirs="embeddings.token_type_embeddings.weight", ours="kinds.weight"),
    *_linears(
        {
            "embeddings.LayerNorm": "norm",
            "encoder.layer.{}.attention.self.query": "layers.{}.q",
            "encoder.layer.{}.attention.self.key": "layers.{}.k",
            "encoder.layer.{}.attention.self.value": "layers.{}.v",
            "encoder.layer.{}.attention.output.dense": "layers.{}.out",
            "encoder.layer.{}.attention.output.LayerNorm": "layers.{}.attention_norm",
            "encoder.layer.{}.intermediate.dense": "layers.{}.feed_forward.into",
            "encoder.layer.{}.output.dense": "layers.{}.feed_forward.out",
            "encoder.layer.{}.output.LayerNorm": "layers.{}.feed_forward_norm",
        }
    ),
)


def to_ours(
    weights: Mapping[str, Tensor], rules: Iterable[Rule], *, ignored: Iterable[str] = ()
) -> dict[str, Tensor]:
    """Their weights under our names; an unknown name is an error unless it is `ignored`."""
    rules, skipped = tuple(rules), frozenset(ignored)
    return dict(
        _one_to_ours(name, value, rules) for name, value in weights.items() if name not in skipped
    )


def to_theirs(
    weights: Mapping[str, Tensor], rules: Iterable[Rule], *, patch: tuple[int, int, int]
) -> dict[str, Tensor]:
    """Our weights under their names: the way back, for files that others read."""
    rules = tuple(rules)
    return dict(_one_to_theirs(name, value, rules, patch) for name, value in weights.items())


def _one_to_ours(name: str, value: Tensor, rules: tuple[Rule, ...]) -> tuple[str, Tensor]:
    for rule in rules:
        found = _match(rule.theirs, name)
        if found is not None:
            value = value if rule.layout is None else rearrange(value, rule.layout)
            return rule.ours.format(*found), value
    raise KeyError(f"no rule for the foreign weight {name!r}")


def _one_to_theirs(
    name: str, value: Tensor, rules: tuple[Rule, ...], patch: tuple[int, int, int]
) -> tuple[str, Tensor]:
    for rule in rules:
        found = _match(rule.ours, name)
        if found is not None:
            return rule.theirs.format(*found), _undo(value, rule.layout, patch)
    raise KeyError(f"no rule for our weight {name!r}")


def _undo(value: Tensor, layout: str | None, patch: tuple[int, int, int]) -> Tensor:
    if layout is None:
        return value
    theirs, ours = layout.split(" -> ")
    sizes = dict(zip("thw", patch, strict=True)) if "(t h w c)" in ours else {}
    return rearrange(value, f"{ours} -> {theirs}", **sizes)


def _match(pattern: str, name: str) -> tuple[str, ...] | None:
    found = re.fullmatch(re.escape(pattern).replace(r"\{\}", r"([^.]+)"), name)
    return None if found is None else found.groups()
