"""What a drawing may be asked for; every kind lists its words, so a misspelt case file is told them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from PIL import Image

Words = Mapping[str, str]


class UnknownDrawing(ValueError):
    """No such kind of drawing, or it has no such option or value."""


@dataclass(frozen=True)
class Kind:
    """One kind of drawing: its painter, and the values of each option, the default first."""

    paint: Callable[[Random, Words], Image.Image]
    choices: Mapping[str, tuple[str, ...]]


def chosen(kind: str, choices: Mapping[str, tuple[str, ...]], asked: Mapping[str, object]) -> dict[str, str]:
    """The asked options over the defaults, each checked against the values which exist."""
    words = {name: values[0] for name, values in choices.items()}
    for name, value in asked.items():
        words[name] = _value(kind, choices, name=name, value=str(value))
    return words


def _value(kind: str, choices: Mapping[str, tuple[str, ...]], *, name: str, value: str) -> str:
    if name not in choices:
        raise UnknownDrawing(f"{kind} has no option {name!r}; it has: {', '.join(sorted(choices))}")
    if value not in choices[name]:
        raise UnknownDrawing(f"{kind} has no {name} {value!r}; it has: {', '.join(choices[name])}")
    return value
