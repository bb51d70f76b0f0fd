"""A walk of several people in memory: each terminal keeps its own blind answers, as the desk does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.event import Event
from coach.session.event.pairing import BlindAnswer, BlindCommitted, Paired, Revealed
from coach.session.fold import merge
from coach.session.form import Lines
from coach.session.learned import Learned
from coach.session.method import pairing
from coach.session.pairing.rounds import commitment
from coach.session.pairing.walk import to_open
from tests.session.rehearsal import Rehearsal

if TYPE_CHECKING:
    from coach.session.event import Body
    from coach.session.event.common import Method
    from coach.session.pairing.turns import Pairing
    from coach.session.step import Place

FRAME = (
    ("frame.working-on", "Pong"),
    ("frame.run-length", "10h"),
    ("frame.run-price", None),
    ("frame.tried", None),
    ("expectation.expected", "it learns"),
    ("expectation.observed", "it does not learn"),
    ("expectation.class", "never-learns"),
)
PLAN = (
    ("plan.question", "does it learn"),
    ("frame.run-length", "10h"),
    ("frame.run-price", None),
    ("plan.both-outcomes", "Succeeds: three seeds. Fails: look at it."),
)


class Terminal(Rehearsal):
    """Where some people sit, with a copy of the session and the cache of those people."""

    def __init__(self, method: Method, *here: str, keyboard: str = "ana") -> None:
        self.here = here
        self.secrets: dict[str, tuple[str, str]] = {}
        self.name = here[0] if here else "both"
        self.learned = Learned()
        super().__init__(method)
        if here[:1] in ((), ("ana",)):
            self.add(Paired(people=("ana", "ben"), keyboard="" if here else keyboard))

    def add(self, *bodies: Body) -> None:
        before = len(self.events)
        super().add(*(self._kept(body) for body in bodies))
        for at in range(before, len(self.events)):
            event = self.events[at]
            by = event.body.person if isinstance(event.body, BlindCommitted | Revealed) else event.by
            self.events[at] = event.model_copy(update={"id": f"{event.id}-{self.name}", "by": by})

    def _kept(self, body: Body) -> Body:
        if not isinstance(body, BlindAnswer):
            return body
        salt = f"salt {self.name} {len(self.secrets)}"
        digest = commitment(body.question, body.round, body.person, body.answer, salt)
        self.secrets[digest] = body.answer, salt
        return BlindCommitted(
            question=body.question, round=body.round, person=body.person, digest=digest, adds=body.adds
        )

    @property
    def place(self) -> Place:
        return super().place._replace(
            here=self.here,
            held=lambda digest: self.secrets.get(digest, (None, ""))[0],
            learned=lambda: self.learned,
        )

    @property
    def pairing_now(self) -> Pairing | None:
        return pairing(self.place)

    @property
    def pairing(self) -> Pairing:
        found = self.pairing_now
        assert found is not None
        return found

    def opens(self) -> None:
        """Open what is to be opened, as the desk does after every answer."""
        found = pairing(self.place)
        for each in to_open(found) if found else ():
            if each.digest in self.secrets:
                answer, salt = self.secrets[each.digest]
                self.add(
                    Revealed(
                        question=each.question,
                        round=each.round,
                        person=each.person,
                        digest=each.digest,
                        answer=answer,
                        salt=salt,
                    )
                )

    def says(self, key: str, answer: object) -> None:
        super().says(key, answer)
        self.opens()

    def goes_on_to(self, key: str) -> None:
        """Leave open what comes before a question."""
        while not self.question.key.startswith(key):
            self.says(self.question.key, [] if isinstance(self.question.form, Lines) else None)

    def pulls(self, other: Terminal) -> None:
        """Take up what another terminal wrote."""
        self.events = [*merge(self.events, other.events)]
        self.opens()


def both(terminal: Terminal, key: str, ana: object, ben: object) -> None:
    """Let both answer at one keyboard, whoever holds it first."""
    given = {"ana": ana, "ben": ben}
    for _ in given:
        terminal.says(key, given[terminal.pairing.turn])


def risk(chance: str, level: str = "somewhat") -> dict[str, str]:
    return {"level": level, "chance": chance}


def event_of(terminal: Terminal, body: Body) -> Event:
    """Give an event after all of a terminal's, from nobody in particular."""
    last = terminal.events[-1]
    return Event(id=f"{last.id}~", at=last.at, by="x", turn="x", body=body)


def at_the_doubt(*here: str) -> Terminal:
    """Give a pre-mortem at the question how surprised each would be if the run failed."""
    terminal = Terminal("premortem", *here)
    terminal.walk(PLAN)
    terminal.goes_on_to("predictions.success")
    terminal.says("predictions.success", ["return above 18 at the end: 60%"])
    return terminal


def weighed() -> Terminal:
    """Give an investigation at the odds, with three explanations that were listed apart."""
    terminal = Terminal("stuck")
    terminal.walk(FRAME)
    terminal.goes_on_to("hypotheses.own")
    both(
        terminal,
        "hypotheses.own",
        ["reward-scale", "entropy-collapse", "seed-variance"],
        ["reward-scale", "entropy-collapse", "enough: two"],
    )
    terminal.says("pair.lists", None)
    terminal.says("hypotheses.favourite", "reward-scale")
    terminal.says("hypotheses.doubt", "it was fine before")
    terminal.goes_on_to("odds.")
    return terminal


ODDS = {"ana": ("60%", "30%", "10%"), "ben": ("20%", "30%", "50%")}
"""What each holds likely of the three, and of something else."""
BEYOND = {"ana": "20%", "ben": "40%"}


def pooled_odds() -> Terminal:
    """Give the same once both have given odds apart and taken the log pool."""
    terminal = weighed()
    ids = [row.id for row in getattr(terminal.question.form, "rows", ())]
    while terminal.question.key.startswith(("odds.", "weighing.")):
        who, key = terminal.pairing.turn, terminal.question.key
        odds = dict(zip(ids, ODDS[who], strict=True))
        terminal.says(key, odds if key == "odds.priors" else BEYOND[who])
    terminal.says("pair.talk", {"next": "keep", "least-0": "a seed that was never tried"})
    terminal.says("pair.pool", {"pool": "log"})
    return terminal
