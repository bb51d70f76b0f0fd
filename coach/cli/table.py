"""Which commands there are: name, where the code lies, one line of help. Importing this costs nothing."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """One command: `target` is `module:attribute`, imported when the command is called."""

    name: str
    target: str
    help: str


class Section(NamedTuple):
    """Commands that belong together in `coach --help`."""

    title: str
    entries: tuple[Entry, ...]


SECTIONS = (
    Section(
        "Think first",
        (
            Entry("premortem", "coach.cli.premortem:premortem", "Before a launch: it has failed; why?"),
            Entry("triage", "coach.cli.triage:triage", "Say what you see; get the likeliest causes at once."),
            Entry("stuck", "coach.cli.stuck:stuck", "A run disappointed: find out why, cheaply."),
            Entry("resume", "coach.cli.resume:resume", "Go on where a session was left."),
            Entry("join", "coach.cli.join:join", "Join a session that somebody else has open."),
            Entry("serve", "coach.cli.serve:serve", "Show a session in a browser, to who has the link."),
            Entry("next", "coach.cli.next_sheet:next_sheet", "What is asked now, on one sheet."),
            Entry("answer", "coach.cli.answer:answer", "Answer the sheet by key: for scripts and programs."),
            Entry("demo", "coach.cli.demo:demo", "A guided case; needs no set-up and keeps nothing."),
        ),
    ),
    Section(
        "Practise",
        (
            Entry("learn", "coach.cli.learn:learn", "The path for a newcomer: lessons, calibration, drills."),
            Entry("drill", "coach.cli.drill:drill", "Solve a closed case; evidence is bought at its price."),
        ),
    ),
    Section(
        "Run and keep",
        (
            Entry("run", "coach.cli.run:run", "Launch a command, leave it alone, keep what it was."),
            Entry("runs", "coach.cli.runs:runs", "The kept runs: list, show, restore, prune."),
            Entry("link", "coach.cli.link:link", "Say where a run that was started elsewhere logs."),
        ),
    ),
    Section(
        "Afterwards",
        (
            Entry("watch", "coach.cli.watch:watch", "Watch a run, and say when there is something to say."),
            Entry("check", "coach.cli.check:check", "Read the linked runs and resolve sealed predictions."),
            Entry("review", "coach.cli.review:review", "How good your forecasts were, and what it teaches."),
            Entry(
                "learning", "coach.cli.learning:learning", "What your own record has taught, with a switch."
            ),
            Entry("result", "coach.cli.result:result", "Record an experiment's outcome by hand."),
            Entry("note", "coach.cli.note:note", "Add a line to the work log, from anywhere."),
            Entry("log", "coach.cli.log:log", "Show the four logs, or search them."),
        ),
    ),
    Section(
        "The journal",
        (
            Entry("list", "coach.cli.list_sessions:list_sessions", "List the sessions."),
            Entry("show", "coach.cli.show:show", "Show one session as plain text."),
            Entry("export", "coach.cli.export:export", "Write a session as Markdown or JSON."),
            Entry("verify", "coach.cli.verify:verify", "Make sure that nothing sealed was changed."),
            Entry("seal", "coach.cli.seal:seal", "Give what was sealed a witness outside the journal."),
            Entry("merge", "coach.cli.merge:merge", "Take in another copy of a session."),
            Entry(
                "merge-driver", "coach.cli.merge_driver:merge_driver", "For git: merge a session by union."
            ),
            Entry("init", "coach.cli.init:init", "Make a journal for this project."),
        ),
    ),
    Section(
        "Parts of the method on their own",
        (
            Entry("symptoms", "coach.cli.symptoms:symptoms", "What the detectors see in these logs."),
            Entry("tag", "coach.cli.tag:tag", "Say what a tag of your logs stands for."),
            Entry("diff", "coach.cli.diff:diff", "What differs between two runs."),
            Entry("plan", "coach.cli.plan:plan", "What to do next for a problem in a file."),
            Entry("playbooks", "coach.cli.playbooks:playbooks", "The catalogues of failure modes."),
            Entry("doctor", "coach.cli.doctor:doctor", "Say what is installed, found and broken."),
        ),
    ),
)

COMMANDS = {entry.name: entry for section in SECTIONS for entry in section.entries}
"""Every command by its name."""
