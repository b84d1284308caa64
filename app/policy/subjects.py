"""What a rule may ask of the thing it judges; rooms' models fit these without knowing them."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol, runtime_checkable


@runtime_checkable
class Authored(Protocol):
    """Something that one person made and answers for."""

    @property
    def author_id(self) -> int: ...


@runtime_checkable
class Joint(Protocol):
    """Something that others than its author answer for, too."""

    @property
    def co_author_ids(self) -> frozenset[int]: ...


@runtime_checkable
class Shown(Protocol):
    """Something that is, or isn't, there for readers at a moment."""

    def is_shown_at(self, at: datetime) -> bool: ...


@runtime_checkable
class Ended(Protocol):
    """Something that can be out of reach for good."""

    @property
    def is_gone(self) -> bool: ...
