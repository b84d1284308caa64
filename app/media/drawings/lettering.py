"""Words on a drawing, among them the mark that it is not a real picture."""

from functools import cache

from PIL import Image, ImageDraw, ImageFont

from app.media.drawings.brush import Colour, Point

MARK = "SYNTHETIC"


@cache
def _font(height: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    # Pillow's own font: a demo must not depend on what fonts a server has.
    return ImageFont.load_default(height)


def letters(image: Image.Image, place: Point, text: str, *, fill: Colour | int, height: int) -> None:
    """Write a line, its upper left corner at `place`."""
    ImageDraw.Draw(image).text(place, text, fill=fill, font=_font(height))


def marked(image: Image.Image) -> Image.Image:
    """The picture with SYNTHETIC in its lower right corner, in a grey that shows on light and dark."""
    height = max(14, round(max(image.size) / 75))
    font = _font(height)
    pen = ImageDraw.Draw(image)
    left, top, right, bottom = pen.textbbox((0, 0), MARK, font=font)
    place = (image.width - (right - left) - height, image.height - (bottom - top) - height)
    pen.text(place, MARK, fill=150 if image.mode == "L" else (140, 140, 146), font=font)
    return image
