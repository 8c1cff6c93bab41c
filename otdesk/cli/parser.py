"""argparse in French: its few words, and its few faults."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NoReturn

from otdesk import typography
from otdesk.cli.composition import ExitCode
from otdesk.i18n import _

# argparse says these in English and offers no parameter for them.
_TITLES: dict[str, Callable[[], str]] = {
    "positional arguments": lambda: _("arguments"),
    "options": lambda: _("options"),
}
_FAULTS: tuple[tuple[str, Callable[[], str]], ...] = (
    (r"the following arguments are required: (.+)", lambda: _("il manque : {0}")),
    (r"unrecognized arguments: (.+)", lambda: _("inconnu : {0}")),
    (
        r"argument (.+?): invalid choice: '?(.*?)'? \(choose from (.+)\)",
        lambda: _("{0} : « {1} » n’est pas un choix possible ({2})"),
    ),
    (r"argument (.+?): expected one argument", lambda: _("{0} : il manque une valeur")),
    (
        r"argument (.+?): expected at least one argument",
        lambda: _("{0} : il manque au moins une valeur"),
    ),
    (
        r"argument (.+?): not allowed with argument (.+)",
        lambda: _("{0} ne va pas avec {1}"),
    ),
    (
        r"argument (.+?): invalid \S+ value: '?(.*?)'?",
        lambda: _("{0} : « {1} » n’est pas une valeur possible"),
    ),
    (
        r"argument (.+?): ignored explicit argument '?(.*?)'?",
        lambda: _("{0} ne prend pas de valeur (« {1} »)"),
    ),
    (r"one of the arguments (.+) is required", lambda: _("il faut l’un de : {0}")),
    (
        r"ambiguous option: (.+?) could match (.+)",
        lambda: _("« {0} » est ambigu : {1}"),
    ),
    (r"argument (.+?): (.+)", lambda: _("{0} : {1}")),
)


def translated(message: str) -> str:
    """Return a fault of argparse in French; one of a later Python stays as it came."""
    for pattern, text in _FAULTS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found is not None:
            return text().format(*found.groups())
    return message


class _Formatter(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Add the line of usage under its French title."""
        super().add_usage(usage, actions, groups, _("utilisation : ") if prefix is None else prefix)

    def _expand_help(self, action: argparse.Action) -> str:
        # A line of help never begins with a colon.
        return typography.spaced(super()._expand_help(action))

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return super()._fill_text(typography.spaced(text), width, indent)

    def start_section(self, heading: str | None) -> None:
        """Begin a section; in French a space stands before the colon that argparse adds."""
        super().start_section(heading and f"{heading}\u00a0")


class Parser(argparse.ArgumentParser):
    """A parser that speaks French, and whose parts do."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - argparse's own
        options.setdefault("formatter_class", _Formatter)
        # Abbreviated options would break a script on the day when a second one begins alike.
        super().__init__(add_help=False, allow_abbrev=False, **options)
        self.add_argument("-h", "--help", action="help", help=_("affiche cette aide"))

    def parse_known_args(  # type: ignore[override]  # argparse's two overloads
        self,
        args: Sequence[str] | None = None,
        namespace: Any = None,  # noqa: ANN401 - its own
    ) -> tuple[Any, list[str]]:
        """Return what was read. What a command does not know is told with its own usage; exit 2."""
        read, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return read, unknown

    def add_argument_group(
        self,
        title: str | None = None,
        description: str | None = None,
        **options: Any,  # noqa: ANN401 - argparse's own
    ) -> Any:  # noqa: ANN401 - argparse exports no type for its groups
        """Add a group, argparse's own under their French titles."""
        words = _TITLES.get(title or "")
        return super().add_argument_group(
            title if words is None else words(), description, **options
        )

    def error(self, message: str) -> NoReturn:
        """Tell what is wrong with the words of the command; exit 2."""
        self.print_usage(sys.stderr)
        text = _("{program} : {fault}.\nL’aide : {program} --help\n").format(
            program=self.prog, fault=translated(message)
        )
        self.exit(int(ExitCode.COULD_NOT_RUN), text)
