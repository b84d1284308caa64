"""The words beside which the name of a place stands."""

from __future__ import annotations

import re

from app.deid.loose import loose

CUES = loose(
    r"\b(?:"
    r"(?:liv(?:es|ed|ing|e)|resid(?:es|ed|ing|ent|ents)|born|raised|grew\s+up|brought\s+up|domiciled|"
    r"based|settled|farm(?:s|ed|ing)?|holiday(?:ed|s)?|vacation(?:ed)?|housed|homeless|stay(?:ed|ing|s)|"
    r"works?|worked|working)\s+(?:[a-z]{2,12}\s+){0,4}?(?:in|near|at|outside|around|of)"
    r"|(?:mov(?:ed|ing)|comes?|came|hail(?:s|ing|ed)|emigrat\w+|immigrat\w+|migrat\w+|originally|native|"
    r"originat\w+|originates|returned|returning|back|arriv\w+|flew|flown|evacuated|relocat\w+|"
    r"travel(?:led|ed|ling|ing|s)?|trips?|journey|visit(?:ed|ing|s)?|holiday|vacation|honeymoon|"
    r"pilgrimage|expedition|drove|driving|commut\w+)\s+(?:[a-z]{2,12}\s+){0,3}?(?:from|to|of|in|through|"
    r"via|near|around|between)"
    r"|(?:man|woman|boy|girl|male|female|lady|gentleman|farmer|worker|student|teacher|fisherman|patient|"
    r"child|infant|baby|refugee|immigrant|migrant|labou?rer|housewife|shepherd|miner|family|soldier|old|"
    r"him|her|them|he|she)\s+(?:is\s+)?(?:originally\s+)?from"
    r"|(?:villages?|towns?|city|hamlet|suburbs?|districts?|county|borough|parish|province|municipality|"
    r"region|neighbou?rhood|outskirts|port|island|commune|area|slums?)\s+(?:of|called|named|in|near)"
    r"|(?:mayor|councillor|vicar)\s+(?:of|for)"
    r"|near|outside|nearby|lives|resident|(?:school|work|university|college|job|house|home|family|"
    r"relatives|funeral|wedding|farm|surgery|practice|hospital|flat|caravan|prison|church|mosque|temple|"
    r"camp)\s+in"
    r"|habite(?=\s(?!à\b|au|en\b|dans|chez|avec|seul))|habit(?:e|ant|ait|ent|er)\s+(?:à|au|aux|en|"
    r"près\s+de|dans|le|la)|demeur(?:e|ant)\s+(?:à|au)|"
    r"r[ée]sid(?:e|ant|ait)\s+(?:à|au|en)|domicili[ée]+\s+(?:à|au|en)|(?:originaire|natif|native|venant|"
    r"venu[e]?)\s+(?:de|du|d['’])|n[ée]e?\s+à|v(?:it|ivant|ivait)\s+(?:à|au|en)|voyag\w+\s+(?:à|au|en)|"
    r"près\s+de|revien\w+\s+de|séjour\w*\s+(?:à|au|en)"
    r"|viv(?:e|ía|en|iendo)\s+en|resid(?:e|ente|ía|en)\s+e[nm]|(?:natural|procedente|originari[oa]|"
    r"vecin[oa]|oriund[oa]|proveniente|proviene|nativ[oa])\s+(?:de|da|do)|nacid[oa]\s+e[nm]|"
    r"nascid[oa]\s+e[nm]|viaj[óo]u?\s+(?:a|para)|viaje\s+a|viagem\s+a|cerca\s+de|perto\s+de|mora(?:dora?|"
    r"va)?\s+(?:em|no|na|de)|vive\s+em|domiciliad[oa]\s+e[nm]|habita\s+en"
    r"|wohn(?:haft|t|end)\s+in|leb(?:t|te)\s+in|stammt\s+aus|aus|geboren\s+in|(?:residente|vive|nat[oa]|"
    r"abita|domiciliat[oa])\s+(?:a|ad|in)|proveniente\s+d[ai]|originari[oa]\s+di"
    r")\s+(?:(?:the|a|an|la|le|el|small|rural|remote|village|town|city|district|suburb|nearby|of|called|"
    r"named|downtown|central|northern|southern|eastern|western|el|pueblo|cidade|ciudad|ville|de|du|"
    r"aldeia|vila|concelho|freguesia|municipio|município)\s+){0,4}"
)
WATERS = re.compile(
    r"\b(?:Lake|Lough|Loch|River|Mount|Mt\.?|Isle\sof|Isla\s(?:de\s)?|Lac|Lago|Río|Rio|Serra\sd[aeo]|"
    r"Sierra)\s(?!Sinai|Nile\b|Fuji)[A-ZÀ-Ý][a-zà-ÿ]{2,}(?:\s[A-Z][a-z]{3,})?"
)
IN_UNKNOWN = re.compile(
    r"(?<=[a-zà-ÿ)]\s)(?:in|near|à|en|em|nach|bei)\s(?P<place>(?:(?:New|North|South|East|West|Lake|Port|"
    r"Great|Little|Upper|Lower|"
    r"St|Saint|San|Santa|São)\s)?[A-ZÀ-Ý][a-zà-ÿ]{3,20})(?=[.,;)]|\s(?:on|where|since|and|with|for|when|"
    r"who|by|le|el|em|am)\b|$)"
)
"""A place nobody knows, as it stands in a sentence: 'seen by Dr Wade in Jeremybury.'"""
