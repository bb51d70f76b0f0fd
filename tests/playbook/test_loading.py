from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.errors import PlaybookError
from coach.playbook.compile import catalogue_for, faults_in
from coach.playbook.load import load_playbook
from coach.playbook.shelf import PlaybookFile, find_playbooks
from coach.session.failure_mode import USUAL_CHECK, Price

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Shelf = Callable[..., Sequence[PlaybookFile]]

MINIMAL = """\
schema: coach.playbook/2
id: mine
title: Mine
about: A playbook for tests.
symptom_classes:
  slow: It is slow
symptoms:
  leak: {says: Memory grows, asks: Does it grow?, anyway: 0.05}
contrasts: {alone: {asks: Away?, says: Away alone., how: [Run it alone.], code: run, cost: {wall_h: 1}, anyway: 0.1}}
changes: {data: {label: the data, says: The data changed., anyway: 0.2}}
facts: {host: {asks: Which host?, why: They differ., options: {red: Red, blue: Blue, green: Green}, \
anyway: {red: 0.5, blue: 0.3, green: 0.2}}}
sources:
  me2024: {authors: Me, year: 2024, title: Notes, read: whole}
failure_modes:
  hoarder:
    name: Keeps everything
    says: Memory grows.
    prior: {weight: 3, provenance: editorial}
    mine: mine
    classes: {slow: 0.9}
    symptoms: {leak: 0.9}
    contrasts: {alone: 0.8}
    changes: {data: 0.4}
    facts: {host: {blue: 0.6}}
    tripwire: max(memory) < 10
    prevention: {text: Log memory, minutes: 5, effectiveness: 0.5}
    check: {says: Compare snapshots., how: [One., Two.], code: diff, cost: {human_h: 0.2}, mistaken_for: {sloth: 0.4}}
    repair: {text: Let go, human_h: 1, runs: 0.5}
    sources: [me2024]
  sloth:
    name: Lazy
    says: It idles.
    prior: {weight: 1, provenance: measured, source: me2024, basis: 1 of 4}
    mine: outside
    classes: {slow: 0.9}
    symptoms: {}
    check: {says: Look.}
    repair: {text: Wake it, human_h: 1, runs: 0}
experiments:
  snapshots:
    question: Does something grow?
    how: Compare two snapshots.
    cost: {wall_h: 0.1, human_h: 0.5}
    outcomes: [grows, stays]
    likelihood:
      hoarder: [0.9, 0.1]
      sloth: [0.1, 0.9]
    sources: [me2024]
prompts:
  - {text: What fills up?, source: me2024}
metrics:
  - {tag: memory, why: It grows first.}
"""


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Writes playbooks, given as text by id, into a folder each, and gives them as found files."""

    def write(*texts: tuple[str, str]) -> Sequence[PlaybookFile]:
        found = []
        for place, (playbook_id, text) in enumerate(texts):
            folder = tmp_path / str(place)
            folder.mkdir()
            path = folder / f"{playbook_id}.yaml"
            path.write_text(text, encoding="utf-8")
            found.append(PlaybookFile(id=playbook_id, path=path))
        return found

    return write


def child(**parts: str) -> str:
    """Give a playbook `child` that extends `mine`, with further parts in YAML's flow style."""
    head = "schema: coach.playbook/2\nid: child\ntitle: Child\nabout: Extends.\nextends: [mine]\n"
    return head + "".join(f"{key}: {said}\n" for key, said in parts.items())


MODE = (
    "{name: N, says: S, prior: {weight: 2, provenance: editorial}, mine: mine, classes: {slow: 0.9},"
    " symptoms: {leak: 0.5}, check: {says: C}, repair: {text: R, human_h: 1, runs: 1}}"
)


def test_a_minimal_playbook_becomes_a_catalogue(shelf: Shelf) -> None:
    made = catalogue_for("mine", shelf(("mine", MINIMAL)))

    hoarder, sloth = made.failure_modes
    assert (made.id, made.title, dict(made.symptom_classes)) == ("mine", "Mine", {"slow": "It is slow"})
    assert (hoarder.weight, hoarder.provenance, hoarder.source) == (3, "editorial", "described by Me 2024")
    assert (sloth.weight, sloth.provenance, sloth.source) == (1, "measured", "Me 2024: 1 of 4")
    assert hoarder.symptoms == {
        "leak": 0.9,
        "contrast.alone": 0.8,
        "changed.data": 0.4,
        "fact.host.blue": 0.6,
        "fact.host.red": pytest.approx(0.4 * 5 / 7),
        "fact.host.green": pytest.approx(0.4 * 2 / 7),
    }
    assert (hoarder.classes, sloth.symptoms) == ({"slow": 0.9}, {})
    assert (hoarder.check.steps, hoarder.check.code, hoarder.check.mistaken_for) == (
        ("One.", "Two."),
        "diff",
        {"sloth": 0.4},
    )
    assert (hoarder.check.price, sloth.check.price) == (Price(human_h=0.2), USUAL_CHECK)
    assert hoarder.prevention is not None
    assert (hoarder.prevention.minutes, hoarder.prevention.effectiveness) == (5, 0.5)
    assert sloth.prevention is None
    assert (hoarder.repair.human_h, hoarder.repair.runs) == (1, 0.5)
    assert made.experiments[0].rows == {"hoarder": (0.9, 0.1), "sloth": (0.1, 0.9)}
    assert made.prompts[0].source == "Me 2024"
    assert made.metrics[0].tag_hint == "memory"
    assert made.symptoms["leak"].anyway == 0.05


def test_contrasts_changes_and_options_of_facts_become_symptoms_under_ids_of_their_own(shelf: Shelf) -> None:
    made = catalogue_for("mine", shelf(("mine", MINIMAL)))

    kinds = {key: each.kind for key, each in made.symptoms.items()}
    assert kinds == {
        "leak": "symptom",
        "contrast.alone": "contrast",
        "changed.data": "changed",
        "fact.host.red": "fact",
        "fact.host.blue": "fact",
        "fact.host.green": "fact",
    }
    alone, blue = made.symptoms["contrast.alone"], made.symptoms["fact.host.blue"]
    assert (alone.says, alone.steps, alone.code, alone.price) == (
        "Away alone.",
        ("Run it alone.",),
        "run",
        Price(wall_h=1),
    )
    assert (blue.says, blue.label, blue.why, blue.group) == (
        "Which host? Blue.",
        "Blue",
        "They differ.",
        "fact.host",
    )
    assert made.symptoms["changed.data"].label == "the data"


@pytest.mark.parametrize(
    ("change", "place", "said", "hint"),
    [
        (
            ("    check: {says: Compare", "    chekc: {says: Compare"),
            "27:5",
            "hoarder.chekc: this key is not",
            "Did you mean 'check'?",
        ),
        (
            ("prior: {weight: 3", "prior: {wieght: 3"),
            "18:13",
            "this key is not known",
            "Did you mean 'weight'?",
        ),
        (("prior: {weight: 3", "prior: {weight: -3"), "18:13", "this should be greater than 0, not -3", ""),
        (("prior: {weight: 3", "prior: {weight: '3'"), "18:13", "valid number, not '3'", ""),
        (("prior: {weight: 3", "prior: {weight: true"), "18:13", "valid number, not True", ""),
        (
            ("mine: mine", "mine: yours"),
            "19:5",
            "'yours' is not possible here",
            "Use 'mine', 'shared' or 'outside'.",
        ),
        (("    mine: mine\n", ""), "15:3", "hoarder: 'mine' is missing", "Add the key 'mine'."),
        (("  hoarder:\n", "  Hoarder One:\n"), "15:3", "this is not an id", "joined by hyphens"),
        (("{leak: 0.9}", "{leak: 1.0}"), "21:16", "less than or equal to 0.99, not 1.0", ""),
        (("{leak: 0.9}", "{leek: 0.9}"), "21:16", "'leek' is not a symptom", "Did you mean 'leak'?"),
        (("{slow: 0.9}", "{slow: 0.9, slwo: 0.9}"), "20:5", "these sum to 1.8, more than 1", "one of them"),
        (("{alone: 0.8}", "{alnoe: 0.8}"), "22:17", "'alnoe' is not a contrast", "Did you mean 'alone'?"),
        (("{data: 0.4}", "{dta: 0.4}"), "23:15", "'dta' is not a change", "Did you mean 'data'?"),
        (
            ("facts: {host: {blue", "facts: {hots: {blue"),
            "24:13",
            "'hots' is not a fact",
            "Did you mean 'host'?",
        ),
        (("{blue: 0.6}", "{bleu: 0.6}"), "24:20", "'bleu' is not an option of the fact 'host'", "'blue'"),
        (("{blue: 0.6}", "{blue: 0.6, red: 0.6}"), "24:13", "these sum to 1.2, more than 1", "one of them"),
        (("{sloth: 0.4}", "{slot: 0.4}"), "27:107", "'slot' is not a failure mode", "Did you mean 'sloth'?"),
        (("green: 0.2}", "green: 0.3}"), "11:101", "these sum to 1.1, not to 1", "one option is true"),
        ((", green: 0.2}", "}"), "11:101", "'green' has no number", "Add 'green'"),
        (("{slow: 0.9}", "{slwo: 0.9}"), "20:15", "'slwo' is not a symptom class", "Did you mean 'slow'?"),
        (("max(memory) < 10", "max(memory) below 10"), "25:5", "expected", "Write it like"),
        (("[me2024]", "[me2042]"), "29:15", "'me2042' is not a source", "Did you mean 'me2024'?"),
        (
            (", source: me2024, basis", ", basis"),
            "33:5",
            "a weight that is measured needs 'source'",
            "editorial",
        ),
        ((", basis: 1 of 4", ""), "33:5", "a weight that is measured needs 'basis'", "editorial"),
        (
            ("hoarder: [0.9, 0.1]", "hoarder: [0.9, 0.2]"),
            "46:7",
            "the row sums to 1.1, not to 1",
            "one outcome",
        ),
        (
            ("hoarder: [0.9, 0.1]", "hoarder: [0.8, 0.1, 0.1]"),
            "46:7",
            "3 numbers for 2 outcomes",
            "one number",
        ),
        (("hoarder: [0.9, 0.1]", "hoarder: [0.9, 0]"), "46:22", "greater than or equal to 0.01, not 0", ""),
        (
            ("hoarder: [0.9, 0.1]", "horder: [0.9, 0.1]"),
            "46:7",
            "'horder' is not a failure mode",
            "'hoarder'",
        ),
        (("  snapshots:", "  check-snapshots:"), "40:3", "looks like a failure mode's check", "Do not begin"),
        (("[grows, stays]", "[grows, grows]"), "44:5", "an outcome is given twice", "its own name"),
        (("[grows, stays]", "[grows]"), "44:5", "at least 2 items", ""),
        (
            ("source: me2024}\nmetrics", "source: you}\nmetrics"),
            "50:28",
            "'you' is not a source",
            "Known here: me2024",
        ),
        (
            ("schema: coach.playbook/2", "schema: coach.playbook/9"),
            "1:1",
            "is not possible here",
            "coach.playbook/2",
        ),
        (("id: mine", "id: ours"), "2:1", "the id 'ours' is not the file's name 'mine'", "ours.yaml"),
        (("    mine: mine", "    mine: mine\n    mine: mine"), "20:5", "'mine' is given twice", "Keep one"),
        (("title: Mine", "\ttitle: Mine"), "3:1", "there is a tab here", "spaces"),
    ],
)
def test_a_fault_is_placed_and_explained(
    change: tuple[str, str], place: str, said: str, hint: str, shelf: Shelf
) -> None:
    assert change[0] in MINIMAL
    (file,) = shelf(("mine", MINIMAL.replace(*change, 1)))

    errors = faults_in(file.path, [file])

    assert errors, "no fault found"
    assert errors[0].where == f"{file.path}:{place}"
    assert said in errors[0].message
    assert hint in errors[0].hint
    with pytest.raises(PlaybookError) as refused:
        catalogue_for("mine", [file])
    assert (refused.value.where, refused.value.message) == (errors[0].where, errors[0].message)


def test_every_fault_is_listed_in_the_order_of_the_lines(shelf: Shelf) -> None:
    text = (
        MINIMAL.replace("{leak: 0.9}", "{leek: 0.9}")
        .replace("[0.9, 0.1]", "[0.9, 0.2]")
        .replace("{slow: 0.9}", "{slo: 0.9}")
    )
    (file,) = shelf(("mine", text))

    errors = faults_in(file.path, [file])

    lines = [int(error.where.rsplit(":", 2)[1]) for error in errors]
    assert sorted(lines) == sorted([20, 21, 35, 46])


def test_the_first_fault_says_how_many_more_there_are(shelf: Shelf) -> None:
    text = (
        MINIMAL.replace("weight: 3", "weight: 0")
        .replace("{leak: 0.9}", "{leak: 9}")
        .replace("[grows, stays]", "[x]")
    )
    (file,) = shelf(("mine", text))

    with pytest.raises(PlaybookError, match="2 more faults: coach playbooks validate"):
        load_playbook(file.path)


@pytest.mark.parametrize("text", ["", "- a\n", "just words\n"])
def test_something_else_than_a_mapping_is_said_so(text: str, shelf: Shelf) -> None:
    (file,) = shelf(("mine", text))

    with pytest.raises(PlaybookError, match="a playbook is a mapping of keys"):
        load_playbook(file.path)


def test_a_child_extends_adapts_and_leaves_out(shelf: Shelf) -> None:
    text = child(
        leaves_out="{failure_modes: [sloth]}",
        adapts="{hoarder: {prior: {weight: 7, provenance: editorial, basis: ours}, symptoms: {heat: 0.6},"
        " classes: {slow: 0.5}, contrasts: {alone: 0.2}, facts: {host: {old: 0.9}}, mistaken_for: {fire: 0.7},"
        " tripwire: max(m) < 1}}",
        symptoms="{heat: {says: It is hot, asks: Is it hot?, anyway: 0.1}}",
        facts="{host: {asks: Which?, why: W, options: {old: Old, new: New}, anyway: {old: 0.5, new: 0.5}}}",
        failure_modes=f"{{fire: {MODE}}}",
        adds_rows="{snapshots: {fire: [0.4, 0.6]}}",
    )
    made = catalogue_for("child", shelf(("mine", MINIMAL), ("child", text)))

    assert [mode.id for mode in made.failure_modes] == ["hoarder", "fire"]
    hoarder = made.failure_modes[0]
    assert (hoarder.weight, hoarder.source, hoarder.tripwire) == (7, "ours", "max(m) < 1")
    said = {"leak": 0.9, "heat": 0.6, "contrast.alone": 0.2, "fact.host.old": 0.9}
    assert said.items() <= hoarder.symptoms.items()
    assert hoarder.symptoms["fact.host.new"] == pytest.approx(0.1)
    assert (hoarder.classes, hoarder.check.mistaken_for) == ({"slow": 0.5}, {"sloth": 0.4, "fire": 0.7})
    assert made.experiments[0].rows == {"hoarder": (0.9, 0.1), "fire": (0.4, 0.6)}
    own_and_inherited = {"leak", "heat", "contrast.alone", "changed.data", "fact.host.old", "fact.host.new"}
    assert set(made.symptoms) == own_and_inherited
    assert (made.id, made.prompts[0].text) == ("child", "What fills up?")


def test_a_child_leaves_out_experiments_and_evidence_of_every_kind(shelf: Shelf) -> None:
    without = "symptoms: [leak], contrasts: [alone], changes: [data], facts: [host]"
    text = child(leaves_out=f"{{experiments: [snapshots], {without}}}")

    made = catalogue_for("child", shelf(("mine", MINIMAL), ("child", text)))

    assert made.experiments == ()
    assert dict(made.symptoms) == {}


@pytest.mark.parametrize(
    ("parts", "said", "hint"),
    [
        ({"leaves_out": "{failure_modes: [slot]}"}, "'slot' is not an inherited failure mode", "'sloth'"),
        (
            {"leaves_out": "{experiments: [snapshot]}"},
            "'snapshot' is not an inherited experiment",
            "'snapshots'",
        ),
        ({"leaves_out": "{symptoms: [leek]}"}, "'leek' is not an inherited symptom", "'leak'"),
        ({"leaves_out": "{facts: [hots]}"}, "'hots' is not an inherited fact", "'host'"),
        ({"leaves_out": "{changes: [dta]}"}, "'dta' is not an inherited change", "'data'"),
        ({"leaves_out": "{contrasts: [alnoe]}"}, "'alnoe' is not an inherited contrast", "'alone'"),
        ({"adapts": "{sloth: {facts: {host: {bleu: 0.5}}}}"}, "'bleu' is not an option", "'blue'"),
        ({"adapts": "{sloth: {mistaken_for: {horder: 0.5}}}"}, "'horder' is not a failure mode", "'hoarder'"),
        ({"adapts": "{horder: {}}"}, "'horder' is not an inherited failure mode", "'hoarder'"),
        ({"adapts": "{sloth: {symptoms: {leek: 0.5}}}"}, "'leek' is not a symptom", "'leak'"),
        ({"adapts": "{sloth: {tripwire: nonsense}}"}, "expected", "Write it like"),
        ({"adapts": "{sloth: {prior: {weight: 1, provenance: measured}}}"}, "needs 'source'", "editorial"),
        (
            {"adapts": "{sloth: {prior: {weight: 1, provenance: secondary, source: x, basis: y}}}"},
            "'x' is not a source",
            "Known here: me2024",
        ),
        (
            {"adds_rows": "{snapshot: {sloth: [0.5, 0.5]}}"},
            "'snapshot' is not an inherited experiment",
            "'snapshots'",
        ),
        ({"adds_rows": "{snapshots: {slot: [0.5, 0.5]}}"}, "'slot' is not a failure mode", "'sloth'"),
        ({"adds_rows": "{snapshots: {sloth: [0.5, 0.4]}}"}, "the row sums to 0.9", "one outcome"),
        ({"adds_rows": "{snapshots: {sloth: [0.5, 0.3, 0.2]}}"}, "3 numbers for 2 outcomes", "one number"),
        (
            {"leaves_out": "{failure_modes: [sloth]}", "adds_rows": "{snapshots: {sloth: [0.5, 0.5]}}"},
            "'sloth' is not a failure mode",
            "Known here: hoarder",
        ),
    ],
)
def test_what_a_child_says_of_its_parent_must_exist(
    parts: dict[str, str], said: str, hint: str, shelf: Shelf
) -> None:
    mine, file = shelf(("mine", MINIMAL), ("child", child(**parts)))

    errors = faults_in(file.path, [mine, file])

    assert said in errors[0].message
    assert hint in errors[0].hint
    assert errors[0].where.startswith(f"{file.path}:")


def test_a_playbook_extends_the_one_whose_name_it_takes(shelf: Shelf) -> None:
    ours = MINIMAL.partition("symptom_classes")[0] + f"extends: [mine]\nfailure_modes: {{extra: {MODE}}}\n"
    files = shelf(("mine", MINIMAL), ("mine", ours))

    made = catalogue_for("mine", files)

    assert [mode.id for mode in made.failure_modes] == ["hoarder", "sloth", "extra"]
    assert faults_in(files[1].path, files) == ()


def test_a_playbook_that_does_not_extend_its_namesake_takes_its_place(shelf: Shelf) -> None:
    files = shelf(("mine", MINIMAL), ("mine", MINIMAL.replace("title: Mine", "title: Ours")))

    assert catalogue_for("mine", files).title == "Ours"


def test_an_entry_of_the_same_id_takes_the_place_of_the_inherited_one(shelf: Shelf) -> None:
    made = catalogue_for(
        "child", shelf(("mine", MINIMAL), ("child", child(failure_modes=f"{{hoarder: {MODE}}}")))
    )

    assert [(mode.id, mode.weight) for mode in made.failure_modes] == [("hoarder", 2), ("sloth", 1)]


def test_a_circle_of_playbooks_is_refused_with_its_links(shelf: Shelf) -> None:
    circle = MINIMAL.replace("symptom_classes", "extends: [child]\nsymptom_classes")
    files = shelf(("mine", circle), ("child", child()))

    with pytest.raises(PlaybookError, match="circle: child > mine > child") as refused:
        catalogue_for("child", files)

    assert refused.value.where == f"{files[0].path}:5:11"


def test_a_playbook_cannot_extend_itself_alone(shelf: Shelf) -> None:
    (file,) = shelf(("mine", MINIMAL.replace("symptom_classes", "extends: [mine]\nsymptom_classes")))

    with pytest.raises(PlaybookError, match="there is no playbook 'mine'"):
        catalogue_for("mine", [file])


def test_an_unknown_parent_is_placed_with_the_nearest_name(shelf: Shelf) -> None:
    mine, file = shelf(("mine", MINIMAL), ("child", child().replace("[mine]", "[mime]")))

    (error,) = faults_in(file.path, [mine, file])

    assert error.where == f"{file.path}:5:11"
    assert error.hint == "Did you mean 'mine'?"


def test_an_unknown_playbook_is_answered_with_the_nearest_name() -> None:
    with pytest.raises(PlaybookError) as refused:
        catalogue_for("policy-gradients")

    assert refused.value.hint == "Did you mean 'policy-gradient'?"


def test_a_fault_in_a_parent_names_the_parents_file(shelf: Shelf) -> None:
    mine, file = shelf(("mine", MINIMAL.replace("weight: 3", "weight: 0")), ("child", child()))

    (error,) = faults_in(file.path, [mine, file])

    assert error.where == f"{mine.path}:18:13"


def test_a_broken_playbook_leaves_the_others_usable(shelf: Shelf) -> None:
    files = shelf(("mine", MINIMAL), ("broken", "a: [\n"))

    assert catalogue_for("mine", files).title == "Mine"


def test_folders_are_searched_in_turn_and_missing_ones_passed_over(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(MINIMAL, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no playbook", encoding="utf-8")
    (tmp_path / "folder.yaml").mkdir()

    found = find_playbooks(tmp_path / "missing", tmp_path)

    assert [file.id for file in found if not file.built_in] == ["mine"]
    assert found[-1] == PlaybookFile(id="mine", path=tmp_path / "mine.yaml")


def test_a_missing_file_is_said_so(tmp_path: Path) -> None:
    (error,) = faults_in(tmp_path / "gone.yaml", find_playbooks())

    assert "No such file" in error.message


def test_names_with_control_characters_are_shown_and_not_obeyed(shelf: Shelf) -> None:
    (file,) = shelf(("mine", MINIMAL.replace("{leak: 0.9}", '{"\\e[31mleak": 0.9}')))

    (error,) = faults_in(file.path, [file])

    assert "'\\x1b[31mleak' is not a symptom" in error.message


def test_a_playbook_of_the_earlier_form_is_told_what_to_change_line_by_line(shelf: Shelf) -> None:
    text = """\
schema: coach.playbook/1
id: mine
title: Mine
about: Of the earlier form.
failure_modes:
  sloth:
    classes: [slow, crash]
    check: Look.
    check_cost: {human_h: 0.1}
"""
    (file,) = shelf(("mine", text))

    errors = faults_in(file.path, [file])

    assert [each.where for each in errors] == [f"{file.path}:{at}" for at in ("1:1", "7:5", "8:5")]
    assert "coach.playbook/1" in errors[0].message
    assert "schema: coach.playbook/2" in errors[0].hint
    assert "`classes: {slow: 0.45, crash: 0.45}`" in errors[1].hint
    assert "`says: ...`" in errors[2].hint
    assert "`cost: ...`" in errors[2].hint
    with pytest.raises(PlaybookError, match="2 more faults"):
        catalogue_for("mine", [file])
