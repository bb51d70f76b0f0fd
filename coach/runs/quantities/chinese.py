"""The Chinese words of what trainings measure, as the English ones that the rules know."""

from __future__ import annotations

_ENGLISH = {
    "学习率": "learning rate",
    "准确率": "accuracy",
    "正确率": "accuracy",
    "精确率": "precision",
    "召回率": "recall",
    "困惑度": "perplexity",
    "探索率": "exploration rate",
    "梯度范数": "gradient norm",
    "损失": "loss",
    "奖励": "reward",
    "回报": "return",
    "得分": "score",
    "分数": "score",
    "训练": "train",
    "验证": "val",
    "测试": "test",
    "平均": "mean",
    "最大": "max",
    "最小": "min",
    "最佳": "best",
    "最高": "max",
    "总": "total",
    "熵": "entropy",
}
"""Longer words first, since they are put in place one after the other."""


def in_english(name: str) -> str:
    """Give a name with the Chinese words among these in English; other names as they are."""
    if name.isascii():
        return name
    for word, english in _ENGLISH.items():
        name = name.replace(word, f" {english} ")
    return name
