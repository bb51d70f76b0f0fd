"""Texts with a secret, where it stands, and texts without one. None of these keys was ever issued.

The keys are put together here, so that no scanner takes this file for a leak.
"""

from __future__ import annotations

from typing import NamedTuple

RANDOM = "q7Zt0KpX3vWm9RsB1cYd5NfLh8JgU2aE6oQi4TxVw"
HEX = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


class Planted(NamedTuple):
    """A text and the secret in it."""

    text: str
    secret: str


def _with(*forms: str, secret: str = RANDOM) -> tuple[Planted, ...]:
    return tuple(Planted(form.replace("@", secret), secret) for form in forms)


PLANTED = (
    *_with(
        "WANDB_API_KEY=@", "export WANDB_API_KEY='@'", "wandb login @", "WANDB_API_KEY: @", secret=HEX[:40]
    ),
    *_with("HF_TOKEN=hf_@", "token='hf_@'", "huggingface-cli login --token hf_@"),
    *_with(
        "--api-key @", "--api-key=@", "python train.py --wandb_key @ --lr 3e-4", "--token @", "--hub_token @"
    ),
    *_with(
        "+ OPENAI_API_KEY=sk-proj-@", "client = OpenAI(api_key='sk-@')", "ANTHROPIC_API_KEY: sk-ant-api03-@"
    ),
    *_with(
        "aws_secret_access_key = @",
        "AWS_SECRET_ACCESS_KEY=@",
        '"SecretAccessKey": "@"',
        "AWS_SESSION_TOKEN=@",
    ),
    *_with("AKIA@", secret="IOSFODNN7EXAMPLQ"),
    Planted("git clone https://mira:ghp16Cx@github.com/x/y.git", "ghp16Cx"),
    Planted(
        "origin https://oauth2:glpat-abcdefghij0123456789@gitlab.com/a.git", "glpat-abcdefghij0123456789"
    ),
    Planted("postgres://user:s3cr3tpw@db:5432/mlflow", "s3cr3tpw"),
    Planted("redis://:p4ss@localhost:6379/0", "p4ss"),
    Planted("mongodb+srv://me:Tr0ub4dor@cluster0.mongodb.net", "Tr0ub4dor"),
    *_with(
        "Authorization: Bearer @",
        "curl -H 'Authorization: token @'",
        '"authorization": "Basic @"',
        "{'Authorization': 'Bearer @'}",
    ),
    *_with(
        "X-Api-Key: @",
        "curl -H 'X-Auth-Token: @' host",
        "Cookie: session=@; theme=dark",
        "Set-Cookie: sid=@; Path=/",
    ),
    Planted("machine api.wandb.ai login user password 0123456789abcdef", "0123456789abcdef"),
    Planted("machine example.com\n  login mira\n  password correcthorse\n", "correcthorse"),
    Planted("db.host:5432:runs:mira:opensesame", "opensesame"),
    Planted("curl -u mira:opensesame https://x.org", "opensesame"),
    Planted("sshpass -p opensesame ssh node", "opensesame"),
    Planted("mysql -u root -popensesame runs", "opensesame"),
    Planted("docker login -u mira -p opensesame ghcr.io", "opensesame"),
    Planted("PGPASSWORD=opensesame psql", "opensesame"),
    Planted("--password opensesame", "opensesame"),
    Planted("password: opensesame", "opensesame"),
    Planted("  db_password: 'open sesame now'", "open sesame now"),
    Planted('{"user": "x", "password": "opensesame"}', "opensesame"),
    Planted("[auth]\npasswd = opensesame", "opensesame"),
    Planted("os.environ['COMET_API_KEY'] = 'opensesame1'", "opensesame1"),
    Planted("os.environ.setdefault('NEPTUNE_API_TOKEN', 'opensesame1')", "opensesame1"),
    Planted("requests.get(u, params={'api_key': 'opensesame1'})", "opensesame1"),
    Planted("https://x.org/v1?api_key=opensesame1&step=3", "opensesame1"),
    Planted("https://x.org/v1?access_token=opensesame1", "opensesame1"),
    Planted("<password>opensesame</password>", "opensesame"),
    Planted(
        "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=b3BlbnNlc2FtZQ==;EndpointSuffix=x",
        "b3BlbnNlc2FtZQ==",
    ),
    Planted("Server=db;User Id=sa;Password=opensesame;", "opensesame"),
    Planted(
        '{"username":"mira","key":"0123456789abcdef0123456789abcdef"}', "0123456789abcdef0123456789abcdef"
    ),
    Planted('{"auths":{"ghcr.io":{"auth":"bWlyYTpvcGVuc2VzYW1l"}}}', "bWlyYTpvcGVuc2VzYW1l"),
    Planted("//registry.npmjs.org/:_authToken=npm1234opensesame", "npm1234opensesame"),
    Planted("secret: " + RANDOM, RANDOM),
    Planted("client_secret = " + RANDOM, RANDOM),
    *_with(
        "xoxb-12345678901-@", "https://hooks.slack.com/services/T0/B0/@", "SG.@.@", "glpat-@", "dckr_pat_@"
    ),
    *_with("npm_@", "r8_@", "gsk_@", "AIza@", "ya29.@", "github_pat_@", "lin_api_@", "nvapi-@"),
    Planted(
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz\naC1rZXk=\n-----END OPENSSH PRIVATE KEY-----",
        "b3BlbnNz\naC1rZXk=",
    ),
    Planted("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-def_123", "eyJzdWIiOiIxMjM0In0.abc-def_123"),
    Planted("bot 123456789:AAabcdefghijklmnopqrstuvwxyz0123456", "AAabcdefghijklmnopqrstuvwxyz0123456"),
    Planted("dapi0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef"),
)

INNOCENT = (
    *(
        "num_memory_tokens=16",
        "num_memory_tokens: 16",
        "--num_memory_tokens 16",
        "max_tokens=4096",
        "tokens/s: 51234.5",
    ),
    *(
        "tokens_per_second=81234.123",
        "pad_token: '[PAD]'",
        "eos_token='</s>'",
        "tokenizer: bert-base-uncased",
    ),
    *(
        "tokenizer_name=meta-llama/Llama-3.1-8B",
        "special_tokens_map.json",
        "new_token_id = 50257",
        "token: the",
    ),
    *(
        "key = jax.random.PRNGKey(0)",
        "rng_key, sub_key = jax.random.split(key)",
        "primary_key: run_id",
        "sort_keys=True",
    ),
    *(
        "for key, value in cfg.items():",
        "d[key] = value",
        "key_dim=64",
        "num_keys: 12",
        "monitor_key: val/loss",
        "keypoints=17",
    ),
    *(
        "attention: {key: 3, value: 4}",
        "password = getpass.getpass()",
        "api_key=os.environ['WANDB_API_KEY']",
        "api_key: null",
    ),
    *(
        "token = os.getenv('HF_TOKEN')",
        "password=None",
        "secret: ${SECRET}",
        "api_key: <your key here>",
        "password: ********",
    ),
    *(
        "use_auth_token=True",
        "hf_transfer==0.1.9",
        "hub_token: null",
        "token=args.token",
        "--push_to_hub_token None",
    ),
    *(
        f"commit {HEX[:40]}",
        f"sha256:{HEX}",
        f"{HEX}  model.pt",
        f"Fetching {HEX[:32]}",
        "index 83db48f..bf12ab9 100644",
    ),
    *(
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
        "id: 6ba7b810-9dad-11d1-80b4-00c04fd430c8",
    ),
    *(
        "wandb: Run data is saved locally in wandb/run-20261129_120000-a1b2c3d4",
        "https://wandb.ai/team/project/runs/a1b2c3d4",
    ),
    *(
        "git@github.com:team/repo.git",
        "https://github.com/team/repo.git@v1.2",
        "ssh://git@github.com/team/repo",
        "mira@example.org",
    ),
    *(
        "step 100 | loss 0.512 | lr 3e-4",
        "Epoch 3: 100%|##########| 391/391 [00:12<00:00, 31.2it/s]",
        "author: Pass",
    ),
    *(
        "forward_pass: 0.12",
        "passes=3",
        "compass: north",
        "keyboard interrupt",
        "monkey=banana",
        "secretary: mira",
        "authors: mira",
    ),
    *(
        "author = mira",
        "authenticated: yes",
        "hidden_size: 768",
        "seed: 12345678901234",
        "salt_marsh=3",
        "PATH=/usr/bin:/bin",
    ),
    *(
        "PYTHONHASHSEED=0",
        "CUDA_VISIBLE_DEVICES=0,1",
        "MASTER_PORT=29500",
        "SLURM_JOB_ID=123456",
        "ssh_key_path: ~/.ssh/id_rsa",
    ),
    *(
        "password_file: /run/secrets/db",
        "token_path=/etc/token",
        "secret_name: wandb-credentials",
        "token_type: bearer",
    ),
    *(
        "tok_k=50, top_p=0.9",
        "state_dict key: model.layers.0.self_attn.k_proj.weight",
        "missing key(s) in state_dict: fc.weight",
    ),
    *(
        "KeyError: 'lr'",
        "the secret: always normalise observations",
        "Password:",
        "the key: a larger batch",
        "token: 17",
        "cls_token: 0.02",
    ),
    *(
        "def token(self) -> str:",
        "class Token(NamedTuple):",
        "self.key = key",
        "key: str = 'lr'",
        "keys: [a, b]",
        "key=lambda x: x[1]",
    ),
    *(
        "cache_key: 3f2a9c81d7e64b05a1c2",
        "time: 12:30:45",
        "a:b:c:d",
        "10.0.0.1:5432:x",
        "epoch:10:loss:acc:0.5",
        "mask_token=<mask>",
    ),
)
