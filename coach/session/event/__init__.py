"""A session's records: one frozen event for everything a person confirmed or the coach read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any

from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError, field_validator

from coach.errors import JournalError
from coach.session.event import (
    assumption,
    common,
    evidence,
    experiment,
    hypothesis,
    launch,
    pairing,
    premortem,
    watching,
)
from coach.session.value import Value

SCHEMA_VERSION = 8
"""Version of the event schema; a journal refuses a session written by a newer one.

Every new kind or field raises it, since an older coach refuses what it does not know. A new field has a
default, so that older events keep their content (`event_to_data`) and with it their checksums and seals.
"""

Body = Annotated[
    common.Opened
    | common.Stated
    | common.Classified
    | common.RunLengthGiven
    | common.RunPriceGiven
    | common.PlaybookChosen
    | common.PaceChosen
    | common.Noted
    | common.Surprised
    | common.ConfusionSettled
    | common.Skipped
    | common.Finished
    | common.Reopened
    | common.Matched
    | common.GateWaived
    | common.Sealed
    | common.Withdrawn
    | common.Closed
    | evidence.RunsLinked
    | evidence.SymptomSeen
    | evidence.SymptomJudged
    | evidence.EvidenceAdded
    | hypothesis.HypothesisAdded
    | hypothesis.FavouriteNamed
    | hypothesis.DoubtNamed
    | hypothesis.PriorsGiven
    | hypothesis.CatchAllGiven
    | hypothesis.LikelihoodsGiven
    | hypothesis.RepairPriced
    | hypothesis.ServicePriced
    | assumption.AssumptionsGiven
    | assumption.RepairShared
    | assumption.EvidenceGrouped
    | experiment.ExperimentAdded
    | experiment.ExperimentPriced
    | experiment.OutcomesForecast
    | experiment.Committed
    | experiment.OutcomePredicted
    | experiment.ResultRecorded
    | experiment.CostSpent
    | experiment.FixConfirmed
    | premortem.EarlierRunsRead
    | premortem.PredictionMade
    | premortem.DoubtRated
    | premortem.CauseAdded
    | premortem.CauseJudged
    | premortem.CauseShown
    | premortem.PreventionGiven
    | premortem.CauseDecided
    | premortem.RoundsEnded
    | premortem.Estimated
    | premortem.LaunchDecided
    | premortem.PredictionResolved
    | premortem.RunJudged
    | launch.CommandPlanned
    | launch.RunStarted
    | launch.RunEnded
    | watching.LookTaken
    | watching.StopAllowed
    | watching.StopAsked
    | pairing.Paired
    | pairing.BlindCommitted
    | pairing.Revealed
    | pairing.Released
    | pairing.Talked
    | pairing.Pooled
    | pairing.Dissented
    | pairing.KeyboardPassed,
    Field(discriminator="kind"),
]
"""What an event says; `kind` tells which."""


class Event(Value):
    """One confirmed fact of a session. Never changed, never deleted."""

    v: int = Field(default=SCHEMA_VERSION, ge=1, le=SCHEMA_VERSION)
    id: str = Field(min_length=1)
    """Sortable and unique: later events of one writer have larger ids."""
    at: AwareDatetime
    """When it was confirmed, UTC."""
    by: str
    """Who confirmed it."""
    turn: str
    """Id of the first event of the same confirmed answer: undo takes a turn back as one."""
    body: Body

    @field_validator("at")
    @classmethod
    def _in_utc(cls, at: datetime) -> datetime:
        try:
            return at.astimezone(UTC)
        except OverflowError as error:
            raise ValueError("no such moment in UTC") from error

    @property
    def order(self) -> tuple[datetime, str]:
        """The place of this event in its session."""
        return (self.at, self.id)


class NewerSchemaError(JournalError):
    """A newer coach wrote this session; it is left as it is."""


@cache
def _events_adapter() -> TypeAdapter[tuple[Event, ...]]:
    return TypeAdapter(tuple[Event, ...])


def event_to_data(event: Event) -> dict[str, Any]:
    """Give the JSON-ready content of an event; NaN and infinities become strings.

    Fields at their default are left out, `v` and the kind excepted: a field that a later schema adds does
    not change the content of an older event.
    """
    data: dict[str, Any] = json.loads(event.model_dump_json(exclude_defaults=True))
    data["v"] = event.v
    data["body"]["kind"] = event.body.kind
    return data


def events_from_data(data: object, *, where: str = "") -> tuple[Event, ...]:
    """Give the events that a JSON list holds.

    Raises:
        NewerSchemaError: a newer coach wrote one of them.
        JournalError: a record is no event; the message says which.
    """
    if isinstance(data, list | tuple):
        versions = [record.get("v") for record in data if isinstance(record, dict)]
        newest = max((v for v in versions if isinstance(v, int | float)), default=SCHEMA_VERSION)
        if newest > SCHEMA_VERSION:
            raise NewerSchemaError(
                f"a newer coach wrote this session (schema {newest}; this one reads {SCHEMA_VERSION})",
                hint="Update coach; the file is left as it is.",
                where=where,
            )
    try:
        return _events_adapter().validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise JournalError(
            f"a record is not an event of a session: {place}: {first['msg']}",
            hint="Restore the file from its last good copy, or from git.",
            where=where,
        ) from error
