"""The text that a new playbook begins with: valid as it stands, with one example of each kind of entry."""

from __future__ import annotations

from coach.playbook.schema import FORMAT

_TEMPLATE = """\
# A playbook of your own. `coach playbooks validate FILE` checks it; `coach playbooks schema` helps an editor
# to complete it. Every number below is an example: put your own in its place.
schema: {format}
id: {id}
title: {title}
about: For whom this is, and what its numbers rest on.

# What it builds on. Entries of the same id replace inherited ones; `leaves_out`, `adapts` and `adds_rows` change
# them more gently.
extends: [{extends}]

# Everyday words for the classes of trouble: a class is ticked where somebody says one of these.
class_words:
  not-reproducible: [other numbers every time]

# What can be seen. `anyway` is how often one sees it when something else is wrong.
symptoms:
  example-symptom:
    says: The cache is older than the data.
    asks: Is the cache older than the data?
    anyway: 0.05
    aliases: [stale cache]  # everyday words for it
    takes: a-look  # or experiment, where nobody can answer from memory

# What may make it go away, what may have changed last, and facts that take ten seconds. All three are optional.
contrasts:
  example-contrast:
    asks: Does it go away without the cache?
    says: It goes away without the cache.
    how: [Delete the cache., Run the first hundred steps again.]
    cost: {{wall_h: 0.2, human_h: 0.05}}
    aliases: [empty cache, fresh cache]  # everyday words for what heals it: "with an empty cache it works"
    otherwise: [old cache]  # and for what it does without: "only with the old cache"
    anyway: 0.05
changes:
  example-change: {{label: the cache, says: The cache was rebuilt last., aliases: [cache], anyway: 0.05}}
facts:
  example-fact:
    asks: How is the cache named?
    why: A name that does not change with the data keeps old data.
    options: {{hash: After a hash of the data, fixed: It has a fixed name}}
    anyway: {{hash: 0.5, fixed: 0.5}}

# What goes wrong. Weights: about 8 is common, 3 occasional, 1 rare. Provenance: measured and secondary need a
# `source` and a `basis`; editorial is an estimate.
failure_modes:
  example-failure-mode:
    name: Stale cache
    says: Changed data leaves the curves exactly as they were.
    complaints:  # how people put it before they know the cause; coach triage looks their words up
      - I fixed the labels and trained again, and every number came out as before
      - deleted half of the data set and the epoch still has as many batches
    prior: {{weight: 3, provenance: editorial}}
    mine: mine  # or shared, or outside; `innocent: true` beside it where nothing is wrong
    classes: {{not-reproducible: 0.5, learns-badly: 0.4}}  # P(class | this failure mode), the rest is shared out
    symptoms: {{example-symptom: 0.8}}
    contrasts: {{example-contrast: 0.9}}  # P(it goes away | this failure mode)
    changes: {{example-change: 0.3}}  # P(that changed last | this failure mode)
    facts: {{example-fact: {{fixed: 0.95}}}}  # P(option | this failure mode)
    tripwire: max(data/cache_age_hours) < 24  # a prediction that breaks when it happens
    prevention: {{text: Name the cache after a hash of data and code., minutes: 20, effectiveness: 0.9}}
    check:
      says: Delete the cache and run one step. A changed loss points here.
      how: [Delete the cache., Run one step and note the loss., Compare it with the loss of that step before.]
      cost: {{wall_h: 0.1, human_h: 0.1}}  # also wall_runs (fractions of a run) and dollars
      mistaken_for: {{wrong-code-ran: 0.3}}  # P(it finds this | another failure mode)
    repair: {{text: Rebuild the cache., human_h: 0.5, runs: 1}}
    sources: [example-source]

# P(seen | failure mode) a symptom at a time, for failure modes that are inherited or stand above. Optional.
seen_under:
  example-symptom: {{wrong-code-ran: 0.1}}

# What tells causes apart. One row a failure mode, one number an outcome, each row summing to 1.
experiments:
  example-experiment:
    question: Does the run read the data I think it reads?
    how: Delete the cache, run one step, and compare a decoded batch with the one before.
    cost: {{wall_h: 0.2, human_h: 0.2}}  # also wall_runs (fractions of a run) and dollars
    outcomes: [the same, different]
    likelihood:
      example-failure-mode: [0.05, 0.95]

prompts:
  - {{text: "Which cache is older than your last change?"}}

metrics:
  - {{tag: data/cache_age_hours, why: "A stale cache shows nowhere else."}}

sources:
  example-source: {{authors: Our group, year: 2026, title: Notes on past runs, read: whole}}
"""


def new_playbook(playbook_id: str, extends: str) -> str:
    """Give the text of a new playbook.

    Args:
        playbook_id: the new playbook's id (see `coach.playbook.entry.is_id`).
        extends: id of the playbook it builds on.
    """
    title = playbook_id.replace("-", " ").capitalize()
    return _TEMPLATE.format(format=FORMAT, id=playbook_id, title=title, extends=extends)
