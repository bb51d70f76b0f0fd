# ruff: noqa: E501 - many to a line
"""Texts in which nothing is secret, although words or forms come near; by somebody who had not seen the patterns."""

from __future__ import annotations

import random

from tests.redaction.foreign import HEX, LOWER, base64_of, draw, uuid_of

_NUMBERS = (
    "num_memory_tokens={}", "max_tokens: {}", "--max-new-tokens {}", "tokens_per_second={}", "n_tokens {}",
    "train/num_tokens={}", "'num_input_tokens_seen': {}", "eos_token_id: {}", "pad_token_id={}", "bos_token_id={},",
    "key_size={}", "num_keys: {}", "key_dim={}", "--key-dim {}", "secret_size: {}", "password_length={}", "auth_retries={}",
    "token_dropout=0.{}", "tokens: {}", "keys seen: {}", "PRNGKey({})", "jax.random.key({})", "access_count={}", "credentials: {} found",
    "passes={}", "pass {} of 10", "passed: {}", "api_calls={}", "session={}", "sessions: {}", "cookie_count={}",
)  # fmt: skip
_HASHES = (
    "commit {}", "sha256:{}", "HEAD is now at {}", "checksum {} ok", "wandb: Run data is saved in run-20260314-{}", "md5 = {}",
    "cache key: {}", "image digest sha256:{}", 'etag: "{}"', "model_hash={}", "git rev {}", "blob {}", "From https://git.lab.example/rl {}",
)  # fmt: skip
_PLAIN = (
    'pad_token="[PAD]"', "eos_token: </s>", "tokenizer: byte-level", "key_padding_mask=None", "token=True", "use_auth_token=False",
    "password: null", 'password: ""', "token: ${HF_TOKEN}", "--hub-token $HF_TOKEN", 'os.environ["HF_TOKEN"]', "api_key=os.getenv('KEY')",
    "token = args.token", "secret: !vault", "authentication: none", "--auth none", "credential.helper=store", "bypass=True",
    "key=lambda x: x.name", "sorted(d, key=len)", "key: step", "primary key: run_id", "foreign_key=run.id", "for key in keys:",
    "private_key_path: keys/id_ed25519", "ssh -i keys/id_rsa node", "public_key: ssh-ed25519", "the secret of a good baseline",
    "KeyError: 'reward'", "token type ids", "author: mira", "Tokenizer(vocab=32000)", "compass=north", "passthrough: yes",
    "http://localhost:6006/#scalars", "https://git.lab.example/rl.git", "user@node17:/runs", "ssh mira@node17", "10.0.0.7:8888",
    "special_tokens_map.json", "tokenizer_config.json", "added_tokens.json", "keys.npy", "secrets.py", "passing the test",
    "Authorization header missing", "api_version: v1", "access_mode: rw", "sk-learn 1.4", "sklearn.metrics", "hf_hub_download",
    "hf_transfer==0.1.6", "ghp_utils.py", "token_embeddings.weight", "model.key_proj.bias", "attn.key.weight", "q_proj k_proj v_proj",
    "skip-first-token: yes", "login node: node17", "login successful", "Cookie policy", "session ended", "password prompt skipped",
    "basic block 3", "Bearer of bad news", "token budget exceeded", "signature: (x, y)", "sig=0.05", "pass = the second one",
)  # fmt: skip


def innocents(seed: int = 1, count: int = 1000) -> tuple[str, ...]:
    """Give texts in which nothing is secret, although words or forms come near."""
    dice = random.Random(seed)  # noqa: S311 - as above
    found = list(_PLAIN)
    while len(found) < count:
        which = dice.random()
        if which < 0.45:
            found.append(
                dice.choice(_NUMBERS).format(dice.choice((dice.randrange(9), dice.randrange(10**6))))
            )
        elif which < 0.75:
            found.append(dice.choice(_HASHES).format(draw(dice, HEX, dice.choice((7, 8, 32, 40, 64)))))
        elif which < 0.82:
            found.append(f"data:image/png;base64,{base64_of(dice, 60)}")
        elif which < 0.9:
            found.append(f"{dice.choice(('run', 'experiment', 'request id', 'uuid'))}: {uuid_of(dice)}")
        else:
            name = dice.choice(
                ("model", "checkpoint", "dataset", "branch", "partition", "env_id", "optimizer")
            )
            found.append(f"{name}={draw(dice, LOWER + '-_', dice.randrange(5, 40)).strip('-_') or 'x'}")
    return tuple(found[:count])
