"""The checks of preference training, run on toys with and without the fault. Those that need PyTorch only compile."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from tests.playbook import checks

printed = partial(checks.printed, "preference-training")
RNG = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("where", "code"), [pytest.param(*each, id=each[0]) for each in checks.codes_of("preference-training")]
)
def test_every_piece_of_code_compiles_and_is_short(where: str, code: str) -> None:
    compile(code, where, "exec")

    assert len(code.splitlines()) <= 15


def test_another_reference_is_nats_away_before_the_first_update() -> None:
    start = RNG.normal(-80, 20, 64)

    assert "the same model" in printed("wrong-reference", policy=start, reference=start + 0.02)
    assert "another model" in printed("wrong-reference", policy=start, reference=start - RNG.normal(9, 3, 64))


def test_dropout_other_inputs_and_shuffled_rows_are_told_apart() -> None:
    score = RNG.normal(-80, 20, 64)
    noisy = score + RNG.normal(0, 0.5, 64)
    shuffled = RNG.permutation(score)

    def said(**names: np.ndarray) -> list[str]:
        return printed("reference-conditions-differ", **names).splitlines()[1:]

    assert said(first=score, second=score, other=score + 0.01) == ["the same", ""]
    assert said(first=score, second=noisy, other=score)[0] == "dropout"
    assert said(first=score, second=score, other=score - 3) == ["other inputs", ""]
    assert said(first=score, second=score, other=shuffled) == ["other inputs", "rows out of order"]


def test_pairs_cut_to_their_common_beginning_are_counted() -> None:
    chosen = [[1, 2, 3, n] for n in range(50)]
    rejected = [[1, 2, 3, n + 100] for n in range(50)]

    assert printed("pairs-identical", chosen=chosen, rejected=rejected).endswith("not this\n")
    cut = [each[:3] for each in chosen]
    assert "50 are equal" in printed("pairs-identical", chosen=cut, rejected=cut)
    empty: list[list[int]] = [[] for _ in chosen]
    assert printed("pairs-identical", chosen=empty, rejected=rejected).endswith("\nthis\n")


def test_quality_that_turns_down_while_the_reward_rises_is_told() -> None:
    course = {"divergence": [1, 4, 12, 40], "reward": [0.1, 0.5, 0.8, 0.9]}

    assert "quality fell" in printed("beta-too-small", quality=[0.5, 0.6, 0.4, 0.1], **course)
    assert "no such turn" in printed("beta-too-small", quality=[0.5, 0.6, 0.65, 0.7], **course)


def test_a_penalty_larger_than_the_reward_can_pay_is_told() -> None:
    reward = RNG.normal(0, 1, (30, 8))

    assert "outweighs" in printed("beta-too-large", reward=reward * 0.01, beta=0.1, wanted=5)
    assert "can pay" in printed("beta-too-large", reward=reward, beta=0.05, wanted=5)


def test_a_clear_fall_of_the_chosen_answers_is_told_from_a_mild_one() -> None:
    before, tokens, alike = RNG.normal(-50, 5, 40), np.full(40, 30), RNG.uniform(size=40)

    def said(fall: float) -> str:
        return printed(
            "likelihood-displacement", before=before, after=before - fall, tokens=tokens, alike=alike
        )

    assert "\ndisplaced" in said(20)
    assert "mild fall" in said(2)


def test_a_model_that_scores_length_fails_where_the_shorter_answer_won() -> None:
    long, short = RNG.integers(20, 200, 300), RNG.integers(20, 200, 300)
    by_length = printed("reward-model-length-bias", chosen=long, rejected=short, long=long, short=short)
    by_quality = printed(
        "reward-model-length-bias", chosen=np.ones(300), rejected=np.zeros(300), long=long, short=short
    )

    assert "shorter won 0.0" in by_length
    assert "shorter won 1.0" in by_quality


def test_an_overconfident_model_keeps_less_than_it_promises() -> None:
    def kept(gap: np.ndarray) -> float:
        return float(printed("reward-model-overfit", gap=gap).splitlines()[-1].split()[3])

    honest = np.where(RNG.uniform(size=4000) < 1 / (1 + np.exp(-3)), 3.0, -3.0)
    overconfident = np.where(RNG.uniform(size=4000) < 0.6, 3.0, -3.0)

    assert kept(honest) > 0.92
    assert kept(overconfident) < 0.65


def test_a_score_read_at_padding_is_counted_on_either_side() -> None:
    right = np.array([[1, 1, 1, 0, 0], [1, 1, 1, 1, 1]])
    left = right[:, ::-1]

    assert "0 of 2" in printed("score-at-wrong-token", mask=right, read_at=[2, 4])
    assert "1 of 2" in printed("score-at-wrong-token", mask=right, read_at=[4, 4])
    assert "0 of 2" in printed("score-at-wrong-token", mask=left, read_at=[4, 4])


class Characters:
    """A tokeniser of single characters, whose end token is spelled out unless it is skipped."""

    eos_token_id = 0

    def __call__(self, text: str, *, add_special_tokens: bool) -> dict[str, list[int]]:
        assert not add_special_tokens
        return {"input_ids": [ord(each) for each in text]}

    def decode(self, ids: list[int], *, skip_special_tokens: bool) -> str:
        assert skip_special_tokens
        return "".join(chr(each) if each else "" for each in ids)


def test_a_reward_that_waits_for_a_tag_of_the_prompt_is_found() -> None:
    def opened(_: str, text: str) -> float:
        return float(text.startswith("<think>") and text.endswith("4"))

    def whole(prompt: str, text: str) -> float:
        return opened(prompt, "<think>" + text)

    names = {
        "tokenizer": Characters(),
        "prompt": "2+2?<think>",
        "right": "add</think>4",
        "wrong": "add</think>5",
    }

    assert printed("reward-on-wrong-text", reward=opened, **names).endswith("this\n")
    assert printed("reward-on-wrong-text", reward=whole, **names).endswith("the path keeps them apart\n")


def test_of_the_estimators_only_the_half_square_has_the_gradient_of_the_divergence() -> None:
    lines = {line.split()[0]: line for line in printed("kl-penalty-ineffective").splitlines()}

    def gradient(name: str, which: int) -> np.ndarray:
        return np.array([float(each) for each in lines[name].split("[")[which].split("]")[0].split()])

    true = gradient("k2", 2)
    assert gradient("k1", 1) == pytest.approx(np.zeros(3), abs=0.02)
    assert gradient("k2", 1) == pytest.approx(true, abs=0.02)
    assert np.abs(gradient("k3", 1) - true).max() > 0.05


def test_scatter_offset_and_agreement_of_engine_and_trainer_are_told_apart() -> None:
    engine = RNG.normal(-2, 1, 2000)

    def said(gap: np.ndarray) -> str:
        return printed("engine-mismatch", engine=engine, trainer=engine + gap).splitlines()[-1]

    assert said(RNG.normal(0, 0.05, 2000)) == "scatter"
    assert said(-np.abs(RNG.normal(0.2, 0.05, 2000))) == "one-sided: settings"
    assert said(RNG.normal(0, 0.001, 2000)) == "small"


def test_the_temperature_of_the_sampler_is_found_in_its_log_probabilities() -> None:
    logits, ids = RNG.normal(0, 3, (400, 50)), RNG.integers(0, 50, 400)
    tempered = logits / 0.7
    sampled = tempered[np.arange(400), ids] - np.log(np.exp(tempered).sum(axis=1))

    sizes = {
        float(line.split()[0]): float(line.split()[-1])
        for line in printed(
            "sampling-settings-mismatch", logits=logits, ids=ids, sampled=sampled
        ).splitlines()
    }

    assert min(sizes, key=sizes.__getitem__) == 0.7
    assert sizes[1.0] > 0.5


def test_groups_that_mix_prompts_are_found() -> None:
    reward = RNG.integers(0, 2, (6, 4)).astype(float)
    advantage = (reward - reward.mean(axis=1, keepdims=True)).ravel()

    def said(prompt: np.ndarray) -> str:
        return printed("group-misaligned", prompt=prompt, advantage=advantage, size=4)

    assert said(np.repeat(np.arange(6), 4)).endswith("not this\n")
    assert said(np.tile(np.arange(6), 4)).endswith("\nthis\n")


def test_pass_rates_at_the_ends_are_counted() -> None:
    decided = np.repeat([[0.0], [1.0]], 10, axis=0) * np.ones((20, 16))
    open_ones = RNG.integers(0, 2, (20, 16))

    assert "about 0.0" in printed("prompt-difficulty", reward=decided, group=8)
    assert "about 0.9" in printed("prompt-difficulty", reward=open_ones, group=8)


@pytest.mark.parametrize(
    ("kind", "said"), [("sequence", "own length"), ("token", "same for all"), ("constant", "same for all")]
)
def test_only_the_mean_by_sequence_weighs_tokens_by_the_length_of_their_answer(kind: str, said: str) -> None:
    mask = np.array([[1, 1, 0, 0], [1, 1, 1, 1]])

    assert said in printed("length-normalisation", mask=mask, kind=kind)


def test_advantages_that_change_with_padding_are_found() -> None:
    ids, mask = np.arange(8).reshape(2, 4), np.array([[1, 1, 0, 0], [1, 1, 1, 1]])

    def counting_padding(ids: np.ndarray, _: np.ndarray) -> tuple[np.ndarray, float]:
        advantage = ids - ids.mean()
        return advantage, float(advantage.std())

    def counting_the_answer(ids: np.ndarray, mask: np.ndarray) -> tuple[np.ndarray, float]:
        advantage = (ids - (ids * mask).sum() / mask.sum()) * mask
        return advantage, float(np.abs(advantage).sum() / mask.sum())

    assert printed("padding-in-advantage", step=counting_padding, ids=ids, mask=mask, pad_id=0).endswith(
        "\nthis\n"
    )
    assert printed("padding-in-advantage", step=counting_the_answer, ids=ids, mask=mask, pad_id=0).endswith(
        "not this\n"
    )


def test_counted_and_masked_stretches_are_printed_apart() -> None:
    said = printed("foreign-tokens-trained", tokens=["call", "(x)", "tool: 7", "so 7"], mask=[1, 1, 0, 1])

    assert said.splitlines() == ["COUNTED  'call(x)'", "  masked 'tool: 7'", "COUNTED  'so 7'"]


def test_a_score_on_a_masked_token_does_not_arrive() -> None:
    mask = np.array([[1, 1, 0], [1, 1, 0], [1, 1, 1]])

    def at_the_end(scores: np.ndarray) -> np.ndarray:
        return np.asarray(scores[:, None] * mask)

    def behind_the_end(scores: np.ndarray) -> np.ndarray:
        return np.asarray(scores[:, None] * (1 - mask))

    assert "the score arrives" in printed("end-reward-missing", advantages=at_the_end, mask=mask)
    assert "lost or misplaced" in printed("end-reward-missing", advantages=behind_the_end, mask=mask)


def test_a_head_that_only_explains_after_a_warm_up_is_told() -> None:
    target = RNG.normal(0, 1, 500)
    fitted, untrained = target + RNG.normal(0, 0.3, 500), RNG.normal(0, 3, 500)

    def said(at_start: np.ndarray) -> str:
        return printed(
            "value-head-untrained",
            value_start=at_start, target_start=target, value_warm=fitted, target_warm=target,
        )  # fmt: skip

    assert "was untrained" in said(untrained)
    assert "no such change" in said(fitted)


def test_the_part_that_supplies_the_spread_is_listed_first() -> None:
    form, answer = RNG.integers(0, 2, (40, 8)), np.zeros((40, 8))

    assert printed("format-reward-swamps", parts={"answer": answer, "form": form}).startswith("form: 100%")
    assert printed("format-reward-swamps", parts={"answer": form, "form": answer + 1}).startswith(
        "answer: 100%"
    )


def test_a_verifier_that_compares_letters_rejects_spellings_of_the_gold_answer() -> None:
    def by_letters(answer: str, gold: str) -> float:
        return float(answer == gold)

    def by_value(answer: str, gold: str) -> float:
        return float(gold in answer)

    assert "spelling: 2 of 2" in printed("verifier-false-negatives", verify=by_letters, golds=["12", "0.5"])
    assert "spelling: 0 of 2" in printed("verifier-false-negatives", verify=by_value, golds=["12", "0.5"])


def test_answers_that_are_right_with_more_room_were_cut() -> None:
    cut = {"length": np.full(50, 256), "reward": np.zeros(50), "limit": 256}

    assert printed("truncation-as-failure", reward_long=np.ones(50), **cut).endswith("\nthis\n")
    assert printed("truncation-as-failure", reward_long=np.zeros(50), **cut).endswith("not this\n")


def test_the_loss_of_a_group_is_zero_while_its_gradient_is_not() -> None:
    loss, gradient = printed("group-loss-near-zero").split("gradient")

    assert float(loss.split()[1]) == 0
    assert any(float(each) != 0 for each in gradient.strip(" []\n").split())
