"""What it costs to turn a 12-megapixel photo into its renditions, on one processor.

    python -m tests.benchmarks.media_benchmark

Prints seconds (median of 5) from the upload's bytes to the CleanImage, the decoder's peak memory, and the bytes of
its renditions, for the formats that phones and cameras send. Targets: 1.5 s and 250 MB at 12 megapixels.
"""

from __future__ import annotations

import io
import os
import resource
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median

import pillow_heif
from PIL import Image, ImageCms, ImageFilter
from rich.console import Console
from rich.table import Table

from app.media.cleaning import clean

SIZE = (4000, 3000)
RUNS = 5


@dataclass(frozen=True)
class Figures:
    """Seconds, peak megabytes of the decoder, and megabytes in and out."""

    seconds: float
    memory: float
    upload: float
    renditions: float


def photo(size: tuple[int, int] = SIZE) -> Image.Image:
    """Something like a photo: soft large shapes, finer ones on them, and a sensor's grain."""
    small = (size[0] // 8, size[1] // 8)
    channels = []
    for spread in (50, 60, 70):
        shapes = Image.effect_noise(small, spread).filter(ImageFilter.GaussianBlur(6)).resize(size)
        detail = Image.effect_noise((size[0] // 2, size[1] // 2), spread).resize(size)
        grain = Image.effect_noise(size, 12)
        channels.append(Image.blend(Image.blend(shapes, detail, 0.35), grain, 0.25))
    return Image.merge("RGB", channels)


def few_colours() -> Image.Image:
    """The photo so plain that its PNG is below what an upload may have."""
    return photo().quantize(48, dither=Image.Dither.NONE)


def uploads() -> dict[str, Callable[[], bytes]]:
    """The files to measure, made when they are needed."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return {
        "JPEG": lambda: _file(photo(), "JPEG", quality=90),
        "JPEG, progressive, with profile": lambda: _file(
            photo(), "JPEG", quality=90, progressive=True, subsampling=0, icc_profile=profile
        ),
        "PNG": lambda: _file(few_colours().convert("RGB"), "PNG", compress_level=3),
        "PNG with transparency": lambda: _file(few_colours().convert("RGBA"), "PNG", compress_level=3),
        "WebP": lambda: _file(photo(), "WEBP", quality=80, method=0),
        "HEIC": lambda: _file(photo(), "HEIF", quality=60),
    }


def measure(path: Path) -> Figures:
    """Clean an upload RUNS times, on one processor."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    upload = path.read_bytes()
    times = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        image = clean(upload)
        times.append(time.perf_counter() - begin)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    made = sum(len(rendition.data) for rendition in image.renditions)
    return Figures(median(times), peak, len(upload) / 1e6, made / 1e6)


def main() -> None:
    """Measure and print."""
    pillow_heif.register_heif_opener()
    table = Table("12 megapixels", "seconds", "peak MB", "upload MB", "renditions MB", title="Picture to renditions")
    for name, make in uploads().items():
        figures = _measure_apart(make())
        table.add_row(
            name,
            f"{figures.seconds:.2f}",
            f"{figures.memory:.0f}",
            f"{figures.upload:.1f}",
            f"{figures.renditions:.2f}",
        )
    Console().print(table)


def _measure_apart(upload: bytes) -> Figures:
    """In a fresh, small process: to the kernel a child's peak is at least its parent's size at the start."""
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
        path = Path(folder, "upload")
        path.write_bytes(upload)
        return fresh.submit(measure, path).result()


def _file(picture: Image.Image, form: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


if __name__ == "__main__":
    main()
