"""Addresses that are compiled when they are first built: of some 1,500 a process builds a few dozen.

Compiling them all took a third of every start, of the panel, its worker and each command.
"""

from __future__ import annotations

from collections.abc import Callable

from werkzeug.routing import Rule


class AturanAlamat(Rule):
    """`app.url_rule_class`: as Werkzeug's, but the function that writes the address is made at its first use."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        def build(rule: Rule, **values: object) -> tuple[str, str]:
            made = Rule._compile_builder(self, append_unknown).__get__(rule, None)
            setattr(rule, "_build_unknown" if append_unknown else "_build", made)
            return made(**values)

        return build
