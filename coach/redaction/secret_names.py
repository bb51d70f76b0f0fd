"""Which names say that their value is secret, by the words they end in."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")


class Strength(IntEnum):
    """How much a name says about its value.

    A name of no strength says nothing; under a weak one only a value that looks random is a secret; under a fair one
    one that has letters and digits is; under a strong one any value that is no placeholder is.
    """

    NONE = 0
    WEAK = 1
    FAIR = 2
    STRONG = 3


_STRONG_WORDS = frozenset(
    {
        "password",
        "passwd",
        "passwort",
        "pwd",
        "pw",
        "passphrase",
        "passcode",
        "apikey",
        "apitoken",
        "authtoken",
        "secretkey",
    }
    | {"accesskey", "privatekey", "accesstoken", "clientsecret", "pgpassword", "userpass", "dbpass", "pass"}
)
_STRONG_PAIRS = frozenset(
    {
        ("api", "key"),
        ("access", "key"),
        ("secret", "key"),
        ("private", "key"),
        ("account", "key"),
        ("auth", "key"),
    }
    | {("signing", "key"), ("encryption", "key"), ("master", "key"), ("session", "key"), ("license", "key")}
    | {
        ("client", "secret"),
        ("app", "secret"),
        ("shared", "secret"),
        ("webhook", "secret"),
        ("jwt", "secret"),
    }
    | {("consumer", "secret"), ("consumer", "key"), ("app", "key"), ("admin", "key"), ("service", "key")}
    | {("auth", "token"), ("access", "token"), ("api", "token"), ("refresh", "token"), ("bearer", "token")}
    | {
        ("bot", "token"),
        ("session", "token"),
        ("security", "token"),
        ("deploy", "token"),
        ("personal", "token"),
    }
    | {("hf", "token"), ("hub", "token"), ("gh", "token"), ("github", "token"), ("gitlab", "token")}
    | {("wandb", "key"), ("openai", "key"), ("anthropic", "key"), ("storage", "key"), ("deploy", "key")}
    | {("pass", "word"), ("pass", "phrase"), ("api", "secret"), ("access", "secret"), ("secret", "access")}
    | {
        ("connection", "string"),
        ("conn", "str"),
        ("database", "url"),
        ("x", "token"),
        ("key", "secret"),
        ("hmac", "key"),
    }
    | {
        ("id", "token"),
        ("oauth", "token"),
        ("csrf", "token"),
        ("user", "token"),
        ("ci", "token"),
        ("job", "token"),
    }
)
_WEAK_WORDS = frozenset(
    {
        "secret",
        "secrets",
        "token",
        "key",
        "auth",
        "credential",
        "credentials",
        "creds",
        "cookie",
        "sig",
        "signature",
    }
    | {"bearer", "pat", "dsn", "jwt", "pin", "otp", "salt", "webhook", "auths"}
)
_ABOUT_TEXT = frozenset(
    {
        "pad",
        "eos",
        "bos",
        "unk",
        "sep",
        "cls",
        "mask",
        "special",
        "start",
        "end",
        "image",
        "video",
        "audio",
        "stop",
        "prompt",
    }
    | {
        "memory",
        "next",
        "new",
        "num",
        "max",
        "min",
        "per",
        "tool",
        "think",
        "eot",
        "eod",
        "word",
        "first",
        "last",
        "mem",
    }
    | {
        "register",
        "class",
        "img",
        "patch",
        "context",
        "sot",
        "time",
        "fim",
        "suffix",
        "prefix",
        "middle",
        "blank",
        "sub",
    }
)
"""Words before `token` that make it one of a language model."""
_NO_SECRET_KEYS = frozenset(
    {
        "public",
        "primary",
        "foreign",
        "sort",
        "random",
        "rng",
        "prng",
        "cache",
        "dict",
        "state",
        "metric",
        "group",
        "partition",
    }
    | {
        "index",
        "hot",
        "monitor",
        "obs",
        "observation",
        "action",
        "reward",
        "batch",
        "label",
        "feature",
        "score",
        "ssh",
        "host",
    }
    | {
        "config",
        "sub",
        "subkey",
        "query",
        "attn",
        "attention",
        "target",
        "input",
        "output",
        "loss",
        "data",
        "column",
        "jax",
    }
)
"""Words before `key` that make it one of a table, a lookup or a generator."""

_TURNS = frozenset({"", "forward", "backward", "first", "second", "one"})
"""Words before `pass` that make it one of a network or a loop."""


@lru_cache(maxsize=4096)
def strength_of(name: str) -> Strength:
    """Give how much a name says: by its last word, or its last two.

    >>> strength_of("WANDB_API_KEY"), strength_of("num_memory_tokens"), strength_of("pad_token")
    (<Strength.STRONG: 3>, <Strength.NONE: 0>, <Strength.NONE: 0>)
    """
    words = tuple(word.lower() for word in _WORDS.findall(name) if not word.isdigit())
    if not words:
        return Strength.NONE
    before, last = (words[-2] if len(words) > 1 else ""), words[-1]
    if (last == "token" and before in _ABOUT_TEXT) or (last == "key" and before in _NO_SECRET_KEYS):
        return Strength.NONE
    is_variable = last in {"token", "secret", "key"} and name.isupper() and before
    is_a_turn = last == "pass" and before in _TURNS
    if (last in _STRONG_WORDS and not is_a_turn) or (before, last) in _STRONG_PAIRS:
        return Strength.STRONG
    if is_variable or last == "secret" or name in {"pass", "PASS", "TOKEN"}:
        return Strength.FAIR
    return Strength.WEAK if last in _WEAK_WORDS else Strength.NONE
