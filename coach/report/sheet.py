"""Makes the document of a sheet: what a program needs to answer the questions that are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.report import sheet_document as data
from coach.session import exhibit, form
from coach.session.advice import advise
from coach.session.experiments import under_way

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coach.session.beliefs import BeliefRow
    from coach.session.fold import Session
    from coach.session.prefilled import Prefilled
    from coach.session.sheet import Sheet
    from coach.session.step import Question

_FORMS: dict[type[form.Form], type[data.FormData]] = {
    form.Text: data.TextForm,
    form.Lines: data.LinesForm,
    form.Chance: data.ChanceForm,
    form.Hours: data.HoursForm,
    form.Number: data.NumberForm,
    form.Choice: data.ChoiceForm,
    form.Several: data.SeveralForm,
    form.Marks: data.MarksForm,
    form.Table: data.TableForm,
    form.GoOn: data.GoOnForm,
    form.ReadLogs: data.ReadLogsForm,
}
_EXHIBITS: dict[type[exhibit.Exhibit], type[data.ExhibitData]] = {
    exhibit.Say: data.SayData,
    exhibit.Bars: data.BarsData,
    exhibit.Grid: data.GridData,
    exhibit.Outline: data.OutlineData,
    exhibit.Trend: data.TrendData,
    exhibit.Recipe: data.RecipeData,
}


def sheet_document(
    session_id: str,
    session: Session,
    sheet: Sheet | None,
    beliefs: Iterable[BeliefRow],
    passed_over: Sequence[str] = (),
) -> data.SheetDocument:
    """Give the document of the open sheet; one without questions where the walk is done.

    Args:
        session_id: its id.
        session: as it stands.
        sheet: the questions that can be answered now.
        beliefs: the bars of belief.
        passed_over: keys that were answered and had just been closed.
    """
    steps = sheet.steps if sheet else ()
    later = tuple(each for step in steps if step.later for each in step.later())
    return data.SheetDocument(
        session=session_id,
        method=session.method,
        stage=sheet.stage if sheet else "",
        title=sheet.title if sheet else "",
        done=sheet is None,
        questions=tuple(_question(step.question, sheet) for step in steps) if sheet else (),
        exhibits=_exhibits((*(sheet.exhibits if sheet else ()), *later)),
        beliefs=tuple(
            data.BeliefData(
                id=row.id, label=row.label, prior=row.prior, posterior=row.posterior, holds=dict(row.holds)
            )
            for row in beliefs
        ),
        advice=_advice(session),
        passed_over=tuple(passed_over),
    )


def form_data(asked: form.Form) -> data.FormData:
    """Give the shape that an answer has, as data."""
    if isinstance(asked, form.Card):
        return data.CardForm(fields=tuple(_field(each) for each in asked.fields))
    return _FORMS[type(asked)].model_validate(asked)


def _field(field: form.Field) -> data.FieldData:
    return data.FieldData.model_validate(
        {
            "id": field.id,
            "text": field.text,
            "form": form_data(field.form),
            "suggested": field.suggested,
            "optional": field.optional,
        }
    )


def _question(question: Question, sheet: Sheet) -> data.QuestionData:
    known: Prefilled | None = sheet.prefilled.get(question.key)
    is_free_list = isinstance(question.form, form.Lines) and not question.form.at_least
    return data.QuestionData.model_validate(
        {
            "key": question.key,
            "text": question.text,
            "why": question.why,
            "source": question.source,
            "example": question.example,
            "form": form_data(question.form),
            "suggested": known.answer if known else None,
            "suggested_from": known.origin if known else "",
            "optional": question.optional or is_free_list,
            "waits": question.waits,
            "asked_of": question.asked_of,
            "exhibits": _exhibits(sheet.beside.get(question.key, ())),
        }
    )


def _exhibits(shown: Iterable[exhibit.Exhibit]) -> tuple[data.ExhibitData, ...]:
    return tuple(_EXHIBITS[type(each)].model_validate(each) for each in exhibit.laid_open(shown))


def _advice(session: Session) -> data.AdviceData | None:
    if session.method != "stuck" or session.is_closed or under_way(session) is not None:
        return None
    advice = advise(session)
    return None if advice is None else data.AdviceData(action=advice.action, sentence=advice.sentence)
