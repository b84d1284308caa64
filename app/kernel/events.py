"""Events: facts in the past tense that carry ids only, never text or pictures."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Event:
    """Something that has happened. Subclasses are frozen dataclasses whose fields are ids."""

    known: ClassVar[dict[str, type[Event]]] = {}

    def __init_subclass__(cls) -> None:
        if cls.__name__ in Event.known:
            raise TypeError(f"two events are called {cls.__name__}")
        Event.known[cls.__name__] = cls

    @property
    def payload(self) -> dict[str, int | str]:
        """The ids, as they are stored."""
        return asdict(self)


def revive(name: str, payload: dict[str, int | str]) -> Event:
    """Rebuild a stored event; raises KeyError for a name nobody defines any more."""
    return Event.known[name](**payload)
