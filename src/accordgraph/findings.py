"""One finding of a check: what is wrong where, and what to do, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from accordgraph.namespaces import PREFIXES

_BY_LENGTH = sorted(((iri, prefix) for prefix, iri in PREFIXES.items()), key=lambda pair: -len(pair[0]))
_NEXT = {"en": "Then run", "zh": "然后运行"}


class Severity(IntEnum):
    """How grave a finding is; only a violation keeps data from being served."""

    VIOLATION = 0
    WARNING = 1
    INFO = 2


@dataclass(frozen=True, order=True)
class Finding:
    """What one check found at one node.

    Findings sort by gravity, then by file, subject and check, so that the same data always give the
    same list.

    Parameters
    ----------
    severity : how grave it is.
    file : file to edit, relative to the folder read from; empty if no file is known.
    subject : the node at fault, as a prefixed name.
    shape : the shape or check that speaks, as a prefixed name (``ags:…`` or ``check:…``).
    path : the property at fault, as a prefixed name; empty if the node as a whole is.
    value : the value at fault; empty if there is none.
    message_en, message_zh : what is wrong and what to do.
    fix : command to run after the correction.
    """

    severity: Severity
    file: str
    subject: str
    shape: str
    path: str
    value: str
    message_en: str
    message_zh: str
    fix: str = "accordgraph validate"

    def text(self, lang: str = "en") -> str:
        """The finding as a paragraph of three lines, in English or Chinese (``zh``).

        >>> finding = Finding(Severity.WARNING, "data/x.ttl", "body:a", "ags:B", "ag:p", "1", "No.", "错。")
        >>> print(finding.text())
        warning: data/x.ttl: body:a ag:p 1
          No.
          Then run: accordgraph validate  [ags:B]
        """
        zh = lang.startswith("zh")
        where = " ".join(part for part in (self.subject, self.path, self.value) if part)
        message = self.message_zh if zh else self.message_en
        severity = ("错误", "警告", "提示")[self.severity] if zh else self.severity.name.lower()
        file = f"{self.file}: " if self.file else ""
        following = f"{_NEXT['zh']}：" if zh else f"{_NEXT['en']}: "
        return f"{severity}: {file}{where}\n  {message}\n  {following}{self.fix}  [{self.shape}]"


def compact(term: object) -> str:
    """An IRI as a prefixed name of the project; anything else as it is written.

    >>> compact("https://w3id.org/accordgraph/id/body/example-board")
    'body:example-board'
    >>> compact("https://example.org/x")
    'https://example.org/x'
    """
    text = str(term)
    for iri, prefix in _BY_LENGTH:
        if text.startswith(iri) and "/" not in text[len(iri) :]:
            return f"{prefix}:{text[len(iri) :]}"
    return text
