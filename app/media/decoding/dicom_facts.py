"""The few facts of a header that may leave: each from a fixed list, never a word that somebody typed."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from pydicom.dataset import FileDataset

MODALITIES = {
    **dict.fromkeys(("CR", "DX", "MG", "RF", "XA", "RG", "PX", "IO", "DR"), "xray"),
    "CT": "ct",
    "MR": "mri",
    **dict.fromkeys(("US", "IVUS"), "ultrasound"),
    "ES": "endoscopy",
    "XC": "clinical_photo",
    **dict.fromkeys(("GM", "SM"), "microscopy"),
    "ECG": "ecg",
    "OP": "fundus",
    "DMS": "dermoscopy",
    **dict.fromkeys(("PT", "NM", "OPT", "OT", "BMD", "OCT"), "other"),
}
"""From DICOM PS3.3 C.7.3.1.1.1 to the values of the case form's modality."""

ANNEX_L = """
    ABDOMEN ABDOMENPELVIS ADRENAL ANKLE ANUS AORTA ARM AXILLA BACK BLADDER BONE BRAIN BREAST BRONCHUS BUTTOCK
    CALCANEUS CALF CAROTID CEREBELLUM CERVIX CHEEK CHEST CHESTABDOMEN CHESTABDPELVIS CHOROIDPLEXUS CLAVICLE COCCYX COLON
    CORNEA CSPINE CTSPINE DUODENUM EAR ELBOW ESOPHAGUS EXTREMITY EYE EYELID FACE FEMUR FINGER FOOT FOREARM GALLBLADDER
    HAND HEAD HEADNECK HEART HIP HUMERUS IAC ILEUM ILIUM JAW JEJUNUM KIDNEY KNEE LARYNX LEG LIVER LSPINE LSSPINE LUNG
    MANDIBLE MAXILLA MEDIASTINUM MOUTH NECK NECKCHEST NECKCHESTABDOMEN NECKCHESTABDPELV NOSE ORBIT OVARY PANCREAS
    PAROTID PATELLA PELVIS PENIS PHARYNX PROSTATE RADIUS RECTUM RIB SACRUM SCALP SCAPULA SCLERA SCROTUM SELLA SHOULDER
    SINUS SKIN SKULL SPINE SPLEEN SSPINE STERNUM STOMACH TESTIS THIGH THUMB THYMUS THYROID TIBIA TLSPINE TMJ TOE TONGUE
    TRACHEA TSPINE ULNA URETER URETHRA UTERUS VAGINA VULVA WHOLEBODY WRIST ZYGOMA
"""
BODY_PARTS = frozenset(ANNEX_L.split())
"""Body Part Examined, DICOM PS3.16 Annex L, without those that hardly occur."""

POSITIONS = "AP PA LL RL LAT LATERAL LLD LLO RLD RLO MLO CC ML LM LMO SIO XCC XCCL XCCM FB OBLIQUE AXIAL"
VIEWS = frozenset(POSITIONS.split())
VIEW_CODES = {
    "399162004": "CC",
    "399368009": "MLO",
    "399260004": "ML",
    "399352003": "LM",
    "272479007": "AP",
    "272481009": "PA",
}
"""SNOMED CT codes of views (DICOM PS3.16, contexts 4010 and 4014)."""

SEXES = {"F": "female", "M": "male"}
DAY = re.compile(r"(\d{4})\.?(\d\d)\.?(\d\d)")
AGE = re.compile(r"(\d{1,3})([DWMY])")
DAYS = {"D": 1.0, "W": 7.0, "M": 30.44, "Y": 365.25}
BANDS = (
    (28 / 365.25, "neonate"),
    (1, "infant"),
    (5, "1-4"),
    (10, "5-9"),
    (15, "10-14"),
    (20, "15-19"),
    *((decade + 10, f"{decade}-{decade + 9}") for decade in range(20, 90, 10)),
    (130, "90+"),
)
"""Below how many years each band of the case form ends."""

SPACINGS = ("PixelSpacing", "ImagerPixelSpacing", "NominalScannedPixelSpacing")


def facts_of(dataset: FileDataset) -> dict[str, Any]:
    """What a case form can be filled with; None for what the header doesn't say in the words of a list."""
    return {
        "modality": MODALITIES.get(_code(dataset, "Modality")),
        "body_part": _listed(_code(dataset, "BodyPartExamined").replace(" ", ""), BODY_PARTS),
        "laterality": _listed(_code(dataset, "ImageLaterality") or _code(dataset, "Laterality"), frozenset("LRB")),
        "view": _view(dataset),
        "age_band": _band(_years(dataset)),
        "sex": SEXES.get(_code(dataset, "PatientSex")),
        "spacing": _spacing(dataset),
    }


def _code(dataset: Any, name: str) -> str:
    value = dataset.get(name)
    return value.strip().upper() if isinstance(value, str) else ""


def _listed(value: str, known: frozenset[str]) -> str | None:
    return value if value in known else None


def _view(dataset: FileDataset) -> str | None:
    view = _listed(_code(dataset, "ViewPosition"), VIEWS)
    codes = dataset.get("ViewCodeSequence") or []
    return view or (VIEW_CODES.get(_code(codes[0], "CodeValue")) if codes else None)


def _years(dataset: FileDataset) -> float | None:
    """The patient's age in years, stated or counted from the dates."""
    stated = AGE.fullmatch(_code(dataset, "PatientAge"))
    if stated and int(stated[1]):  # '000Y' stands for unknown
        return int(stated[1]) * DAYS[stated[2]] / 365.25
    born = _day(dataset, "PatientBirthDate")
    seen = _day(dataset, "AcquisitionDate") or _day(dataset, "StudyDate") or _day(dataset, "SeriesDate")
    return (seen - born).days / 365.25 if born and seen else None


def _day(dataset: FileDataset, name: str) -> date | None:
    found = DAY.fullmatch(str(dataset.get(name) or "").strip())
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _band(years: float | None) -> str | None:
    if years is None or years < 0:
        return None
    return next((band for end, band in BANDS if years < end), None)


def _spacing(dataset: FileDataset) -> list[float] | None:
    """Millimetres between rows and between columns, of single frames whose header gives plausible ones."""
    for name in SPACINGS:
        try:
            values = [float(value) for value in dataset.get(name) or ()]
        except (TypeError, ValueError):
            continue
        if len(values) == 2 and all(0.0005 <= value <= 20 for value in values):
            return [round(value, 4) for value in values]
    return None
