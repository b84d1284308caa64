"""The notes' frames.

p is the patient, r a relative, d and e are clinicians; ps is the patient's surname, rg the relative's given name, pc
'SURNAME, Given' and di 'G. Surname'. The other slots are identifiers and harmless sentences (h).
"""

from __future__ import annotations

TEMPLATES: dict[str, list[str]] = {
    "en": [
        "Dear Dr {ds},\n\nRe: {p}, DOB {dob}, {address}\n\nThank you for referring this {age}-year-old "
        "man, whom I saw on {date}. {h} {h2}\nMr {ps} lives with his wife, {rg}. {h3}\n\nYours "
        "sincerely,\n\n{e}\nConsultant "
        "Physician\n{hospital}",
        "{p} is a {age}-year-old woman from {town} who presented to {hospital} on {date} with three "
        "days of fever. {h} {h2} Her sister {r} brought her in. {ps} was started on treatment. {h3} "
        "{h4} Reviewed by Dr {d}.",
        "Patient: {pc}\nMRN: {mrn}\nDOB: {dob}\nConsultant: Dr {d}\nDate of admission: {date}\n\nHistory: "
        "{h} {h2}\nExamination: {h3}\nPlan: {h4} Discussed with {e}.\nDischarged on {date} to {hospital}.",
        "hi, quick question about my patient {pg} {ps}, {age}yo. {h} seen {date} with mum {rg}. {h2} "
        "my number is {phone}. thanks, {dg}",
        "PATIENT NAME: {p}   MRN {mrn}\nADMITTED {date} UNDER DR {ds}. {h} {h2} NEXT OF KIN: {r} ({phone}).",
        "Name,DOB,MRN,Consultant\n{p},{dob},{mrn},{d}\n\nNotes: {h} {h2} Contact {email}.",
        "This is Dr. {d} dictating a discharge summary on {p}, medical record number {mrn}. The patient "
        "was admitted on {date} and discharged on {date}. {h} {h2} {h3} Follow up with Dr. {e} in "
        "six weeks. {identity}.",
        "A {old}-year-old lady from {town}, admitted after a fall. {h} {h2} Her son {rg} can be reached "
        "on {phone}. {h3} Carer: {e}.",
        "{h} {h2} {h3} {h4}",
        "{h} {h2} Seen on {date}. {h3}",
        "Mrs {ps} attended with her daughter {rg}. She reports headaches since {date}. {h} {h2} {identity}. "
        "GP: Dr {d}, {hospital}.",
        "Pacemaker check for {p} ({age}M). Serial number {device}, lead lot {device}. {h} Next check "
        "{date}. Signed: {d}, RN",
        "SOCIAL HISTORY: Mr {ps} works at {employer} and lives at {address}. He is originally from "
        "{town}. {h} {h2} Phone {phone}.",
        "Discharge letter\n\nI reviewed {pg} {ps} in clinic with {pg}'s mother, {r}. {h} {h2} {pg} "
        "goes to school in {town}. {h3}\n\nBest wishes,\n{d}\ncc: {e}",
        "Hit by a car (registration {plate}) near {town} on {date}. {h} {h2} Attending: {d}, MD. Patient "
        "portal {url}, e-mail {email}.",
        "I, {d}, confirm that I examined {p} on {date}. Passport number {mrn}. {h} {h2}",
        "The patient, {p}, aged {age}, was transferred from {hospital} to {hospital}. {h} Nurse {eg} "
        "noticed a rash. {h2} Family of {ps} informed; brother {r} present.",
        "REFERRAL\nFrom: {d} <{email}>\nTo: {e}\nDate: {date}\n\n{p} (MRN {mrn})"
        " has had pain for two weeks. {h} {h2} {h3}\nKind regards\n{dg}",
        "Operation note. Surgeon: {di}. Assistant: {ei}. Patient: {p}. {h} Implant lot no. {device}. {h2} {h3}",
        "| Patient | Age | Seen by |\n|---|---|---|\n| {p} | {age} | {d} |\n\n{h} {h2}",
        "{pg} was seen at home. {pg} says the pain is worse at night; her husband {rg} agrees. {h} "
        "She posts about it as {handle}. {h2} {h3}",
        "F, {old}, found on the floor by neighbour {r}. {h} {h2} Lives at {address}. NOK daughter {eg}, tel {phone}.",
        "Born in {town}, moved to {town} in 2004. {h} Treated by Professor {ds} and Dr {es}. {h2} {h3}",
    ],
    "fr": [
        "Cher confrère,\n\nJe vous remercie de m'avoir adressé M. {ps}, né le {dob}, demeurant {address}. "
        "{h} {h2}\nVu le {date} avec son épouse {rg}.\n\nConfraternellement,\nDr {d}\n{hospital}",
        "Mme {p}, {age} ans, suivie au {hospital} par le Pr {ds} depuis {date}. {h} {h2} {identity}. Tél. {phone}.",
        "Patiente de {old} ans, habitant à {town}. {h} {h2} Sa fille {rg} est joignable au {phone}.",
        "Compte rendu du {date}\nPatient : {p}\nNé(e) le : {dob}\nMédecin traitant : Dr {d}\n{h} {h2} {h3}",
        "{h} {h2} {h3}",
        "{p} est un homme de {age} ans, originaire de {town}, hospitalisé le {date}. {h} {h2} Infirmière : {e}.",
    ],
    "es": [
        "Estimado Dr. {ds}:\n\nRemito a D. {p}, nacido el {dob}, con domicilio en {address}. {h} "
        "{h2}\n\nAtentamente,\nDra. "
        "{d}\n{hospital}",
        "Paciente {p}, de {age} años, ingresa el {date} en el {hospital}. {h} {h2} {identity}. Su "
        "esposa {r} refiere fiebre. Teléfono {phone}.",
        "Mujer de {old} años, natural de {town}. {h} {h2} Acompañada por su hija {rg}.",
        "Nombre: {p}\nFecha de nacimiento: {dob}\nMédico responsable: {d}\n{h} {h2} Visto por la Dra. {es} el {date}.",
        "{h} {h2} {h3}",
        "La Sra. {ps} vive en {town} con su marido {rg}. {h} {h2} Revisión el {date}.",
    ],
    "pt": [
        "Exmo. Dr. {ds},\n\nEnvio o Sr. {p}, nascido em {dob}, residente em {address}. {h} {h2}\n\nCom "
        "os melhores cumprimentos,\nDra. {d}\n{hospital}",
        "Paciente {p}, {age} anos, internado em {date} no {hospital}. {h} {h2} {identity}. A esposa "
        "{r} refere febre. Telefone {phone}.",
        "Mulher de {old} anos, natural de {town}. {h} {h2} Acompanhada pela filha {rg}.",
        "Nome: {p}\nData de nascimento: {dob}\nMédico: {d}\n{h} {h2}",
        "{h} {h2} {h3}",
        "A Sra. {ps} mora em {town} com o marido {rg}. {h} {h2} Consulta em {date}.",
    ],
    "de": [
        "Sehr geehrter Herr Dr. {ds},\n\nwir berichten über Herrn {p}, geb. {dob}, wohnhaft {address}. "
        "{h} {h2}\n\nMit freundlichen Grüßen\nDr. {d}",
        "Frau {ps}, {age} Jahre, stellte sich am {date} vor. {h} {h2} Ehemann: {r}, Tel. {phone}. {identity}.",
        "{h} {h2} {h3}",
    ],
    "it": [
        "Gentile Dott. {ds},\n\ninvio il Sig. {p}, nato il {dob}, residente in {address}. {h} {h2}\n\nCordiali "
        "saluti\nDott.ssa {d}",
        "La Sig.ra {ps}, {age} anni, ricoverata il {date}. {h} {h2} Il marito {rg} riferisce febbre. Tel. {phone}.",
        "{h} {h2} {h3}",
    ],
}
