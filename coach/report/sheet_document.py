"""The open sheet as data: `coach.sheet/1`, as models that give their own JSON Schema."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, from_attributes=True)


class OptionData(_Model):
    """Something to choose, to mark or to judge; answers name it by its id."""

    id: str
    text: str
    says: str = ""


class TextForm(_Model):
    """Prose, as a string."""

    kind: Literal["text"] = "text"
    multiline: bool


class LinesForm(_Model):
    """A list of strings; fewer than `at_least`, those that stand included, need a line `enough: <reason>`."""

    kind: Literal["lines"] = "lines"
    existing: tuple[str, ...]
    at_least: int


class ChanceForm(_Model):
    """A probability: a word such as `likely`, odds such as `1:3`, or a percentage; a bare number is one of [0, 1]."""

    kind: Literal["chance"] = "chance"
    no_idea: bool


class HoursForm(_Model):
    """A duration such as `90 min` or `10h`; a bare number is one of hours."""

    kind: Literal["hours"] = "hours"
    unit: Literal["hours"] = "hours"


class NumberForm(_Model):
    """A number within limits."""

    kind: Literal["number"] = "number"
    unit: str
    low: float
    high: float


class ChoiceForm(_Model):
    """Exactly one option, by its id; `more` are not shown at first and can be chosen all the same."""

    kind: Literal["choice"] = "choice"
    options: tuple[OptionData, ...]
    more: tuple[OptionData, ...]


class SeveralForm(_Model):
    """Any number of options, none included: a list of ids; `more` are not shown at first."""

    kind: Literal["several"] = "several"
    options: tuple[OptionData, ...]
    more: tuple[OptionData, ...]


class MarksForm(_Model):
    """One of a few marks for any of the rows: an object of mark ids by row id. Rows left out mean `left`."""

    kind: Literal["marks"] = "marks"
    rows: tuple[OptionData, ...]
    marks: tuple[OptionData, ...]
    left: str
    more: tuple[OptionData, ...]


class TableForm(_Model):
    """One cell for each row and column: an object of lists by row id, with what is suggested for each row.

    Where a row sums to one its last cell may be left out; where `no_idea` holds, so may that be said.
    """

    kind: Literal["table"] = "table"
    rows: tuple[OptionData, ...]
    columns: tuple[OptionData, ...]
    cell: Literal["chance", "hours"]
    sums_to_one: bool
    no_idea: bool
    suggested: dict[str, tuple[str, ...]]


class FieldData(_Model):
    """One field of a card."""

    id: str
    text: str
    form: Annotated[TextForm | ChanceForm | HoursForm | NumberForm | ChoiceForm, Field(discriminator="kind")]
    suggested: str
    optional: bool


class CardForm(_Model):
    """A few fields: an object of values by field id; what is left out stands as suggested."""

    kind: Literal["card"] = "card"
    fields: tuple[FieldData, ...]


class GoOnForm(_Model):
    """Nothing to say: null agrees."""

    kind: Literal["go-on"] = "go-on"


class ReadLogsForm(_Model):
    """Logs that could not be read yet; nothing to say."""

    kind: Literal["read-logs"] = "read-logs"
    path: str


FormData = Annotated[
    TextForm
    | LinesForm
    | ChanceForm
    | HoursForm
    | NumberForm
    | ChoiceForm
    | SeveralForm
    | MarksForm
    | TableForm
    | CardForm
    | GoOnForm
    | ReadLogsForm,
    Field(discriminator="kind"),
]


class SayData(_Model):
    """A paragraph."""

    kind: Literal["say"] = "say"
    text: str
    tone: Literal["plain", "good", "warn", "quiet"]


class BarData(_Model):
    """One bar: `value` now and `tick` before, in [0, 1]."""

    label: str
    value: float
    tick: float | None
    note: str


class BarsData(_Model):
    """A bar chart."""

    kind: Literal["bars"] = "bars"
    title: str
    rows: tuple[BarData, ...]


class GridData(_Model):
    """A table of short texts."""

    kind: Literal["grid"] = "grid"
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class BranchData(_Model):
    """A node of a tree."""

    text: str
    then: tuple[BranchData, ...]


class OutlineData(_Model):
    """A tree, such as a plan."""

    kind: Literal["outline"] = "outline"
    title: str
    roots: tuple[BranchData, ...]


class TrendData(_Model):
    """A row of numbers in [0, 1], one a round."""

    kind: Literal["trend"] = "trend"
    title: str
    labels: tuple[str, ...]
    values: tuple[float, ...]


class RecipeData(_Model):
    """How something is done: `how` in a sentence or two, the same step by step, and what to type."""

    kind: Literal["recipe"] = "recipe"
    title: str
    how: str
    steps: tuple[str, ...]
    code: str


ExhibitData = Annotated[
    SayData | BarsData | GridData | OutlineData | TrendData | RecipeData, Field(discriminator="kind")
]


SuggestedData = str | tuple[str, ...] | dict[str, str | tuple[str, ...]] | None
"""An answer as it may be given back: a text, a list of lines or ids, or an object by field or row."""


class QuestionData(_Model):
    """A question that can be answered now.

    `suggested` is an answer that null takes, null where there is none; `optional` ones may be left open with an empty
    answer; one that `waits` needs a result first, or somebody else's answer. `asked_of` is who alone is asked, of
    several people; empty for all. `exhibits` stand beside this question alone.
    """

    key: str
    text: str
    why: str
    source: str
    example: str
    form: FormData
    suggested: SuggestedData
    suggested_from: str
    optional: bool
    waits: bool
    asked_of: str = ""
    exhibits: tuple[ExhibitData, ...]


class BeliefData(_Model):
    """How likely an explanation, or a cause of failure, was and is; `holds` is what "something else" is made of."""

    id: str
    label: str
    prior: float
    posterior: float
    holds: dict[str, float]


class AdviceData(_Model):
    """What the arithmetic advises now: `experiment:ID`, `fix:ID` or `service`."""

    action: str
    sentence: str


class SheetDocument(_Model):
    """The questions of a session that can be answered now, in any number; `done` where none is left."""

    schema_: Literal["coach.sheet/1"] = Field(default="coach.sheet/1", alias="schema")
    session: str
    method: Literal["stuck", "premortem", "log"]
    stage: str
    title: str
    done: bool
    questions: tuple[QuestionData, ...]
    exhibits: tuple[ExhibitData, ...]
    beliefs: tuple[BeliefData, ...]
    advice: AdviceData | None
    passed_over: tuple[str, ...] = ()
    """Keys that were answered although an earlier answer of the same call had closed their question."""
