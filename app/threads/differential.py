"""What many ranked opinions say together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from app.kernel.folding import fold
from app.threads.models import Hypothesis
from app.threads.rules import WEIGHTS
from app.threads.values import Share


def pool(hypotheses: Iterable[Hypothesis]) -> list[Share]:
    """Weigh diagnoses by rank and merge wordings that differ in case and punctuation alone; heaviest first.

    Pooled differentials of independent solvers beat the single one (FIELD: 85.6 % against 62.5 % for nine).
    """
    groups: defaultdict[str, list[Hypothesis]] = defaultdict(list)
    for hypothesis in hypotheses:
        groups[fold(hypothesis.diagnosis)].append(hypothesis)
    total = sum(_weight(group) for group in groups.values())
    ordered = sorted(groups.values(), key=lambda group: (-_weight(group), -len(group)))
    return [_share(group, total) for group in ordered]


def _weight(group: Sequence[Hypothesis]) -> int:
    return sum(WEIGHTS[hypothesis.rank] for hypothesis in group)


def _share(group: Sequence[Hypothesis], total: int) -> Share:
    [(wording, _times)] = Counter(hypothesis.diagnosis for hypothesis in group).most_common(1)
    reason = next((hypothesis.reason for hypothesis in group if hypothesis.reason), "")
    return Share(wording, _weight(group) / total, len(group), reason)
