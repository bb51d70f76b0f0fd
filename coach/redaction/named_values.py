"""Values under a name that says they are secret: in variables, options, headers, configuration and code."""

from __future__ import annotations

import re
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from coach.redaction.marks import MARK, mark
from coach.redaction.secret_names import Strength, strength_of
from coach.redaction.values import is_secret_value

if TYPE_CHECKING:
    from collections.abc import Iterator

LINES_AFTER = 1
"""A value may stand on the line after its name."""
_NAME = r"[A-Za-z_][\w.\-]*"
MAY_HOLD_ONE = re.compile(
    r"(?i)pass|pwd|pw\b|secret|token(?!s\b|s/|s_per|iz)|key(?!board|point|word|frame|err)|auth(?!ors?\b)|bearer|credential|cookie"
    r"|signature|sig=|dsn|login|curl|_pat\b|\bpat\b|connection|pin\b|salt|jwt|otp\b|webhook|mysql|mariadb|redis-cli"
    r"|identified|(?:[a-z]|\*):(?:\d{2,5}|\*):"
)
"""Without any of these no name fits. It asks for no digit in particular (`like_lines.py`)."""

_LOGINS: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = (
    (("auth",), re.compile(r"\bauth\s*=\s*\(\s*[\"'][^\"'\n]*[\"']\s*,\s*[\"'](?P<secret>[^\"'\n]+)[\"']")),
    (("secret",), re.compile(r"\bsecret\s+set\s+\S+\s+(?:--body|-b)[= ][\"']?(?P<secret>[^\s\"'$]{4,})")),
    (
        ("authorization",),
        re.compile(
            r"(?i)\b(?:proxy-)?authorization[\"']?\s*[:=]\s*[\"']?(?:(?:bearer|basic|token|digest|apikey|key|bot|splunk)\s+)?(?P<secret>(?![<${\[]|(?:bearer|basic|token|digest|apikey|key|bot|splunk)\s)[^\s\"',\\]{6,})"
        ),
    ),
    (("bearer",), re.compile(r"(?i)(?<![\w-])bearer\s+(?P<secret>(?=[^\s\"',]*\d)[A-Za-z0-9_\-.=+/~:]{8,})")),
    (
        ("cookie",),
        re.compile(r"(?i)\b(?:set-)?cookie[\"']?\s*:\s*[\"']?(?P<secret>[^\s\"']+=[^\"'\r\n]{6,})"),
    ),
    (("machine",), re.compile(r"(?i)\bmachine\s+\S+\s+login\s+\S+\s+password\s+(?P<secret>\S+)")),
    (("password",), re.compile(r"(?i)^\s*password\s+(?P<secret>\S+)\s*$", re.MULTILINE)),
    (
        (":",),
        re.compile(
            r"(?m)^(?:localhost|\*|[\w\-]+(?:\.[\w\-]+)+):(?:\d+|\*):[\w\-*]+:[\w\-*]+:(?P<secret>(?![\d.]+$)[^\s:]+)$"
        ),
    ),  # .pgpass
    (
        ("-u",),
        re.compile(r"(?<!\S)(?:-u|--user|--proxy-user|-U)[= ]?[\"']?[\w.@\-]+:(?P<secret>[^\s\"':/]{4,})"),
    ),  # curl
    (("sshpass",), re.compile(r"\bsshpass\s+-p\s*[\"']?(?P<secret>[^\s\"']+)")),
    (
        (" -p",),
        re.compile(r"\b(?:mysql|mysqldump|mysqladmin|mariadb)\b[^\n|;]{0,200}?\s-p(?P<secret>[^\s\"']+)"),
    ),
    (
        ("login",),
        re.compile(
            r"\b(?:docker|podman|helm|az|oc|skopeo|buildah|crane)\b[^\n|;]{0,200}?\blogin\b[^\n|;]{0,200}?\s-p[= ]?[\"']?(?P<secret>[^\s\"']+)"
        ),
    ),
    (("redis-cli",), re.compile(r"\bredis-cli\b[^\n|;]{0,200}?\s-a\s+[\"']?(?P<secret>[^\s\"']+)")),
    (
        ("login",),
        re.compile(
            r"\b(?:wandb|comet|clearml|huggingface-cli|hf|hf\s+auth|neptune|kaggle|replicate|modal|runpodctl)\s+login\s+(?:--relogin\s+|--(?:token|key|host=\S+)[= ])*[\"']?(?P<secret>[A-Za-z0-9_\-]{20,})"
        ),
    ),
    (
        ("echo",),
        re.compile(
            r"(?i)\becho\s+[\"']?(?P<secret>[^\s\"'$|]{6,})[\"']?\s*\|\s*(?:docker|podman|sudo -S|gh|helm)\b"
        ),
    ),
    (
        ("username",),
        re.compile(
            r"[\"']username[\"']\s*:\s*[\"'][^\"'\n]*[\"']\s*,\s*[\"']key[\"']\s*:\s*[\"'](?P<secret>[^\"'\n]{16,})"
        ),
    ),  # kaggle.json
    (
        ("auth",),
        re.compile(r"[\"']auth[\"']\s*:\s*[\"'](?P<secret>[A-Za-z0-9+/=]{8,})[\"']"),
    ),  # docker's config.json
    (
        ("key", "secret"),
        re.compile(r"(?i)\b(?:AccountKey|SharedAccessKey|SharedSecret)\s*=\s*(?P<secret>[^;\s\"'$\[]{4,})"),
    ),
    (("pwd", "pass"), re.compile(r"(?i);\s*(?:Password|Pwd)\s*=\s*(?P<secret>[^;\s\"'$\[]{4,})")),
    (("pwd", "pass"), re.compile(r"(?i)\b(?:Password|Pwd)=(?P<secret>[^;\s\"'$\[]{4,})(?=;\s*\w[\w ]*=)")),
    (
        ("sig", "x-amz"),
        re.compile(
            r"[?&](?:sig|signature|X-Amz-Signature|X-Amz-Credential|X-Amz-Security-Token|X-Goog-Signature)=(?P<secret>[^&\s\"'<>]{8,})"
        ),
    ),
    (
        ("</",),
        re.compile(
            r"(?i)<(?P<tag>[\w.:\-]*(?:password|passwd|secret|token|apikey|api-key|privatekey))(?:\s[^>]*)?>(?P<secret>[^<\s][^<]*)</(?P=tag)>"
        ),
    ),
    (
        ("<add",),
        re.compile(
            r"(?i)<add\s+key=[\"'][^\"']*(?:password|secret|token|apikey|api_key)[\"']\s+value=[\"'](?P<secret>[^\"']+)"
        ),
    ),
    (
        ("name",),
        re.compile(
            r"(?i)[\"']?name[\"']?\s*:\s*[\"']?[\w.\-]*(?:password|secret|token|api[_-]?key)[\"']?\s*[,\n]\s*[\"']?value[\"']?\s*:\s*[\"']?(?P<secret>(?![{$\[])[^\s\"',}]{4,})"
        ),
    ),
    (
        ("set", "config", "secret", "var"),
        re.compile(
            r"(?i)\b(?:set(?:env|x)?(?:\s+-[a-zA-Z]{1,3})*|config\s+set|secret\s+set|secrets?\s+create|var(?:iable)?\s+set)\s+[\w.\-/:]*(?:password|passwd|secret|token|api[_-]?key|access[_-]?key|apikey)(?:\s+|=)[\"']?(?P<secret>(?![$\-\"'])[^\s\"']{6,})"
        ),
    ),
    (
        (" is",),
        re.compile(
            r"(?i)\b(?:(?:api|access|secret|auth)[ _-]?(?:key|token)|password)\s+is:?\s+[\"']?(?P<secret>(?=\S*\d)[\w\-./+=]{12,})"
        ),
    ),
    (
        ("identified",),
        re.compile(
            r"\b(?:IDENTIFIED|(?i:user\b[^\n;]{0,80}\bidentified))(?i:\s+(?:with\s+\w+\s+)?by)\s+[\"'](?P<secret>[^\"'\n]+)[\"']"
        ),
    ),
    (
        ("password",),
        re.compile(
            r"(?i)\b(?:with|user\s+\w+)\s+(?:encrypted\s+)?password\s+[\"'](?P<secret>[^\"'\n]+)[\"']"
        ),
    ),
)

_PAIR = re.compile(
    rf"(?P<quote>[\"'`]?)(?<![\w.\-])(?P<dashes>--?)?(?P<name>{_NAME}|[A-Z][A-Za-z]*(?: [A-Za-z]+){{0,2}}(?=[\"']|\s*:))"
    r"(?P=quote)[\"']?\]?(?P<how>\s*:\s*[A-Za-z_][\w.\[\]| ]{0,40}=\s*(?=[\"'])|\s*(?::=|=>|==?|:)\s*|(?<=[A-Za-z])[ ]+(?=[^\s=:]))"
    r"(?P<value>[rbfu]{0,2}\"(?:[^\"\\\n]|\\.)*\"|[rbfu]{0,2}'(?:[^'\\\n]|\\.)*'|[^\s\"'`&|<>]+)"
)
_CALL = re.compile(
    rf"(?:setdefault|putenv|setenv|set_secret|getenv|get|environ\.get|add_header|setRequestHeader|header)\(\s*[\"'](?P<name>{_NAME})[\"']\s*,\s*[\"'](?P<secret>[^\"'\n]*)[\"']"
)
_LONGEST_WORD = 16
_WORD_BEFORE = re.compile(r"([A-Za-z]+) $")
_TRAILING = re.compile(r"[,;:)\]}]+$")
_INSIDE = re.compile(r"^([rbfu]{0,2})([\"'])(.*)\2$", re.DOTALL)


def without_named_values(text: str) -> tuple[str, int]:
    """Give a text without the values of names that say they are secret, and how many were taken out."""
    if not MAY_HOLD_ONE.search(text):
        return text, 0
    found: list[str] = []
    places = 0
    for part, may_hold_one in _parts(text):
        kept, some = _without(part) if may_hold_one else (part, 0)
        found.append(kept)
        places += some
    return "".join(found), places


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Take a text apart into runs of lines that may hold one, with the lines after them, and lines that hold none."""
    lines = text.splitlines(keepends=True)
    near = [False] * (len(lines) + LINES_AFTER)
    for at, line in enumerate(lines):
        if MAY_HOLD_ONE.search(line):
            near[at : at + 1 + LINES_AFTER] = [True] * (1 + LINES_AFTER)
    for may_hold_one, some in groupby(zip(near, lines, strict=False), itemgetter(0)):
        yield "".join(line for _, line in some), may_hold_one


def _without(text: str) -> tuple[str, int]:
    places = 0
    lower = text.lower()
    for signs, pattern in _LOGINS:
        if not any(sign in lower for sign in signs):
            continue
        text, found = pattern.subn(lambda match: match[0] if MARK in match["secret"] else mark(match), text)
        places += found
    text, in_calls = _replaced(_CALL, text)
    text, in_pairs = _pairs(text)
    return text, places + in_calls + in_pairs


def _replaced(pattern: re.Pattern[str], text: str) -> tuple[str, int]:
    count = 0

    def each(match: re.Match[str]) -> str:
        nonlocal count
        if not is_secret_value(match["secret"], strength_of(match["name"]), is_quoted=True):
            return match[0]
        count += 1
        return mark(match)

    return pattern.sub(each, text), count


def _pairs(text: str) -> tuple[str, int]:
    """Take out the values of `name: value`, `name=value` and `--name value`, looking again behind what was no pair."""
    found: list[str] = []
    at = done = count = 0
    while match := _PAIR.search(text, at):
        at = max(match.end("name"), match.start() + 1)
        strength = strength_of(_whole_name(text, match))
        is_spaced = match["how"].isspace()
        if strength is Strength.NONE or (is_spaced and not match["dashes"]):
            continue
        kept = _without_secret(match["value"], strength, match)
        if kept is not None:
            found += [text[done : match.start("value")], kept]
            at = done = match.end("value")
            count += 1
    return "".join((*found, text[done:])), count


def _whole_name(text: str, match: re.Match[str]) -> str:
    """Give a name with the word before it, where they are written as two: `cache key: 81dd` names no key of a door."""
    if match["quote"] or match["dashes"]:
        return match["name"]
    before = _WORD_BEFORE.search(text, max(0, match.start() - _LONGEST_WORD), match.start())
    return f"{before[1]} {match['name']}" if before else match["name"]


def _without_secret(value: str, strength: Strength, match: re.Match[str]) -> str | None:
    inside = _INSIDE.match(value)
    if inside:
        if not is_secret_value(inside[3], strength, is_quoted=True):
            return None
        return f"{inside[1]}{inside[2]}{MARK}{inside[2]}"
    bare = _TRAILING.sub("", value) if not value.startswith(("{", "[", "(")) else value
    is_prose = ":" in match["how"] and not match["quote"] and not _ends_line(match.string, match.end("value"))
    if is_prose and strength is not Strength.STRONG:
        return None
    if not is_secret_value(
        bare, strength, is_quoted=False, is_loose=" = " in match["how"], is_prose=is_prose
    ):
        return None
    return MARK + value[len(bare) :]


def _ends_line(text: str, at: int) -> bool:
    rest = text[at : at + 80].split("\n", 1)[0].strip()
    return not rest or rest[0] in "#,;})]\"'\\/&|" or "=" in rest.split(" ", 1)[0]


def redact_named(name: str, value: str) -> tuple[str, bool]:
    """Give a value under a name without the secret that it is; and whether it is one."""
    if is_secret_value(value, strength_of(name), is_quoted=True):
        return MARK, True
    return value, False


def redact_argument(option: str, word: str) -> tuple[str, bool]:
    """Give a word after an option that names a secret without it; and whether it is one."""
    if not option.startswith("-") or "=" in option or word.startswith("--"):
        return word, False
    return redact_named(option.lstrip("-"), word)
