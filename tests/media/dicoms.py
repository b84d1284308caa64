"""DICOM files made for tests: plain ones whose pixels are known, and ones full of secrets."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pydicom import config
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.filewriter import dcmwrite
from pydicom.sequence import Sequence
from pydicom.uid import (
    UID,
    CTImageStorage,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEGBaseline8Bit,
    generate_uid,
)

from tests.media.pictures import SECRET

config.settings.reading_validation_mode = config.IGNORE  # some of these files are wrong on purpose
config.settings.writing_validation_mode = config.IGNORE

UNITS = np.arange(-1024, 1024, dtype=np.int16).reshape(32, 64)
"""Every Hounsfield unit from -1024 to 1023 once, growing from left to right and downwards."""


def dicom(pixels: NDArray[Any] = UNITS, **tags: Any) -> FileDataset:
    """A CT slice of these pixels, rows x columns (x 3), or frames x rows x columns; `tags` change its header.

    A tag that is given as None is left out.
    """
    dataset = FileDataset("", {}, preamble=b"\0" * 128)
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    coloured = pixels.shape[-1] == 3 and pixels.ndim > 2
    shape = pixels.shape[:-1] if coloured else pixels.shape
    header: dict[str, Any] = {
        "SOPClassUID": CTImageStorage,
        "SOPInstanceUID": generate_uid(),
        "Modality": "CT",
        "Rows": shape[-2],
        "Columns": shape[-1],
        "SamplesPerPixel": 3 if coloured else 1,
        "PhotometricInterpretation": "RGB" if coloured else "MONOCHROME2",
        "PlanarConfiguration": 0 if coloured else None,
        "NumberOfFrames": shape[0] if len(shape) > 2 else None,
        "BitsAllocated": 8 * pixels.dtype.itemsize,
        "BitsStored": 8 * pixels.dtype.itemsize,
        "HighBit": 8 * pixels.dtype.itemsize - 1,
        "PixelRepresentation": int(pixels.dtype.kind == "i"),
        "PixelData": pixels.tobytes(),
        **tags,
    }
    for name, value in header.items():
        if value is not None:
            setattr(dataset, name, value)
    if "PixelData" in dataset:
        dataset["PixelData"].VR = "OW" if pixels.dtype.itemsize > 1 else "OB"
    return dataset


def encoded(dataset: FileDataset, *, syntax: str = ExplicitVRLittleEndian) -> bytes:
    """The file, in one of the uncompressed ways to write it, or as it has been compressed."""
    if dataset.file_meta.TransferSyntaxUID in (ExplicitVRLittleEndian, ImplicitVRLittleEndian):
        dataset.file_meta.TransferSyntaxUID = UID(syntax)
    if syntax == ExplicitVRBigEndian and dataset.BitsAllocated == 16:
        dataset.PixelData = np.frombuffer(dataset.PixelData, dtype=np.uint16).byteswap().tobytes()
    file = io.BytesIO()
    dcmwrite(file, dataset, enforce_file_format=True)
    return file.getvalue()


def picture(greys: NDArray[np.uint16]) -> Image.Image:
    """The greys as a picture, to be compressed."""
    return Image.fromarray(greys)


def compressed(
    dataset: FileDataset, picture: Image.Image, syntax: str = JPEGBaseline8Bit, **options: Any
) -> FileDataset:
    """The same with its pixels as a JPEG or JPEG 2000 file."""
    file = io.BytesIO()
    picture.save(file, "JPEG" if syntax == JPEGBaseline8Bit else "JPEG2000", **options)
    dataset.file_meta.TransferSyntaxUID = UID(syntax)
    dataset.PixelData = encapsulate([file.getvalue()])
    dataset["PixelData"].VR = "OB"
    dataset["PixelData"].is_undefined_length = True
    return dataset


def secretive() -> FileDataset:
    """The secret in names, free text, sequences, private tags, an overlay, an icon, unused bits and padding."""
    bits = np.unpackbits(np.frombuffer(SECRET.encode(), dtype=np.uint8)).astype(np.uint16)
    pixels = (UNITS.astype(np.int32) + 1024).astype(np.uint16)
    hidden = pixels.reshape(-1)
    hidden[: bits.size] |= bits << 12  # an overlay in the bits that aren't the picture's
    dataset = dicom(pixels, BitsStored=12, HighBit=11, RescaleIntercept=-1024, RescaleSlope=1)
    for name in ("PatientName", "PatientID", "PatientAddress", "InstitutionName", "ReferringPhysicianName"):
        setattr(dataset, name, SECRET)
    for name in ("StudyDescription", "SeriesDescription", "ImageComments", "AccessionNumber", "StationName"):
        setattr(dataset, name, SECRET[:16] if name in ("AccessionNumber", "StationName") else SECRET)
    dataset.PatientBirthDate, dataset.StudyDate, dataset.PatientSex, dataset.PatientAge = (
        "19480317",
        "20260302",
        "M",
        "077Y",
    )
    dataset.BodyPartExamined = SECRET[:16].upper()
    dataset.WindowCenterWidthExplanation, dataset.WindowCenter, dataset.WindowWidth = SECRET, 40, 400
    dataset.BurnedInAnnotation = "NO"
    _hide_in_sequences(dataset)
    block = dataset.private_block(0x0009, "CASEBOOK TEST", create=True)
    block.add_new(0x01, "LO", SECRET)
    block.add_new(0x02, "OB", SECRET.encode() + b"\0" * (len(SECRET) % 2))
    block.add_new(0x03, "SQ", Sequence([_item(PatientName=SECRET)]))
    _add_overlay(dataset)
    dataset.DataSetTrailingPadding = SECRET.encode() + b"\0" * (len(SECRET) % 2)
    return dataset


def _hide_in_sequences(dataset: FileDataset) -> None:
    dataset.OtherPatientIDsSequence = Sequence([_item(PatientID=SECRET)])
    dataset.RequestAttributesSequence = Sequence([_item(ScheduledProcedureStepDescription=SECRET)])
    icon = _item(Rows=4, Columns=16, SamplesPerPixel=1, PhotometricInterpretation="MONOCHROME2", BitsAllocated=8)
    icon.BitsStored, icon.HighBit, icon.PixelRepresentation = 8, 7, 0
    icon.PixelData = SECRET.encode().ljust(64, b"\0")
    icon["PixelData"].VR = "OB"
    dataset.IconImageSequence = Sequence([icon])


def _add_overlay(dataset: FileDataset) -> None:
    dataset.add_new(0x60000010, "US", 32)
    dataset.add_new(0x60000011, "US", 64)
    dataset.add_new(0x60000022, "LO", SECRET)
    dataset.add_new(0x60000040, "CS", "G")
    dataset.add_new(0x60000050, "SS", [1, 1])
    dataset.add_new(0x60000100, "US", 1)
    dataset.add_new(0x60000102, "US", 0)
    dataset.add_new(0x60003000, "OW", SECRET.encode().ljust(256, b"\xff"))


def _item(**tags: Any) -> Dataset:
    item = Dataset()
    for name, value in tags.items():
        setattr(item, name, value)
    return item
