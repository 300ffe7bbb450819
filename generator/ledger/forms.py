"""The forms that certificate numbers have, by scheme and day (`numbers` of a scheme in `schemes.yaml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from generator.model import SchemesFile
from generator.normalise import CertificateKey


@dataclass(frozen=True)
class _Form:
    pattern: re.Pattern[str]
    since: str
    until: str


@dataclass(frozen=True)
class Forms:
    """The forms of all schemes."""

    of_scheme: dict[str, tuple[_Form, ...]]
    """Scheme id → its forms; a scheme without any is not in here."""

    @classmethod
    def of(cls, facts: SchemesFile) -> Self:
        """Return the forms that the facts name."""
        return cls(
            {
                scheme.id: tuple(
                    _Form(re.compile(form.pattern, re.ASCII), str(form.since or ""), str(form.until or "~"))
                    for form in scheme.numbers
                )
                for scheme in facts.schemes
                if scheme.numbers
            }
        )

    def fit(self, key: CertificateKey, scheme: str, day: str) -> bool:
        """Tell whether a key has a form of its scheme in force on a day (YYYY-MM-DD); so it does where none is in force."""
        forms = [form for form in self.of_scheme.get(scheme, ()) if form.since <= day <= form.until]
        return not forms or any(form.pattern.fullmatch(key) for form in forms)
