"""Holds a journal against itself and against what outside knows of it: files, the chain of seals, witnesses."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.errors import JournalError
from coach.journal.chain import indexed_links
from coach.journal.git_witness import git_witnesses
from coach.journal.run_witness import run_witnesses
from coach.journal.verify import Finding
from coach.session.witness import chain_findings, passed_over, vouchers, witness_findings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from coach.journal.journal import Journal
    from coach.session.seal_chain import Link
    from coach.session.witness import Name, Witness


class Verdict(NamedTuple):
    """What was found in one session; `error` says why it could not be judged, and is empty where it could."""

    session: str
    findings: tuple[Finding, ...]
    error: str = ""


class SealVerdict(NamedTuple):
    """One seal, who vouches for it, and whether later seals passed it over."""

    link: Link
    witnesses: tuple[Witness, ...]
    is_passed_over: bool


class Inspection:
    """One look at some sessions of a journal, or at all: first file by file, then all seals together.

    Args:
        journal: the journal.
        named: ids of the sessions to look at; all where none is named.
        beside: folders whose git repositories may know of seals too, such as the current one.
    """

    def __init__(self, journal: Journal, named: Sequence[str] = (), beside: Sequence[Path] = ()) -> None:
        self._journal = journal
        self._all = frozenset(journal.ids())
        self._named = tuple(named) or tuple(sorted(self._all))
        self._beside = beside
        self._links: list[Link] = []

    def files(self) -> Iterator[Verdict]:
        """Give what is found in each session's own file, one after the other."""
        for session in self._named:
            try:
                found = self._journal.examine(session)
            except JournalError as error:
                yield Verdict(session, (), error.message)
            else:
                self._links += found.seals
                yield Verdict(session, found.findings)

    def seals(self) -> tuple[tuple[Verdict, ...], tuple[SealVerdict, ...]]:
        """Give what seals and witnesses say against one another, and each seal with who vouches for it.

        To be called when `files` has come to its end.

        Raises:
            JournalError: the journal cannot be listed.
        """
        wanted = frozenset(self._named)
        others = () if len(wanted) == len(self._all) else indexed_links(self._journal.listing())
        known = [*self._links, *(link for link in others if link.session not in wanted)]
        witnesses = self._witnesses() if known or self._journal.ids() else ()
        against = (
            *chain_findings(known, self._all),
            *witness_findings(known, witnesses, self._all),
        )
        by_session: dict[str, list[Finding]] = {}
        for each in against:
            if each.session in wanted:
                by_session.setdefault(each.session, []).append(Finding(each.kind, each.says, each.seal))
        verdicts = tuple(Verdict(session, tuple(found)) for session, found in by_session.items())
        speak: dict[Name, tuple[Witness, ...]] = vouchers(known, witnesses)
        left = passed_over(known)
        return verdicts, tuple(
            SealVerdict(link, speak.get(link.name, ()), link.name in left)
            for link in known
            if link.session in wanted
        )

    def _witnesses(self) -> tuple[Witness, ...]:
        root = self._journal.root
        return (*git_witnesses(root, self._beside), *run_witnesses(root))
