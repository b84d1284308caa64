"""Seeded noise.

Pillow's own effect_noise draws from the C library's generator, which cannot be seeded; here every grain comes
from the Random that is passed in, so the same seed gives the same picture.
"""

from random import Random

from PIL import Image, ImageChops, ImageFilter

Size = tuple[int, int]
MIDDLE = 128


def white(rng: Random, size: Size, *, spread: float) -> Image.Image:
    """Uniform noise around 128, `spread` grey levels to each side ('L')."""
    raw = Image.frombytes("L", size, rng.randbytes(size[0] * size[1]))
    return raw.point([round(MIDDLE + (level - MIDDLE) * spread / MIDDLE) for level in range(256)])


def film(rng: Random, size: Size, *, spread: float, blur: float = 0.8) -> Image.Image:
    """Noise with a grain of about `blur` pixels, as on film or a detector."""
    return white(rng, size, spread=spread).filter(ImageFilter.GaussianBlur(blur))


def clouds(rng: Random, size: Size, *, cell: int, octaves: int = 3) -> Image.Image:
    """Soft random patches of about `cell` pixels, with `octaves` halvings of finer ones ('L', around 128)."""
    sheet = _patches(rng, size, cell)
    for octave in range(1, octaves):
        sheet = Image.blend(sheet, _patches(rng, size, max(2, cell >> octave)), 1 / (octave + 1.6))
    return sheet


def _patches(rng: Random, size: Size, cell: int) -> Image.Image:
    small = (max(2, size[0] // cell), max(2, size[1] // cell))
    return Image.frombytes("L", small, rng.randbytes(small[0] * small[1])).resize(size, Image.Resampling.BICUBIC)


def stretch(noise: Image.Image, *, gain: float) -> Image.Image:
    """More (or less) contrast around 128."""
    return noise.point([max(0, min(255, round(MIDDLE + (level - MIDDLE) * gain))) for level in range(256)])


def sprinkle(image: Image.Image, noise: Image.Image) -> Image.Image:
    """The picture with noise around 128 added to each of its bands."""
    bands = noise if image.mode == "L" else Image.merge(image.mode, [noise] * len(image.getbands()))
    return ImageChops.add(image, bands, scale=1, offset=-MIDDLE)
