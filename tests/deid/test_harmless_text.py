"""What only looks like an identifier, and must pass."""

from __future__ import annotations

import pytest

from app.deid.finding import find
from tests.benchmarks.deid_text.harmless import LISTS

SENTENCES = (
    "Murphy's sign, McBurney's point, Babinski downgoing, Romberg and Hoffmann negative.",
    "Crohn's disease, Parkinson's, Graves' ophthalmopathy, Hodgkin lymphoma, Down syndrome, Wilson, Addison, Cushing.",
    "Whipple procedure, Hartmann's solution, Foley catheter, Kocher clamp, Ringer's lactate, Thomas splint.",
    "Sister Mary Joseph nodule, Marcus Gunn pupil, Ivor Lewis oesophagectomy, Pierre Robin sequence.",
    "Pain 5/10, BP 120/80, 2/6 murmur, 3/7 of amoxicillin, 6/52 follow-up, power 4/5, GCS 14/15, vision 6/9 and 20/40.",
    "C5/C6 and L4/5, T12, G2P1, pT2N1M0, grade 3, type 2, hepatitis B, factor V Leiden, day 3, POD 2, week 12, 39+2.",
    "Hb 112, WCC 12000, platelets 450000, Na 138, pH 7.31, INR 2.3, titre 1:320, 100000 CFU/mL, 2500000 copies/mL.",
    "BRCA1, TP53, JAK2 V617F, HLA-B27, CD4 220, ICD-10 E11.9, SNOMED 44054006, NCT04280705, PMID 31978945.",
    "He may need surgery; a march fracture; will review. Rose to 39. Mark the site. Long history. Young and fit.",
    "West Nile virus, Lyme disease, Ebola, Marburg, Paris classification, Los Angeles grade B, Boston brace, Rome IV.",
    "King's College criteria, Glasgow Coma Scale, Edinburgh scale, New York Heart Association, Ann Arbor stage II.",
    "She is from Ghana, lives in rural Bihar, moved from Syria to Germany in 2015 and visited Texas.",
    "The hospital, a university hospital, the memory clinic, the GP surgery, social services and a bus driver helped.",
    "Past Medical History: Hypertension. Conclusion: Stable Appearances. Plan: Routine Follow Up.",
    "IMPRESSION: NO ACUTE FRACTURE. DEGENERATIVE CHANGE AT C5/C6. CLINICAL CORRELATION ADVISED.",
    "Dear Colleague, Hello all, Hi team, Best wishes from the team. Dear Sir or Madam. Dr on call informed.",
    "Seen by Physiotherapy, discussed with Radiology, under the care of Oncology, accompanied by Mum, referred to ENT.",
    "E. coli O157, S. aureus, C. difficile, Salmonella Typhi; Augmentin, Tazocin, Ventolin, Keytruda were given.",
    "Mother had Huntington's, father died of Alzheimer's, sister has Crohn's, brother has Marfan.",
    "Patient Education, Family History: Nil, Nurse Led Clinic, Rapid Access Chest Pain Clinic.",
    "Aged 89, 43-year-old, sats 93%, HR 96, weight 94 kg, for 95 years, 92% at 5 years, aged 90 or older.",
    "At 14:30, between 2 and 4 pm, in 2019, version 2.3.1, 5-10-15, 0.1 mg/kg, IgE, CpG island, DNA repair.",
)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_medicine_is_no_identifier(sentence: str) -> None:
    assert [span.of(sentence) for span in find(sentence)] == []


@pytest.mark.parametrize(
    ("language", "sentence"), [(language, each) for language, several in LISTS["h"].items() for each in several]
)
def test_the_harmless_sentences_of_the_benchmark_pass_each_alone(language: str, sentence: str) -> None:
    assert [span.of(sentence) for span in find(sentence, language=language)] == []
    assert [span.of(sentence) for span in find(sentence)] == []
