"""Refusals: everything the product says 'no' with. The web room turns each into a page or a form error."""

from __future__ import annotations


def mark(message: str) -> str:
    """Mark a message for translation where it is written; it's translated where it is shown."""
    return message


class Refusal(Exception):
    """A request that can't be granted, with a sentence that says what to do instead.

    `message` is a translatable text with `%(name)s` places; `details` fills them.
    """

    status = 422

    def __init__(self, message: str, **details: str | int) -> None:
        super().__init__(message % details if details else message)
        self.message = message
        self.details = details


class NotFound(Refusal):
    """The thing isn't there, or not for this person; the two are told apart nowhere."""

    status = 404

    def __init__(self, message: str = mark("There is nothing here for you."), **details: str | int) -> None:
        super().__init__(message, **details)


class Gone(Refusal):
    """The thing was here and has been withdrawn or taken down, for good."""

    status = 410


class NotAllowed(Refusal):
    """The person is known and may not do this."""

    status = 403


class WrongStep(Refusal):
    """The thing isn't in a state from which this step exists."""

    status = 409


class Conflict(Refusal):
    """Somebody else changed the thing meanwhile, or it exists already."""

    status = 409


class TooMuch(Refusal):
    """Larger, longer or more often than is taken."""

    status = 413


class NoRoom(Refusal):
    """The disk is full: nothing has been kept, and nothing can be until somebody makes room."""

    status = 507

    def __init__(self) -> None:
        super().__init__(
            mark("There is no room left on this server, so nothing was kept. Try again later; its operators must act.")
        )


class Misconfigured(Exception):
    """A setting that can't work; the text says which one and what to write instead."""
