"""Every room's tables, for whoever needs the whole schema (migrations, the factory)."""

from __future__ import annotations

from app.accounts import credentials
from app.accounts import models as accounts
from app.cases import models as cases
from app.consent import models as consent
from app.curation import models as curation
from app.kernel import audit, outbox
from app.kernel.database import Base
from app.learning import models as learning
from app.media import models as media
from app.moderation import models as moderation
from app.quizzes import models as quizzes
from app.threads import models as threads

ROOMS = (accounts, audit, cases, consent, credentials, curation, learning, media, moderation, outbox, quizzes, threads)
metadata = Base.metadata
