"""Which person a token speaks of, written into the token itself.

The first person's tokens stay as they are; person k >= 2 adds a fixed code to theirs. The same
code on a voice token, an identity token and the speech of that person says that they belong
together; nothing has to be learned for a single person.
"""

import torch
from jaxtyping import Float
from torch import Tensor

MOST_PEOPLE = 4


def slot_code(person: int, width: int) -> Float[Tensor, " width"]:
    """Nothing for the first person, else a square wave of that person's own frequency."""
    if person <= 1:
        return torch.zeros(width)
    places = torch.arange(width)
    return 0.5 * (1.0 - 2.0 * ((places >> (person - 2)) % 2).float())
