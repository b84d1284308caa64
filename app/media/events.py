"""What happens to pictures that other rooms act on."""

from __future__ import annotations

from dataclasses import dataclass

from app.kernel.events import Event


@dataclass(frozen=True)
class UploadBarred(Event):
    """Somebody tried to bring a picture back that was withdrawn or taken down."""

    refused_upload_id: int
