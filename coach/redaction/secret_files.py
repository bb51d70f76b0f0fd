"""Files that hold nothing but secrets: they are never archived, whatever is in them."""

from __future__ import annotations

from fnmatch import fnmatchcase

_NAMES = (
    *(
        ".env",
        ".env.*",
        "*.env",
        ".envrc",
        ".netrc",
        "_netrc",
        ".pgpass",
        ".npmrc",
        ".pypirc",
        ".git-credentials",
    ),
    *(
        "id_rsa*",
        "id_dsa*",
        "id_ecdsa*",
        "id_ed25519*",
        "*.pem",
        "*.key",
        "*.p12",
        "*.pfx",
        "*.jks",
        "*.keystore",
        "*.kdbx",
        "*.ppk",
    ),
    *(
        "credentials",
        "credentials.json",
        "credentials.y*ml",
        "secrets.*",
        "secret.y*ml",
        "secret.json",
        ".htpasswd",
        "kaggle.json",
    ),
    *(
        "*service-account*.json",
        "*service_account*.json",
        "client_secret*.json",
        ".dockercfg",
        ".boto",
        ".s3cfg",
        ".my.cnf",
        "token.json",
    ),
)


def is_secret_file(name: str) -> bool:
    """Give whether a file of that name (the last part of a path) is one of secrets, such as `.env` in every form."""
    lower = name.lower()
    return any(fnmatchcase(lower, pattern) for pattern in _NAMES)
