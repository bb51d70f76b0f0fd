"""What the texts of published bugs state besides the class, coded by hand from the symptom's text alone.

Coded by the bugs' `id` and text, with cause and category out of sight but for seven bugs; whoever coded had seen which
failure modes are right before (coded_cases.py), so the figures rather flatter. A symptom is coded where the text says
so, in whatever words, a detected one included, and nothing that only an expert would conclude. `own` is what whoever
wrote the text would suspect; empty where it gives no hint.
"""

from __future__ import annotations

from typing import NamedTuple

AWAY, STAYS = "goes-away", "stays"


class Told(NamedTuple):
    """What one text states.

    Attributes:
        seen: ids of symptoms.
        not_seen: ids of symptoms that it says are absent.
        contrasts: `goes-away` or `stays`, by what was tried.
        changed: what changed last; empty where nothing is said.
        facts: answers to short factual questions, by question.
        own: the explanation that its author would give.
    """

    seen: frozenset[str] = frozenset()
    not_seen: frozenset[str] = frozenset()
    contrasts: dict[str, str] = {}  # noqa: RUF012 - a named tuple's defaults; never written to
    changed: str = ""
    facts: dict[str, str] = {}  # noqa: RUF012 - as above
    own: str = ""


def _told(
    seen: str = "",
    *,
    without: str = "",
    away: str = "",
    stays: str = "",
    changed: str = "",
    facts: dict[str, str] | None = None,
    own: str = "",
) -> Told:
    contrasts = dict.fromkeys(away.split(), AWAY) | dict.fromkeys(stays.split(), STAYS)
    return Told(frozenset(seen.split()), frozenset(without.split()), contrasts, changed, facts or {}, own)


_CHANCE = "loss-at-chance chance-plateau plateau-from-start"

TOLD = {
    "dl-31556268": _told(_CHANCE),
    "dl-33969059": _told("plateau-from-start constant-predictions"),
    "dl-34311586": _told("plateau-from-start constant-value setting-without-effect"),
    "dl-39525358": _told(f"{_CHANCE} constant-predictions", own="It only ever predicts the larger class"),
    "dl-47724077": _told(),
    "dl-59278771": _told(_CHANCE),
    "dl-48221692": _told("plateau-from-start"),
    "dl-45337371": _told("plateau-from-start"),
    "dl-45442843": _told(_CHANCE),
    "dl-31627380": _told(),
    "cleanrl-16": _told("advantages-odd", own="The advantages are computed wrongly at the end of the batch"),
    "cleanrl-337": _told(
        "plateau-from-start",
        away="last-good-version",
        changed="own-code",
        own="The refactor broke something",
    ),
    "elegantrl-183": _told(without="plateau-from-start", own="The advantage formula is wrong"),
    "rlevo-342": _told("terminal-values-off", own="The ends of episodes are handled wrongly"),
    "baselines-436": _told(own="The time limit is handled wrongly"),
    "baselines-418": _told(
        "same-seed-differs depends-on-batching",
        own="The subprocess environments behave differently from the serial ones",
    ),
    "baselines-1234": _told(
        "reference-does-better",
        away="reference-implementation",
        own="This implementation differs from the others somewhere",
    ),
    "coursia-7821": _told(own="The value targets of long episodes are too low"),
    "aima-1337": _told("terminal-values-off", own="The reward of the terminal state is not used"),
    "rlagents-exarl-257": _told(stays="stock-task"),
    "muesli-1": _told("stored-transitions-odd", own="The replay only ever gives out the latest game"),
    "supersuit-116": _told("evaluation-below-training", without="plateau-from-start"),
    "gflownet-61": _told(
        "plateau-from-start",
        away="last-good-version",
        changed="own-code",
        own="The replay buffer breaks it",
    ),
    "sacpytorch-15": _told(
        "under-sibling",
        away="last-good-version",
        changed="own-code",
        own="Something is wrong with the rescaling of the actions",
    ),
    "inac-1": _told(without="plateau-from-start", own="The log-probabilities are computed wrongly"),
    "tf2rl-60": _told(
        "plateau-from-start", away="last-good-version", changed="own-code", own="The commit broke it"
    ),
    "rladventure-32": _told("metric-swings"),
    "sebtheiler-6": _told("metric-swings reference-does-better", away="reference-implementation"),
    "agilerl-464": _told(
        away="last-good-version", changed="own-code", own="The target network is never updated"
    ),
    "reagent-189": _told("loss-rises-or-swings loss-divergence unbounded-growth absurd-magnitude"),
    "aidotnet-2121a": _told(
        "plateau-from-start random-level-return still-random-late exploration-rate-stuck",
        own="It never stops exploring",
    ),
    "aidotnet-2121b": _told("same-seed-differs", own="The target network is synchronised too rarely"),
    "tensortrade-234": _told(
        "still-random-late exploration-rate-stuck", own="Exploration is not reduced as it should be"
    ),
    "rlax-102": _told(
        "still-random-late exploration-rate-stuck", own="The exploration schedule is not applied"
    ),
    "drqn-3": _told("random-level-return"),
    "orbit-10": _told(
        "stops-exploring-early exploration-spent", own="Exploration is reduced far too quickly"
    ),
    "torchrl-4208": _told("copies-alike", own="All workers share one seed"),
    "isaaclab-2635": _told(
        "evaluation-below-training",
        without="plateau-from-start",
        facts={"evaluation": "another-program"},
        own="The play script sets something up differently from training",
    ),
    "mesozoic-157": _told("score-scale-odd"),
    "practicalrl-304": _told("plateau-from-start"),
    "garage-1418": _told(),
    "garage-579": _told("entropy-at-start", own="The weight of the entropy is not applied as I set it"),
    "ikostrikov-98": _told("metric-swings", own="The recurrent part of the update is wrong"),
    "ikostrikov-206": _told("memory-odd", own="The hidden state is not reset between episodes"),
    "ikostrikov-16": _told("plateau-from-start"),
    "diengine-52": _told(stays="stock-task"),
    "rltrader-49": _told("evaluation-below-training", without="plateau-from-start", own="It overfits"),
    "deeprlzoo-7": _told("score-scale-odd", own="The first returns that are shown are not real scores"),
    "ale-262": _told(
        "score-scale-odd return-crash",
        without="plateau-from-start random-level-return",
        own="The environment reports a wrong score",
    ),
    "spinup-310": _told("same-seed-differs", own="A source of randomness is not seeded"),
    "rlhfbook-216": _told(),
    "verl-ragen-58": _told("kl-runaway", own="The KL penalty is not applied"),
    "searchr1-88": _told(
        away="last-good-version", changed="version", own="Something changed between the versions"
    ),
    "axolotl-2262": _told(
        "depends-on-batching first-loss-high initial-loss-high",
        changed="batch",
        own="The loss is not divided by the accumulation steps",
    ),
    "distillkit-5": _told(
        "depends-on-batching",
        changed="batch",
        own="The loss is summed over the accumulation steps and not averaged",
    ),
    "msswift-10084": _told("period-in-the-curve", own="The last batches of an epoch are handled differently"),
    "opennmt-526": _told("setting-without-effect", own="The normalisation setting is ignored"),
    "gpt2-122": _told(
        "non-finite",
        away="fp32",
        changed="precision",
        facts={"precision": "half"},
        own="Half precision overflows",
    ),
    "flax-982": _told(
        "non-finite",
        away="fp32",
        facts={"precision": "half"},
        own="The mask value does not fit into half precision",
    ),
    "fasttransformers-32": _told(
        "non-finite",
        without="worse-from-start plateau-from-start",
        facts={"precision": "half"},
        own="Linear attention overflows in mixed precision",
    ),
    "indot5-collator": _told("non-finite masked-nan"),
    "kair-106": _told(
        "depends-on-batching",
        away="one-device",
        facts={"devices": "one-machine"},
        own="The data is not reshuffled between epochs",
    ),
    "frrn-2": _told(
        "validation-far-worse",
        without="plateau-from-start",
        facts={"evaluation": "another-program"},
        own="The saved model is not loaded properly",
    ),
    "hidden-13": _told(
        "validation-far-worse",
        away="last-good-version",
        changed="own-code",
        facts={"evaluation": "evaluation-mode"},
        own="Evaluation mode behaves differently from training mode",
    ),
    "srgan-1": _told("plateau-from-start"),
    "yolov3-902": _told(
        "began-at-restart loss-rises-or-swings loss-jump",
        changed="resume",
        own="Resuming does not restore everything",
    ),
    "deepspeech-258": _told(
        "began-at-restart", changed="resume", own="Something is lost when the model is restored"
    ),
    "musictag-4": _told("rate-not-as-meant", own="The scheduler is never triggered"),
    "meds-21": _told("rate-not-as-meant", own="The scheduler is never triggered"),
    "jaxili-16": _told("rate-not-as-meant", own="The learning rate schedule is set up wrongly"),
}
"""By the bug's id."""
