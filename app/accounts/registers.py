"""Where moderators look a number up: the public registers of each country. Addresses are the registers' own pages."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts.regions import LETTERS
from app.accounts.rules import Occupation

DOCTORS = (Occupation.PHYSICIAN, Occupation.RESIDENT)


@dataclass(frozen=True)
class Register:
    """One register: its name as it calls itself, its page, and whom it lists (m for physicians, letters of regions)."""

    name: str
    url: str
    letters: str

    def lists(self, occupation: Occupation) -> bool:
        """Whether somebody of this occupation is to be found in it."""
        return (occupation in DOCTORS and "m" in self.letters) or any(
            LETTERS.get(letter) is occupation for letter in self.letters
        )


REGISTERS: dict[str, tuple[Register, ...]] = {
    "AT": (
        Register("Österreichische Ärztekammer", "https://www.aerztekammer.at", "m"),
        Register("Gesundheitsberuferegister", "https://gbr-public.ehealth.gv.at", "nt"),
    ),
    "AU": (
        Register(
            "Ahpra Register of Practitioners",
            "https://www.ahpra.gov.au/Registration/Registers-of-Practitioners.aspx",
            "mnpdt",
        ),
    ),
    "BR": (
        Register("Conselho Federal de Medicina", "https://portal.cfm.org.br/busca-medicos/", "m"),
        Register("Conselho Federal de Enfermagem", "https://www.cofen.gov.br", "n"),
        Register("Conselho Federal de Farmácia", "https://www.cff.org.br", "p"),
        Register("Conselho Federal de Odontologia", "https://website.cfo.org.br", "d"),
        Register("Conselho Federal de Fisioterapia", "https://www.coffito.gov.br", "t"),
    ),
    "CA": (
        Register("College of Physicians and Surgeons of Ontario", "https://register.cpso.on.ca", "ma"),
        Register("College of Nurses of Ontario", "https://registry.cno.org", "n"),
        Register("Ontario College of Pharmacists", "https://www.ocpinfo.com", "p"),
        Register("Collège des médecins du Québec", "https://www.cmq.org", "m"),
        Register("College of Physicians and Surgeons of British Columbia", "https://www.cpsbc.ca", "ma"),
        Register("College of Physicians and Surgeons of Alberta", "https://cpsa.ca", "ma"),
        Register("Royal College of Dental Surgeons of Ontario", "https://www.rcdso.org", "d"),
        Register("College of Physiotherapists of Ontario", "https://www.collegept.org", "t"),
    ),
    "CH": (
        Register("Medizinalberuferegister", "https://www.medregom.admin.ch", "mpd"),
        Register("Nationales Register der Gesundheitsberufe", "https://www.nareg.ch", "nt"),
    ),
    "CZ": (
        Register("Česká lékařská komora", "https://www.lkcr.cz", "m"),
        Register("Národní registr zdravotnických pracovníků", "https://nrzp.uzis.cz", "npdt"),
    ),
    "DE": (Register("Bundesärztekammer", "https://www.bundesaerztekammer.de", "m"),),
    "DK": (Register("Autorisationsregisteret", "https://autregweb.sst.dk", "mnpdt"),),
    "ES": (
        Register("Organización Médica Colegial", "https://www.cgcom.es", "m"),
        Register("Consejo General de Enfermería", "https://www.consejogeneralenfermeria.org", "n"),
    ),
    "FI": (Register("JulkiTerhikki", "https://julkiterhikki.valvira.fi", "mnpdt"),),
    "FR": (Register("Annuaire Santé", "https://annuaire.sante.fr", "mnpdt"),),
    "GB": (
        Register("General Medical Council", "https://www.gmc-uk.org/registration-and-licensing/our-registers", "ma"),
        Register("Nursing and Midwifery Council", "https://www.nmc.org.uk/registration/search-the-register/", "n"),
        Register("General Pharmaceutical Council", "https://www.pharmacyregulation.org", "p"),
        Register("General Dental Council", "https://www.gdc-uk.org", "d"),
        Register("Health and Care Professions Council", "https://www.hcpc-uk.org/check-the-register/", "t"),
    ),
    "GH": (
        Register("Medical and Dental Council", "https://www.mdcghana.org", "mad"),
        Register("Nursing and Midwifery Council", "https://nmc.gov.gh", "n"),
        Register("Pharmacy Council", "https://pcghana.org", "p"),
    ),
    "HK": (
        Register("Medical Council of Hong Kong", "https://www.mchk.org.hk", "m"),
        Register("Nursing Council of Hong Kong", "https://www.nchk.org.hk", "n"),
        Register("Pharmacy and Poisons Board", "https://www.ppbhk.org.hk", "p"),
        Register("Dental Council of Hong Kong", "https://www.dchk.org.hk", "d"),
        Register("Supplementary Medical Professions Council", "https://www.smp-council.org.hk", "t"),
    ),
    "IE": (
        Register("Medical Council", "https://www.medicalcouncil.ie", "m"),
        Register("Nursing and Midwifery Board of Ireland", "https://www.nmbi.ie", "n"),
        Register("Pharmaceutical Society of Ireland", "https://www.psi.ie", "p"),
        Register("Dental Council", "https://www.dentalcouncil.ie", "d"),
        Register("CORU", "https://www.coru.ie", "t"),
    ),
    "IN": (
        Register("Indian Medical Register", "https://www.nmc.org.in", "m"),
        Register("Indian Nursing Council", "https://www.indiannursingcouncil.org", "n"),
        Register("Pharmacy Council of India", "https://www.pci.nic.in", "p"),
        Register("Dental Council of India", "https://dciindia.gov.in", "d"),
    ),
    "IT": (Register("FNOMCeO", "https://portale.fnomceo.it", "md"),),
    "JP": (Register("厚生労働省 資格確認検索", "https://licenseif.mhlw.go.jp", "md"),),
    "KE": (
        Register("Kenya Medical Practitioners and Dentists Council", "https://kmpdc.go.ke", "md"),
        Register("Nursing Council of Kenya", "https://nckenya.go.ke", "n"),
        Register("Pharmacy and Poisons Board", "https://pharmacyboardkenya.org", "p"),
    ),
    "MX": (Register("Registro Nacional de Profesionistas", "https://www.cedulaprofesional.sep.gob.mx", "mnpd"),),
    "NG": (
        Register("Medical and Dental Council of Nigeria", "https://www.mdcn.gov.ng", "md"),
        Register("Nursing and Midwifery Council of Nigeria", "https://www.nmcn.gov.ng", "n"),
        Register("Pharmacy Council of Nigeria", "https://www.pcn.gov.ng", "p"),
        Register("Medical Rehabilitation Therapists Board", "https://mrtb.gov.ng", "t"),
    ),
    "NL": (Register("BIG-register", "https://www.bigregister.nl", "mnapdt"),),
    "NO": (Register("Helsepersonellregisteret", "https://www.helsedirektoratet.no", "mnpdt"),),
    "NZ": (
        Register("Medical Council of New Zealand", "https://www.mcnz.org.nz", "m"),
        Register("Nursing Council of New Zealand", "https://www.nursingcouncil.org.nz", "n"),
        Register("Pharmacy Council of New Zealand", "https://pharmacycouncil.org.nz", "p"),
        Register("Dental Council of New Zealand", "https://www.dcnz.org.nz", "d"),
        Register("Physiotherapy Board of New Zealand", "https://www.physioboard.org.nz", "t"),
    ),
    "PH": (Register("Professional Regulation Commission", "https://online.prc.gov.ph", "mnpdt"),),
    "PL": (
        Register("Naczelna Izba Lekarska", "https://rejestr.nil.org.pl", "md"),
        Register("Krajowa Izba Fizjoterapeutów", "https://kif.info.pl", "t"),
    ),
    "PT": (
        Register("Ordem dos Médicos", "https://ordemdosmedicos.pt", "m"),
        Register("Ordem dos Enfermeiros", "https://www.ordemenfermeiros.pt", "n"),
        Register("Ordem dos Fisioterapeutas", "https://ordemdosfisioterapeutas.pt", "t"),
    ),
    "SE": (Register("Socialstyrelsen: HOSP", "https://www.socialstyrelsen.se", "mnpdt"),),
    "SG": (
        Register("Singapore Medical Council", "https://www.healthprofessionals.gov.sg/smc", "m"),
        Register("Singapore Nursing Board", "https://www.healthprofessionals.gov.sg/snb", "n"),
        Register("Singapore Pharmacy Council", "https://www.healthprofessionals.gov.sg/spc", "p"),
        Register("Singapore Dental Council", "https://www.healthprofessionals.gov.sg/sdc", "d"),
        Register("Allied Health Professions Council", "https://www.healthprofessionals.gov.sg/ahpc", "t"),
    ),
    "US": (
        Register("National Provider Identifier Registry", "https://npiregistry.cms.hhs.gov", "mnapdt"),
        Register("DocInfo of the Federation of State Medical Boards", "https://www.docinfo.org", "ma"),
        Register("Nursys", "https://www.nursys.com", "n"),
    ),
    "ZA": (
        Register("Health Professions Council of South Africa", "https://www.hpcsa.co.za", "madt"),
        Register("South African Nursing Council", "https://www.sanc.co.za", "n"),
        Register("South African Pharmacy Council", "https://www.sapc.za.org", "p"),
    ),
}


def registers_of(country: str, occupation: Occupation) -> tuple[Register, ...]:
    """The registers in which somebody of this occupation may be listed there; none where we know of none."""
    return tuple(register for register in REGISTERS.get(country, ()) if register.lists(occupation))
