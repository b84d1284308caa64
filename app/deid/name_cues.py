"""The words beside which a name stands, and what they say of its bearer."""

from __future__ import annotations

from enum import Enum

from app.deid.loose import loose
from app.deid.wordlists import group


class Bearer(Enum):
    """Whose name it is, as far as the cue says."""

    PATIENT = "patient"
    RELATIVE = "relative"
    CLINICIAN = "clinician"
    UNKNOWN = "unknown"


TITLES = group("titles")
CLINICIAN_TITLES = group("clinician_titles")
CAPITAL_ONLY = group("capital_only")
"""Titles that are other words too: the next word must be capitalised."""

RELATIVES = (
    r"wife|husband|spouse|partner|mother|father|mum|mom|mummy|daddy|dad|parents?|daughters?|sons?|"
    r"sisters?|brothers?|siblings?|twins?|aunt(?:ie|y)?|uncle|niece|nephew|cousin|grand(?:mother|father|"
    r"ma|pa|son|daughter|child|parents?)|nan|granny|"
    r"step(?:mother|father|son|daughter|brother|sister)|(?:mother|father|son|daughter|sister|"
    r"brother)-in-law|guardian|carer|caregiver|caretaker|next\s+of\s+kin|nok|friend|neighbou?r|boyfriend|"
    r"girlfriend|fianc[ée]e?|flatmate|roommate|housemate|"
    r"best\s+friend|godmother|godfather|foster\s+(?:mother|father|carer|parent)|landlady|landlord|emergency\s+contact|"
    r"[ée]poux|[ée]pouse|mari|femme|m[èe]re|p[èe]re|fils|fille|s[œo]eur|fr[èe]re|grand-m[èe]re|"
    r"grand-p[èe]re|tante|oncle|cousine?|ni[èe]ce|neveu|compagnon|compagne|conjointe?|voisine?|"
    r"espos[oa]|marido|mujer|madre|padre|hij[oa]|herman[oa]|abuel[oa]|t[íi][oa]|sobrin[oa]|prim[oa]|"
    r"parej[oa]|cuidador[a]?|vecin[oa]|mãe|pai|filh[oa]|irm[ãa]o?|av[óôo]|companheir[oa]|vizinh[oa]|"
    r"cunhad[oa]|sogr[oa]|"
    r"ehefrau|ehemann|mutter|vater|sohn|tochter|bruder|schwester|gro[ßs]+mutter|gro[ßs]+vater|moglie|"
    r"marito|figli[oa]|sorella|fratello|nonn[oa]|zi[oa]"
)
PATIENTS = (
    r"patient(?:e|in|s)?|pat\.|pt|client|resident|proband|baby|infant|child|boy|girl|man|woman|lady|gentleman|"
    r"student|paciente|doente|enfant|niñ[oa]|criança|menin[oa]|paziente|subject|newborn|toddler|teenager|"
    r"victim|colleague|collègue|mate"
)
CLINICIANS = (
    r"nurse(?:\s+practitioner)?|physician(?:\s+assistant)?|surgeon|consultant|registrar|gp|g\.p\.|"
    r"general\s+practitioner|family\s+doctor|doctor|midwife|health\s+visitor|social\s+worker|"
    r"physio(?:therapist)?|occupational\s+therapist|dieti[ct]ian|pharmacist|"
    r"psychologist|psychiatrist|counsellor|counselor|therapist|paramedic|resident|intern|fellow|"
    r"attending|house\s+officer|sho|radiologist|pathologist|cardiologist|neurologist|oncologist|"
    r"urologist|anaesthetist|anesthesiologist|dermatologist|"
    r"ophthalmologist|optometrist|dentist|secretary|case\s+manager|care\s+coordinator|key\s*worker|"
    r"teacher|interpreter|supervisor|mentor|"
    r"(?:[a-z]+(?:ologist|iatrist|ician|surgeon))|infirmi[èe]re?|m[ée]decin(?:\s+traitant)?|"
    r"chirurgien(?:ne)?|sage-femme|kin[ée]sith[ée]rapeute|enfermei?r[oa]|"
    r"m[ée]dic[oa](?:\s+de\s+(?:cabecera|fam[íi]lia))?|cirujan[oa]|cirurgi[ãa]o?|matrona|"
    r"hausarzt|haus[äa]rztin|oberarzt|ober[äa]rztin|chefarzt|schwester|pfleger|medico(?:\s+curante)?|"
    r"infermier[ae]|chirurgo|officer|detective|constable|lawyer|solicitor|imam|chaplain|priest|pastor|"
    r"rabbi"
)
_NAMED = (
    r"(?:\s*(?:,|\(|:|-|–)\s*|\s+(?:(?:is|was)\s+)?(?:called|named|known\s+as|nammed|nommé[e]?|"
    r"appelé[e]?|llamad[oa]|de\s+nombre|chamad[oa]|de\s+nome|namens)\s+|['’]s\s+name\s+(?:is|was)\s+|"
    r"\s+(?=\S))"
)
RELATIVE_CUE = loose(rf"(?<![\w-])(?:{RELATIVES})(?:[\s-]in[\s-]law)?{_NAMED}(?:(?:is|was)\s+)?")
PATIENT_CUE = loose(rf"(?<![\w-])(?:{PATIENTS}){_NAMED}")
CLINICIAN_CUE = loose(rf"(?<![\w-])(?:{CLINICIANS}){_NAMED}")

_BY = (
    r"seen|reviewed|referred|dictated|signed|examined|assessed|performed|reported|written|typed|"
    r"transcribed|prepared|authori[sz]ed|approved|verified|witnessed|completed|checked|prescribed|"
    r"administered|accompanied|escorted|brought(?:\s+in)?|"
    r"attended|supervised|treated|operated(?:\s+on)?|admitted|discharged|recorded|entered|interpreted|"
    r"read|requested|ordered|clerked|managed|followed(?:\s+up)?|called|contacted|assisted|cared\s+for|"
    r"delivered|interviewed|visited|taken|presented|"
    r"updated|edited|submitted|created|consented|informed|counsel?led|triaged|evaluated|given|done|made|"
    r"sent|authored|electronically\s+signed|countersigned|scribed|helped|raised|stabbed|assaulted|bitten|"
    r"found|supported|represented"
)
CLINICIAN_BY = loose(
    rf"\b(?:(?:{_BY})\s+(?:(?:today|yesterday|initially|electronically|jointly|again|then|in\s+clinic|"
    r"at\s+home)\s+)?(?:in\s+\w+\s+)?by(?:\s+(?:the|our|my|his|her)\s+[a-z]+(?:\s[a-z]+)?)?|"
    r"under(?:\s+the)?\s+care\s+of|in\s+the\s+care\s+of|s/b|d/w|dw|(?:seen|conversation|conference|met|"
    rf"chat|interview)\s+(?:\w+\s+)?with|interviewed|discuss|discussed\s+(?:\w+\s+){{0,4}}?with|liaised\s+with|"
    r"spoke\s+(?:\w+\s+){0,2}?(?:to|with)|spoken\s+(?:\w+\s+){0,2}?(?:to|with)|speak\s+(?:to|with)|"
    r"talked\s+(?:to|with)|hand(?:ed)?\s*over\s+(?:to|from)|referral\s+(?:to|from)|referred\s+to|"
    r"appointment\s+with|follow(?:ed)?[\s-]?up\s+with|clinic\s+with|meeting\s+with|"
    r"call(?:ed)?\s+from|advice\s+(?:from|of)|opinion\s+(?:from|of)|care\s+of|attn:?|attention\s+of|"
    r"att\.|fao:?|per|for\s+the\s+attention\s+of|assisted\s+by|together\s+with|"
    r"vue?\s+par|adress[ée]e?s?\s+(?:par|à|au)|suivie?\s+par|op[ée]r[ée]e?\s+par|examin[ée]e?\s+par|"
    r"sign[ée]\s*(?:par|:)|avec\s+l[e']\s?(?:docteur|dr)|visto\s+por|vista\s+por|atendid[oa]\s+(?:por|"
    r"pel[oa])|derivad[oa]\s+por|remitid[oa]\s+(?:por|a)|valorad[oa]\s+por|operad[oa]\s+(?:por|pel[oa])|"
    r"firmado(?:\s+por)?:?|"
    r"encaminhad[oa]\s+(?:por|pel[oa]|a[o]?)|observad[oa]\s+(?:por|pel[oa])|assinado(?:\s+por)?:?|"
    r"avaliad[oa]\s+(?:por|pel[oa])|acompañad[oa]\s+(?:por|de)|acompanhad[oa]\s+(?:por|pel[oa]|de)|"
    r"accompagn[ée]e?\s+(?:par|de)|überwiesen\s+von|gez\.|unterzeichnet\s+von)\s+"
)
SEEN = loose(
    r"\b(?:(?:i|we)\s+(?:have\s+|had\s+|also\s+|recently\s+|today\s+|first\s+)?(?:reviewed|saw|seen|met|"
    r"examined|assessed|admitted|visited|treated|spoke\s+to|operated\s+on|discharged|consented|phoned|"
    r"called|followed)|"
    r"(?:summary|report|letter|dictating|dictation|update|information|results?|note)\s+(?:on|for|of|"
    r"about|regarding)|(?:family|parents|relatives|children|mother|father|wife|husband|son|daughter|care|"
    r"treatment|management|behalf|admission)\s+of|"
    r"(?:inform|tell|ask|notify|phone|text|email|page|remind|consent|chase|contact|update|reassure|"
    r"advise|counsel)(?:s|ed|led|d)?|told|notified|married\s+to|delivered\s+(?:\w+\s+){0,4}to|"
    r"(?:obtained|history|collateral|assistance|help|information)\s+(?:from|of)|mari[ée]e?\s+(?:à|avec)|"
    r"casad[oa]\s+co[mn]|verheiratet\s+mit|sposat[oa]\s+con|to\s+see|thank\s+you\s+for\s+(?:referring|"
    r"seeing|asking\s+me\s+to\s+see)|regarding|concerning|"
    r"this\s+is\s+about|look\s+at|j['’]ai\s+(?:vu|reçu|revu|examiné)|he\s+visto\s+a|observei|(?:la|"
    r"el)\s+señor[a]?|(?:m[ãa]e|pai|madre|padre|mère|père|familia|família|"
    r"famille)\s+d[eo]l?)\s+(?=[^\W\d])"
)
CALLED = loose(
    r"\b(?:called|named|(?:real\s+|full\s+|first\s+|last\s+|maiden\s+|preferred\s+|"
    r"middle\s+)?name(?:['’]s|\s+is|\s+was)|née?|nee|formerly|a\.?k\.?a\.?|also\s+known\s+as|name|"
    r"prefers\s+to\s+be\s+called|likes\s+to\s+be\s+called|known\s+as|nicknamed|goes\s+by|alias|"
    r"answers\s+to|i\s+am|i['’]m|this\s+is|it['’]s|"
    r"se\s+llama|me\s+llamo|llamad[oa]|chama-se|me\s+chamo|chamad[oa]|s['’]appelle|m['’]appelle|nommée?|"
    r"prénommée?|heißt|heisst|namens|si\s+chiama|mi\s+chiamo|di\s+nome)\s+(?=['\"“‘(]?[^\W\d])['\"“‘(]?"
)
_FIELD_WORDS = (
    r"(?:patient(?:['’]?s)?|pt|full|first|last|given|family|preferred|maiden|middle|legal|mother['’]?s|"
    r"father['’]?s|baby['’]?s|contact|physician|doctor|consultant|provider|"
    r"nok)?\s?name(?:s)?(?:\s+of\s+(?:the\s+)?(?:patient|child|mother|father|doctor|"
    r"next\s+of\s+kin))?(?:\s?\([\w ,/]{2,20}\))?|"
    r"patients?|pt|surname|forenames?|first\s?name|last\s?name|firstname|lastname|alias|aka|client|"
    r"nom(?:\s+(?:et\s+pr[ée]nom|de\s+naissance|de\s+famille|marital|d['’]usage|du\s+patient))?|"
    r"pr[ée]noms?|nom,\s?pr[ée]nom|nombre(?:\s+(?:y\s+apellidos|completo|del\s+paciente))?|apellidos?|"
    r"apellidos\s+y\s+nombre|nome(?:\s+(?:completo|do\s+(?:paciente|doente|utente)|da\s+mãe|do\s+pai|"
    r"social))?|"
    r"sobrenome|apelido|cognome|vorname|nachname|familienname|geburtsname|paciente|utente|doente|"
    r"paziente|re|regarding|concerning|concerne|asunto|assunto|betreff|betrifft|objet|subject"
)
_STAFF_FIELDS = (
    r"(?:referring|attending|primary|admitting|ordering|requesting|reporting|responsible|treating|"
    r"consulting|operating|supervising|assistant|first|second|lead|named|usual|family|on-?call|staff|"
    r"performing|signing|interpreting|collecting|discharging|primary\s+care|registered)?\s?"
    r"(?:physician|doctor|consultant|surgeon|provider|practitioner|clinician|gp|pcp|nurse|midwife|"
    r"radiologist|pathologist|anaesthetist|anesthetist|anesthesiologist|anaesthesiologist|registrar|"
    r"resident|author|therapist|assistants?|dentist|operator|sonographer|endoscopist|cardiologist|"
    r"interpreter|social\s+worker|key\s?worker|"
    r"case\s?manager|pharmacist|secretary|scrub|specialist|intern|fellow|student|supervisor|technician|"
    r"reporter|reviewer)(?:\s?(?:name|\(s\)|1|2))?|"
    r"(?:dictated|signed|reported|reviewed|seen|typed|transcribed|approved|authori[sz]ed|verified|"
    r"prepared|written|requested|referred|performed|electronically\s+signed|e-?signed|read|entered|"
    r"documented|completed|collected|consent(?:ed)?|taken|examined|admitted|discharged)(?:\s+(?:by|"
    r"electronically\s+by))|"
    r"signature|signed|scribe|chaperone|on[\s-]?call|from|to|cc|bcc|c\.c\.|copy(?:\s+to)?|"
    r"copies(?:\s+to)?|attn|att|attention|fao|dear|"
    r"author|seen\s+with|discussed\s+with|"
    r"m[ée]decin(?:\s+(?:traitant|r[ée]f[ée]rent|prescripteur))?|chirurgien|op[ée]rateur|r[ée]dacteur|"
    r"signataire|destinataire|m[ée]dico(?:\s+(?:responsable|solicitante|assistente|responsável|tratante|"
    r"informante))?|cirujano|cirurgião|firmado|firma|responsable|facultativo|enfermei?r[oa]|assinado|"
    r"assinatura|hausarzt|arzt|operateur|unterschrift|medico(?:\s+curante)?"
)
_RELATIVE_FIELDS = (
    r"next\s+of\s+kin(?:\s*\([\w-]+\))?|nok(?:\s*\([\w-]+\))?|emergency\s+contact(?:\s+name)?|"
    rf"(?:primary\s+)?contact(?:\s+person)?|(?:{RELATIVES})(?:\s?\([\w ]+\))?|guarantor|informant|"
    r"parent/guardian|accompanied\s+by|historian|personne\s+(?:de\s+confiance|à\s+prévenir|"
    r"à\s+contacter)|persona\s+de\s+contacto|contacto|contato|pessoa\s+de\s+contacto|"
    r"angehörige[r]?|ansprechpartner|power\s+of\s+attorney|poa|lpa|subscriber|policy\s?holder|employer\s+contact"
)
_FIELD_END = r"\s{0,2}(?:[:|\t]|\s[-–]\s)[\s|*_]{0,3}"
PATIENT_FIELD = loose(rf"(?<![\w-])(?:{_FIELD_WORDS}){_FIELD_END}")
CLINICIAN_FIELD = loose(rf"(?<![\w-])(?:{_STAFF_FIELDS}){_FIELD_END}")
RELATIVE_FIELD = loose(rf"(?<![\w-])(?:{_RELATIVE_FIELDS}){_FIELD_END}")
GREETING = loose(
    r"(?:^|(?<=[\n.!?>\"“:]))[ \t]*(?:dear|hi|hello|hey|good\s+(?:morning|afternoon|evening)|morning|"
    r"thanks|thank\s+you(?:\s+so\s+much)?|cheers|many\s+thanks|ch[eè]re?|bonjour|bonsoir|salut|"
    r"estimad[oa]|querid[oa]|hola|car[oa]|prezad[oa]|ol[áa]|bom\s+dia|boa\s+tarde|"
    r"buenos\s+d[íi]as|buenas\s+tardes|sehr\s+geehrte[r]?|liebe[r]?|gentile|egregio|ciao|merci|gracias|"
    r"obrigad[oa]),?\s+(?=[^\W\d])"
)
CLOSING = loose(
    r"\b(?:(?:yours\s+)?(?:sincerely|faithfully|truly)(?:\s+yours)?|(?:(?:with\s+)?(?:best|kind|warm|"
    r"many|kindest|warmest)\s+)+(?:wishes|regards|thanks)|regards|best|cheers|thanks(?:\s+again)?|"
    r"many\s+thanks|thank\s+you|respectfully(?:\s+submitted)?|signed|electronically\s+signed(?:\s+by)?|"
    r"cordialement|bien\s+confraternellement|confraternellement|bien\s+à\s+vous|"
    r"salutations\s+distinguées|sincères\s+salutations|amicalement|atentamente|"
    r"(?:un\s+)?cordial(?:es)?\s+saludo[s]?|saludos(?:\s+cordiales)?|un\s+saludo|"
    r"(?:com\s+os\s+)?(?:melhores\s+)?cumprimentos|atenciosamente|cordialmente|abraço|att|"
    r"(?:mit\s+)?(?:freundlichen|kollegialen|herzlichen|besten|vielen)\s+(?:grüßen|grüssen|gruß|dank)|"
    r"cordiali\s+saluti|distinti\s+saluti)[ \t]*[,.!:]?\s*(?:\n\s*|[-–]\s*)?"
)
_VERBS = (
    r"presented|presents|presenting|attended|attends|reports?|reported|denie[sd]|denies|complain(?:s|ed)|"
    r"describe[sd]|lives?|lived|works?|worked|smokes?|smoked|drinks?|drank|told|said|says|stated?s?|"
    r"notice[sd]|felt|feels|asked|asks|wants?|wanted|was\s+(?:admitted|discharged|seen|born|referred|"
    r"brought|found|diagnosed|"
    r"reviewed|accompanied|started|transferred|assessed|well|unwell|stable|keen|happy|anxious|afebrile|"
    r"able|unable|alert|advised|reassured|counselled|previously|last|first|very|not|also|a\s|an\s|still|"
    r"told|due|diagnosed|initially|fit|concerned|worried)|"
    r"is\s+(?:a|an|the|well|now|currently|keen|happy|aware|otherwise|known|still|very|due|able|being|"
    r"also|doing|on|under|unable|not|concerned|worried|our|my)\b|has\s+(?:a\b|been|had|no|noticed|agreed|"
    r"known|lost|never|not|always|two|three|gained|developed|since|lived)|had\s+(?:a\b|an\b|been|fallen|"
    r"vomited|collapsed|complained|stopped|slept|eaten|lost|gained|felt|seen|become|developed|travelled|"
    r"gone|taken|no|noticed|previously|his|her|presented|two|three|never|not)|declined|agreed|"
    r"consented|phoned|rang|texted|arrived|collapsed|underwent|returned|remembers|recalls|admits|"
    r"admitted|explained|understands|mentioned|expressed|gave|tells|thinks|believes|thought|wondered|"
    r"wishes|hopes|confirmed|confirms|suffers|suffered|developed|woke|fell|became|died|passed\s+away|"
    r"recovered|"
    r"took|takes|went|came|comes|will\s+(?:be|see|call|come|attend|return|need)|would\s+like|enjoys|"
    r"retired|moved|married|and\s+(?:his|her)\b|who\b|aged\b|"
    r"est\s+(?:un|une|âgée?|suivie?|admise?|né[e]?|connue?|adressée?)|a\s+(?:été|présenté|consulté|eu|un|"
    r"une)|présente|se\s+(?:plaint|présente|queja|queixa)|signale|refiere|acude|ingresó|caiu|cayó|disse|"
    r"dijo|está|esteve|estuvo|teve|tuvo|va\s+(?:mieux|bien|mal)|souhaite|dit\s|pense|presenta|"
    r"presentó|es\s+(?:un|una)|fue\s+\w+|vive|trabaja|niega|refere|apresenta|foi\s+\w+|é\s+(?:um|uma)|"
    r"deu\s+entrada|trabalha|nega|recorre|"
    r"ist\s+(?:ein|eine)|wurde\s|klagt|stellte\s+sich|berichtet|è\s+(?:un|una|stat[oa])|si\s+presenta|riferisce|lamenta"
)
AFTER = loose(
    r"\s+(?:is|was)\s+(?:an?\s+)?(?:[a-z]+\s+){0,3}\d{1,3}[\s-]?(?:years?|yrs?|y/?o|months?|weeks?|"
    r"days?)\b|,?\s+\d{1,3}\s?[mf]\b|"
    rf"\s+(?:{_VERBS})(?!\w)|,?\s+(?:an?\s+)?\(?\d{{1,3}}[\s-]?(?:years?|yrs?|y/?o|yo|months?|weeks?|"
    rf"days?|ans|años|anos|jahre|anni)\b|\s*\(\s?(?:aged?\s)?\d{{1,3}}\s?(?:[MFmf]|y/?o|yo|yrs?|years?|"
    rf"ans|años|anos)?\s?[,)/]|,\s+(?:aged?|an?\s+\d|\d{{1,3}}\s?(?:,|[MF]\b|yo|y/o|who|is|was|"
    r"presented))|"
    rf"\s*\((?:his|her|the|their|my|patient|pt|{RELATIVES})\b|,\s+(?:his|her|the\s+patient['’]s|their|my|"
    rf"our|sa|son|su|sua|seu|ihre?)\s+(?:\w+\s+)?(?:{RELATIVES})\b|,?\s+\(?(?:MD|M\.D\.|DO|PhD|RN|NP|PA-C|"
    r"FRCS|MRCP|FRCP|MBBS|MBChB|FNP|DDS|BSN|LPN|PharmD|MSc|FRCR|FACS|MRCGP)\b|"
    r",?\s*\(?(?:DOB|D\.O\.B|d\.o\.b|MRN|NHS|born\b|né\(?e?\)?\s+le|nacid[oa]\s+el|nascid[oa]\s+(?:em|a)|"
    r"geb\.|nat[oa]\s+il)|,\s+(?:mr|mrs|ms|miss|dr|consultant|registrar|specialist|"
    r"general\s+practitioner|gp\b|staff\s+nurse|ward\s+(?:sister|manager)|physician|surgeon|radiologist|"
    r"pathologist|professor|social\s+worker|physiotherapist|midwife|nurse|medical\s+student|"
    r"junior\s+doctor|house\s+officer|neighbou?r|friend)\b",
)
"""What follows a name and makes it one."""
SURELY_AFTER = loose(
    rf"\s+(?:is|was)\s+(?:her|his|their|my|our|the\s+patient['’]s)\s+(?:\w+\s+)?(?:{RELATIVES}|carer)\b|"
    rf"\s*\((?:his|her|the|their)?\s?(?:{RELATIVES})\)|"
    r"\s+(?:is|was)\s+(?:an?\s+)?(?:[a-z]+\s+){0,3}\d{1,3}[\s-]?(?:years?|yrs?|y/?o|months?|weeks?|"
    r"days?)\b|,?\s+\d{1,3}\s?[mf]\b|"
    r",?\s+(?:is|was)\s+(?:an?\s+)?\d{1,3}[\s-]?(?:years?|yrs?|y/?o|months?|weeks?|days?)\b|"
    r",?\s+(?:an?\s+)?\d{1,3}[\s-]?(?:year|yr|month|week|day)s?[\s-]?old|,?\s*\(?(?:dob|d\.o\.b|mrn|"
    r"nhs)\b|,\s+aged\s|\s*\(\s?\d{1,3}\s?[mf]?\s?[,)/]|"
    r",?\s+\d{1,3}\s?(?:ans|años|anos|jahre|anni|yo|y/o|[mf])\b|\s+is\s+an?\s+\d"
)
"""What follows a name even where no capital tells one."""
HUMAN_AFTER = loose(
    r"\s+(?:denie[sd]|reports?|reported|says|said|told|tells|complains?|complained|describe[sd]|lives?|"
    r"lived|works?|worked|smokes?|smoked|drinks|drank|attended|attends|states?|stated|noticed|felt|feels|"
    r"asked|asks|wants|wanted|declined|agreed|consented|phoned|rang|texted|remembers|recalls|explained|"
    r"understands|"
    r"mentioned|enjoys|retired|collapsed|woke|fell|presented|arrived|recovered|tolerated|underwent|"
    r"was\s+(?:admitted|discharged|born|accompanied|brought|seen|referred|keen|happy|anxious|reassured|"
    r"counselled|told|unwell|transferred|reviewed|taken\s+to)|is\s+(?:keen|happy|aware|an?\s+\d|\d|"
    r"concerned|worried)|"
    r"had\s+(?:fallen|vomited|collapsed|complained|slept|eaten|been\s+(?:seen|admitted|feeling|unwell|"
    r"brought))|has\s+(?:agreed|noticed|lived)|died|passed\s+away|refiere|acude|niega|vive|trabaja|"
    r"refere|nega|mora|trabalha|habite|travaille|lebt|arbeitet)(?!\w)"
)
"""Verbs only a person can be the subject of: they make a name even of a word nobody knows at the head of a sentence."""
