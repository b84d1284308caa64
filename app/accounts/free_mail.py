"""Domains where anybody gets an address: one of these shows nothing about an occupation."""

from __future__ import annotations

_FREE_MAIL = """
126.com 139.com 163.com aim.com alice.it aol.com aol.co.uk arcor.de att.net bell.net bellsouth.net bigpond.com
bluewin.ch bol.com.br btinternet.com caramail.com centrum.cz charter.net comcast.net cox.net daum.net duck.com
earthlink.net email.com email.cz email.it eircom.net fastmail.com fastmail.fm foxmail.com free.fr freemail.hu
freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.fr gmx.net googlemail.com hanmail.net hey.com home.nl
hotmail.ch hotmail.co.uk hotmail.com hotmail.de hotmail.es hotmail.fr hotmail.it hotmail.nl hushmail.com icloud.com
ig.com.br inbox.com inbox.lv interia.pl kpnmail.nl laposte.net libero.it list.ru live.ca live.co.uk live.com live.fr
live.nl mac.com mail.com mail.de mail.ee mail.ru mailbox.org mailfence.com me.com msn.com naver.com neuf.fr
ntlworld.com o2.pl onet.pl online.de online.no op.pl optonline.net optusnet.com.au orange.fr outlook.com outlook.de
outlook.es outlook.fr outlook.in pm.me posteo.de proton.me protonmail.ch protonmail.com qq.com rediffmail.com
rogers.com runbox.com sapo.pt sbcglobal.net seznam.cz sfr.fr shaw.ca sina.cn sina.com sky.com skynet.be sohu.com
t-online.de talktalk.net tele2.nl telenet.be telia.com telus.net terra.com.br tin.it tiscali.it tuta.com tuta.io
tutanota.com uol.com.br verizon.net virgilio.it virgin.net virginmedia.com vodafone.it volny.cz wanadoo.fr web.de
windowslive.com wp.pl xs4all.nl yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.ar yahoo.com.au
yahoo.com.br yahoo.com.mx yahoo.com.ph yahoo.de yahoo.es yahoo.fr yahoo.in yahoo.it yandex.com yandex.ru yeah.net
ymail.com zoho.com
"""
FREE_MAIL = frozenset(_FREE_MAIL.split())
_THROWN_AWAY = """
10minutemail.com dispostable.com fakeinbox.com getnada.com grr.la guerrillamail.com maildrop.cc mailinator.com
mailnesia.com mintemail.com moakt.com mohmal.com mytemp.email sharklasers.com temp-mail.org tempmail.com
throwawaymail.com trashmail.com trashmail.de yopmail.com yopmail.fr
"""
THROWN_AWAY = frozenset(_THROWN_AWAY.split())


def domain_of(address: str) -> str:
    """The part behind the last @, in lower case."""
    return address.rpartition("@")[2].strip().lower().rstrip(".")


def is_free(domain: str) -> bool:
    """Whether anybody gets an address there; a domain below such a one counts, too."""
    parts = domain.split(".")
    return any(".".join(parts[start:]) in FREE_MAIL | THROWN_AWAY for start in range(len(parts)))
