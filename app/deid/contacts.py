"""Find telephone numbers, e-mail addresses, web addresses, network addresses and names on social networks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.deid.lexicon import Kind, kind_of
from app.deid.loose import Written, loose
from app.deid.rules import Label, Span
from app.deid.wordlists import folded

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}(?<![.'-])")
_SPELT_EMAIL = loose(
    r"(?<![\w.])[\w+-]{1,40}(?:(?:\.|\s(?:dot|punto|ponto|point)\s)[\w+-]{1,40}){0,3}\s?(?:\s(?:at|"
    r"arroba|arobase)\s|[\[(]\s?(?:at|arroba|arobase)\s?[\])])\s?[\w-]{2,40}"
    r"(?:(?:\.|\s(?:dot|punto|ponto|point)\s|\s?[\[(](?:dot|punto|ponto|point)[\])]\s?)[\w-]{2,20}){1,3}\b"
)
_SPELT = re.compile(r"\s(?:dot|punto|ponto|point)\s|[\[(](?:dot|at)|arrob|\sat\s[\w-]+\.\w")
_DOTTED = re.compile(r"://|[a-z\d]\.[a-z]{2}|\d\.\d+\.\d+\.\d")
"""What a text has that has such an address: quicker to look for than the address itself."""
_SURE_ENDINGS = (
    "com|org|net|edu|gov|mil|int|info|biz|io|uk|fr|pt|br|eu|ca|au|nz|ie|za|ng|ke|jp|cn|ru|pl|se|dk|fi|"
    "gr|tr|mx|ar|cl|cat|dev|blog|nhs|ac"
)
_DOUBTFUL_ENDINGS = (
    "de|es|it|ch|at|be|nl|us|in|co|me|tv|is|to|no|health|care|clinic|hospital|app|site|online|page|link|ly|gl|gg|xyz"
)
_URL = loose(r"(?<![\w@])(?:(?:https?|ftp)://|www\.)[^\s<>\"“”|]{3,300}")
_DOMAIN = re.compile(
    rf"(?<![\w@.-])(?:[a-z0-9](?:[a-z0-9-]{{0,61}}[a-z0-9])?\.){{1,4}}(?:(?:{_SURE_ENDINGS})(?![\w-]|"
    rf"\.\w)(?:/[^\s<>\"]{{0,200}})?|(?:{_DOUBTFUL_ENDINGS})/[^\s<>\"]{{1,200}})"
)
_DOUBTFUL_DOMAIN = re.compile(
    rf"(?<![\w@.-])(?:[a-z0-9-]{{2,63}}\.[a-z0-9-]{{3,63}}|[a-z0-9]{{2,40}}-[a-z0-9-]{{2,40}}|"
    rf"[a-z]{{7,60}})\.(?:{_DOUBTFUL_ENDINGS})(?![\w-]|\.\w)"
)
_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_IPV4 = re.compile(rf"(?<![\w.])(?<!version )(?<!v)(?:{_OCTET}\.){{3}}{_OCTET}(?![\w.]*\d)(?::\d{{2,5}})?")
_IPV6 = loose(
    r"(?<![\w:])(?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4}){1,6}(?![\w:])|"
    r"(?<![\w:])(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}(?![\w:])"
)
_HANDLE = re.compile(r"(?<![\w.@/])@(?P<name>[A-Za-z_]\w{2,29}(?:\.\w{1,20})?)(?![\w@])")
_PROFILE = loose(
    r"\b(?:instagram|insta|twitter|facebook|tiktok|snapchat|telegram|skype|linkedin|reddit|youtube|"
    r"signal|discord)\b[\s:]{0,3}(?:(?:handle|account|id|user(?:name)?|profile|page|name)[\s:]{1,3})?"
    r"(?:(?:is|as|=|under)\s)?(?P<name>(?:[ur]/)?(?=[\w.-]{0,30}[\d_.-])[A-Za-z][\w.-]{2,30}\w)"
)
_EXTENSION = r"(?:[\s,]*(?:ext(?:ension)?|x|poste|ramal|anexo|interno|durchwahl|int)\.?:?\s*\d{2,6})?"
_NUMBERS = loose(
    r"(?:(?<![\w.,/-])(?<!\d )|(?<=\d\s)(?=\+))(?:"
    r"(?:\+\s?|00\s?)\d{1,3}[\s.-]?(?:\(0?\d{1,4}\)[\s.-]?)?\d(?:[\s./-]{0,2}\d){5,12}"  # international
    r"|(?:\+?1[\s.-]?)?\(\d{3}\)\s?\d{3}[\s.-]?\d{4}|(?:1[\s.-])?[2-9]\d{2}([.-])\d{3}\1\d{4}"  # North America
    r"|1[\s.-]8(?:00|33|44|55|66|77|88)[\s.-]\d{3}[\s.-]\d{4}"
    r"|\(0\d{1,5}\)\s?\d{2,8}(?:[\s.-]?\d{2,6}){0,3}"  # area code in brackets
    r"|0\d{2,4}[\s.-]\d{3,4}[\s.-]?\d{3,4}(?:[\s.-]\d{2,4})?|0\d[\s.-]\d{4}[\s.-]\d{4}|"
    r"0\d{2,5}[\s/-]\d{4,8}(?:-\d{1,4})?"
    r"|\(\d{2,4}\)\s?\d{3}[\s.-]?\d{3}[\s.-]?\d{3}|0\d[\s.-]\d{3}[\s.-]\d{4}"
    r"|0\d(?:[\s.-]\d\d){4}|0\d{9,10}"
    r"|0\d{2}[\s.-]?\d{3}[\s.-]?\d{2}[\s.-]?\d{2}"  # Switzerland, Turkey
    r"|\(\d{2}\)\s?9?\s?\d{4}[\s.-]?\d{4}|\b\d{2}\s9?\d{4}-\d{4}"  # Brazil
    r"|[679]\d{2}\s\d{3}\s\d{3}|[6789]\d{2}(?:\s\d\d){3}|9\d\s\d{3}\s\d{2}\s\d{2}|"
    r"[29]\d{2}\s\d{3}\s\d{3}"  # Spain, Portugal
    r"|3\d{2}[\s.-]\d{6,7}|3\d{2}\s\d{3}\s\d{4}"  # Italy
    r"|[6-9]\d{4}[\s-]\d{5}|1[3-9]\d[\s-]\d{4}[\s-]\d{4}"  # India, China
    r"|\d{3}\s\d{3}\s\d{4}|\d{3}-\d{4}-\d{4}|\d{2}-\d{4}-\d{4}"
    rf"){_EXTENSION}(?![\w/%-]|[.,:]\d)"
)
_CUE = (
    r"(?:tel(?:ephone|efono|éfono|éfone|efone|efon)?|phone|ph|mobile|mob|cell(?:phone|ulare|ular)?|"
    r"m[oó]vil|telem[oó]vel|celular|portable|handy|fax|whatsapp|wa|"
    r"t[eé]l(?:[eé]phone)?|contact|hotline|landline|beeper|gsm|fon)"
)
_CUED = loose(
    rf"\b{_CUE}(?:\s?(?:no|num|number|nr|n[º°o]|#|details?))?\.?(?:\s?\((?:home|work|mobile|day|evening|h|"
    rf"w|m)\))?[\s:.=#-]{{0,4}}(?:(?:is|was|on|at|number|to|nº|n°)\s){{0,2}}"
    rf"(?P<number>\+?\(?\d[\d\s().+/-]{{4,20}}\d{_EXTENSION})(?![\w%]|[.,]\d)"
)
_CALLED = loose(
    r"\b(?:call(?:ed)?|ring|rang|phoned|dial(?:led|ed)?|text(?:ed)?|reach(?:ed|able)?|contact(?:ed|"
    r"able)?|appeler?|joindre|llamar|ligar)\b[^.\n\d]{0,40}?(?:\bon|\bat|\bau|\bal|\bpara(?:\so)?|:)\s"
    rf"(?P<number>\+?\(?\d[\d\s().-]{{5,18}}\d{_EXTENSION})(?![\w%]|[.,]\d)"
)
_SHORT = loose(
    r"\b(?:bleep|pager|ext(?:ension)?|extn|bip|dect|busca|poste)\b\.?(?:\s?(?:no|number|"
    r"#))?[\s:.#]{0,3}(?:(?:is|on)\s)?(?P<number>\d{3,6})(?![\w%/]|[.,]\d)"
)
_ZIP = re.compile(r"\b[A-Z]{2},?\s\d{5}-\d{4}$")
_UNIT = loose(r"\s?(?:mg|mcg|µg|g|kg|ml|l|iu|units?|u/|cells?|copies|cfu|mmol|/|%|x\s?10|ng|pg|euros?|€|£|\$|steps)\b")
_DATE = re.compile(r"\d{1,2}([/.-])\d{1,2}\1(?:\d\d)?\d\d|(?:19|20)\d\d-\d\d-\d\d.*")


def web(written: Written) -> Iterator[Span]:
    """Yield e-mail addresses, web addresses (network addresses too), and names on social networks as OTHER."""
    if "@" in written.text:
        yield from (Span(*match.span(), Label.EMAIL) for match in _EMAIL.finditer(written.text))
    if _SPELT.search(written.low):
        yield from (Span(*match.span(), Label.EMAIL) for match in _SPELT_EMAIL.finditer(written.low))
    if _DOTTED.search(written.low):
        yield from _sites(written)
    if written.low.count(":") > 4:
        for match in _IPV6.finditer(written.low):
            if match.group().count(":") > 5 or "::" in match.group():
                yield Span(*match.span(), Label.URL)
    yield from _handles(written)


def _sites(written: Written) -> Iterator[Span]:
    domains = written.low if written.text.isupper() else written.text
    for shape, source in (
        (_URL, written.low),
        (_DOMAIN, domains),
        (_DOUBTFUL_DOMAIN, written.text),
        (_IPV4, written.low),
    ):
        for match in shape.finditer(source):
            yield Span(match.start(), match.start() + len(match.group().rstrip(".,;:!?)]}'’")), Label.URL)


def phones(written: Written) -> Iterator[Span]:
    """Yield telephone numbers with their extensions."""
    low = written.low
    for match in _NUMBERS.finditer(low):
        if not _UNIT.match(low, match.end()) and not _ZIP.search(written.text, max(0, match.start() - 4), match.end()):
            yield Span(*match.span(), Label.PHONE)
    for shape in (_CUED, _CALLED):
        for match in shape.finditer(low):
            if 5 < sum(map(str.isdigit, match["number"])) < 22 and not _DATE.fullmatch(match["number"]):
                yield Span(*match.span("number"), Label.PHONE)
    for match in _SHORT.finditer(low):
        yield Span(*match.span("number"), Label.PHONE)


def _handles(written: Written) -> Iterator[Span]:
    if "@" in written.text:
        for match in _HANDLE.finditer(written.text):
            if not kind_of(folded(match["name"])) & (Kind.ORDINARY | Kind.MEDICAL):
                yield Span(*match.span(), Label.OTHER)
    for match in _PROFILE.finditer(written.low):
        yield Span(*match.span("name"), Label.OTHER)
