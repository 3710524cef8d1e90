"""The prompt as token states that every cross-attention sees."""

from retrat.conditioning.parts import Parts
from retrat.types import Context


def context_of(prompt: str, parts: Parts) -> Context:
    """A context of nothing but text; an empty prompt is what guidance calls knowing nothing."""
    states, mask = parts.text_tokens(prompt)
    return Context(text=states, text_mask=mask)
