"""Secrets as services issue them and places where they lie, written by somebody who had not seen the patterns.

Nothing in here is anybody's: each value is drawn anew, in the form its issuer documents.
"""

from __future__ import annotations

import base64
import json
import random
import string
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

HEX, LOWER, WORD = (
    "0123456789abcdef",
    string.ascii_lowercase + string.digits,
    string.ascii_letters + string.digits,
)
UPPER, URL_SAFE = string.ascii_uppercase + string.digits, WORD + "-_"


class Planted(NamedTuple):
    """A text with a secret in it.

    Attributes:
        kind: what it is.
        text: what surrounds it, and it.
        secret: what must not be left.
    """

    kind: str
    text: str
    secret: str


def draw(dice: random.Random, letters: str, length: int) -> str:
    """Give random letters."""
    return "".join(dice.choice(letters) for _ in range(length))


def base64_of(dice: random.Random, length: int) -> str:
    """Give random bytes in base64."""
    return base64.b64encode(dice.randbytes(length)).decode()


def uuid_of(dice: random.Random) -> str:
    """Give the form of a UUID."""
    return "-".join(draw(dice, HEX, length) for length in (8, 4, 4, 4, 12))


def jwt_of(dice: random.Random) -> str:
    """Give the form of a JSON web token."""
    head = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').decode().rstrip("=")
    body = base64.urlsafe_b64encode(json.dumps({"sub": draw(dice, LOWER, 8)}).encode()).decode().rstrip("=")
    return f"{head}.{body}.{draw(dice, URL_SAFE, 43)}"


def issued(dice: random.Random) -> Iterator[tuple[str, str]]:
    """Give values that services issue in a form of their own, wherever they stand."""
    yield "AWS access key id", "AKIA" + draw(dice, UPPER, 16)
    yield "AWS temporary key id", "ASIA" + draw(dice, UPPER, 16)
    yield "GitHub token", "ghp_" + draw(dice, WORD, 36)
    yield "GitHub OAuth token", "gho_" + draw(dice, WORD, 36)
    yield "GitHub server token", "ghs_" + draw(dice, WORD, 36)
    yield "GitHub fine-grained token", f"github_pat_{draw(dice, WORD, 22)}_{draw(dice, WORD, 59)}"
    yield "GitLab token", "glpat-" + draw(dice, URL_SAFE, 20)
    yield "GitLab runner token", "glrt-" + draw(dice, URL_SAFE, 20)
    yield "Hugging Face token", "hf_" + draw(dice, string.ascii_letters, 34)
    yield "OpenAI key", "sk-" + draw(dice, WORD, 48)
    yield "OpenAI project key", f"sk-proj-{draw(dice, URL_SAFE, 74)}T3BlbkFJ{draw(dice, URL_SAFE, 74)}"
    yield "Anthropic key", f"sk-ant-api03-{draw(dice, URL_SAFE, 93)}AA"
    yield "OpenRouter key", "sk-or-v1-" + draw(dice, HEX, 64)
    yield "Google API key", "AIza" + draw(dice, URL_SAFE, 35)
    yield "Google OAuth access token", "ya29." + draw(dice, URL_SAFE, 120)
    yield "Google OAuth client secret", "GOCSPX-" + draw(dice, URL_SAFE, 28)
    yield (
        "Slack bot token",
        f"xoxb-{draw(dice, string.digits, 12)}-{draw(dice, string.digits, 12)}-{draw(dice, WORD, 24)}",
    )
    yield (
        "Slack user token",
        f"xoxp-{draw(dice, string.digits, 12)}-{draw(dice, string.digits, 12)}-{draw(dice, HEX, 32)}",
    )
    yield "Telegram bot token", f"{draw(dice, '123456789', 9)}:AA{draw(dice, URL_SAFE, 33)}"
    yield "Stripe live key", "sk_live_" + draw(dice, WORD, 24)
    yield "Stripe restricted key", "rk_live_" + draw(dice, WORD, 24)
    yield "SendGrid key", f"SG.{draw(dice, URL_SAFE, 22)}.{draw(dice, URL_SAFE, 43)}"
    yield "npm token", "npm_" + draw(dice, WORD, 36)
    yield "PyPI token", "pypi-AgEIcHlwaS5vcmc" + draw(dice, URL_SAFE, 120)
    yield "Docker Hub token", "dckr_pat_" + draw(dice, URL_SAFE, 27)
    yield "Replicate token", "r8_" + draw(dice, WORD, 37)
    yield "Databricks token", "dapi" + draw(dice, HEX, 32)
    yield "JSON web token", jwt_of(dice)
    yield "age secret key", "AGE-SECRET-KEY-1" + draw(dice, "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", 58)
    yield "Vault token", "hvs." + draw(dice, URL_SAFE, 95)
    yield "DigitalOcean token", "dop_v1_" + draw(dice, HEX, 64)
    yield "Linear key", "lin_api_" + draw(dice, WORD, 40)
    yield "Grafana service token", f"glsa_{draw(dice, WORD, 32)}_{draw(dice, HEX, 8)}"
    yield "New Relic key", "NRAK-" + draw(dice, UPPER, 27)
    yield "Notion token", "ntn_" + draw(dice, WORD, 46)
    yield "Shopify token", "shpat_" + draw(dice, HEX, 32)
    yield "Doppler token", "dp.pt." + draw(dice, WORD, 43)
    yield "Pulumi token", "pul-" + draw(dice, HEX, 40)
    yield "Groq key", "gsk_" + draw(dice, WORD, 52)
    yield "xAI key", "xai-" + draw(dice, WORD, 80)
    yield "Perplexity key", "pplx-" + draw(dice, WORD, 48)
    yield "LangSmith key", f"lsv2_pt_{draw(dice, HEX, 32)}_{draw(dice, HEX, 10)}"
    yield "Pinecone key", f"pcsk_{draw(dice, WORD, 6)}_{draw(dice, WORD, 62)}"
    yield "Tailscale key", f"tskey-auth-{draw(dice, WORD, 12)}-{draw(dice, WORD, 32)}"
    yield "NVIDIA key", "nvapi-" + draw(dice, URL_SAFE, 64)
    yield "Postman key", f"PMAK-{draw(dice, HEX, 24)}-{draw(dice, HEX, 34)}"
    yield "Weights & Biases key, new form", f"wandb_v1_{draw(dice, URL_SAFE, 70)}"


ISSUED_PLACES = (
    "python train.py --key {}",
    "  Using credentials {} for the upload",
    'client = Client("{}")',
    '+    token = "{}"',
    "{{'auth': '{}', 'retries': 3}}",
)


def named(dice: random.Random) -> Iterator[tuple[str, str, str]]:  # noqa: PLR0915 - a line a kind
    """Give a kind, a text with a place for the secret, and the secret: what only its name or place gives away."""
    wandb = draw(dice, HEX, 40)
    yield "W&B key in a variable", "export WANDB_API_KEY={}", wandb
    yield "W&B key on the command line", "wandb login {}", wandb
    yield "W&B key in code", 'wandb.login(key="{}")', wandb
    yield "W&B key, forced login", "wandb login --relogin {}", wandb
    yield "AWS secret key", "AWS_SECRET_ACCESS_KEY={}", base64_of(dice, 30)
    yield "AWS secret key in its file", "aws_secret_access_key = {}", base64_of(dice, 30)
    yield "AWS session token", "export AWS_SESSION_TOKEN='{}'", base64_of(dice, 200)
    yield (
        "Azure storage account",
        "DefaultEndpointsProtocol=https;AccountName=lab;AccountKey={};EndpointSuffix=core",
        base64_of(dice, 64),
    )
    yield (
        "Azure shared access signature",
        "https://lab.blob.example.net/c/f.pt?sv=2022-11-02&sp=r&sig={}",
        base64_of(dice, 32).replace("+", "%2B").replace("/", "%2F").replace("=", "%3D"),
    )
    yield "Azure client secret", "AZURE_CLIENT_SECRET={}", draw(dice, URL_SAFE, 40)
    yield (
        "signed S3 address",
        "https://b.s3.example.com/k?X-Amz-Expires=600&X-Amz-Signature={}&X-Amz-SignedHeaders=host",
        draw(dice, HEX, 64),
    )
    yield "Slack webhook", "https://hooks.slack.com/services/T02ABCDEF/B03ABCDEF/{}", draw(dice, WORD, 24)
    yield (
        "Discord webhook",
        "https://discord.com/api/webhooks/104512345678901234/{}",
        draw(dice, URL_SAFE, 68),
    )
    yield (
        "Discord bot token",
        "DISCORD_TOKEN={}",
        f"{draw(dice, WORD, 24)}.{draw(dice, WORD, 6)}.{draw(dice, URL_SAFE, 27)}",
    )
    yield "Comet key", "COMET_API_KEY={} python train.py", draw(dice, WORD, 25)
    yield "Comet key in its file", "api_key={}", draw(dice, WORD, 25)
    yield (
        "Neptune token",
        "NEPTUNE_API_TOKEN={}",
        base64.b64encode(json.dumps({"api_address": "x", "api_key": draw(dice, HEX, 36)}).encode()).decode(),
    )
    yield "ClearML secret", 'api.credentials {{ access_key = "AB", secret_key = "{}" }}', draw(dice, WORD, 50)
    yield "Kaggle file", '{{"username":"mira","key":"{}"}}', draw(dice, HEX, 32)
    yield "Cohere key", "CO_API_KEY={}", draw(dice, WORD, 40)
    yield "Mistral key", "MISTRAL_API_KEY: {}", draw(dice, WORD, 32)
    yield "RunPod key", "RUNPOD_API_KEY={}", draw(dice, UPPER, 40)
    yield "Datadog key", "DD_API_KEY={}", draw(dice, HEX, 32)
    yield "Heroku key", "HEROKU_API_KEY={}", uuid_of(dice)
    yield "Twilio token", "TWILIO_AUTH_TOKEN={}", draw(dice, HEX, 32)
    yield "Modal token", "MODAL_TOKEN_SECRET=as-{}", draw(dice, WORD, 22)
    yield "Postgres address", "postgresql://mira:{}@db.lab:5432/runs", "S3cure-Pw.91"
    yield "MySQL address", "mysql+pymysql://root:{}@127.0.0.1/mlflow", "hunter2hunter2"
    yield (
        "MongoDB address",
        "mongodb+srv://omniboard:{}@c0.example.net/sacred?retryWrites=true",
        draw(dice, WORD, 16),
    )
    yield "Redis address", "redis://:{}@cache:6379/0", draw(dice, WORD, 20)
    yield "AMQP address", "amqp://worker:{}@rabbit:5672/%2f", draw(dice, WORD, 14)
    yield (
        "password in a git address",
        "git clone https://mira:{}@git.lab.example/rl.git",
        draw(dice, WORD, 20),
    )
    yield "token as the user of a git address", "https://{}@git.lab.example/rl.git", "x" + draw(dice, HEX, 39)
    yield "token in a git address", "https://oauth2:{}@git.lab.example/rl.git", draw(dice, WORD, 24)
    yield "bearer", "Authorization: Bearer {}", draw(dice, URL_SAFE, 32)
    yield "bearer in code", 'headers={{"Authorization": "Bearer {}"}}', draw(dice, URL_SAFE, 32)
    yield "basic", "authorization: Basic {}", base64.b64encode(b"mira:" + dice.randbytes(9)).decode()
    yield "X-API-Key header", "curl -H 'X-API-Key: {}' https://api.example.org/v1", draw(dice, LOWER, 32)
    yield "cookie", "Cookie: session={}; theme=dark", draw(dice, URL_SAFE, 40)
    yield "set-cookie", "Set-Cookie: sessionid={}; HttpOnly", draw(dice, LOWER, 32)
    yield "curl -u", "curl -u mira:{} https://artifacts.lab.example/x.whl", "Wint3r-is-C0ming"
    yield "curl --user", "curl --user 'mira:{}' -O https://a.example/x", "p@55-word-9"
    yield "--password X", "python sync.py --user mira --password {} --dry", "correct-horse-7"
    yield "--password=X", "python sync.py --password={}", "correct-horse-7"
    yield "--token X", "huggingface-cli login --token {}", draw(dice, WORD, 30)
    yield "--api-key X", "python eval.py --model big --api-key {}", draw(dice, WORD, 36)
    yield "--api_key=X", "python eval.py --api_key={} --n 5", draw(dice, WORD, 36)
    yield "override of a configuration", "python train.py logger.wandb.api_key={}", wandb
    yield "mysql -p", "mysql -uroot -p{} runs", "hunter2hunter2"
    yield "sshpass", "sshpass -p {} rsync -a runs/ node:", "Tr0ub4dor&3"
    yield "docker login", "docker login -u mira -p {} registry.lab.example", draw(dice, WORD, 20)
    yield "netrc", "machine api.wandb.ai\n  login user\n  password {}\n", wandb
    yield "netrc on a line", "machine git.lab.example login mira password {}", draw(dice, WORD, 20)
    yield "pgpass", "db.lab:5432:runs:mira:{}", "S3cure-Pw.91"
    yield "PGPASSWORD", "PGPASSWORD={} psql -h db.lab runs", "S3cure-Pw.91"
    yield "MYSQL_PWD", "MYSQL_PWD={}", "S3cure-Pw.91"
    yield "MLflow password", "MLFLOW_TRACKING_PASSWORD={}", "S3cure-Pw.91"
    yield "MLflow token", "MLFLOW_TRACKING_TOKEN={}", draw(dice, WORD, 40)
    yield "Slurm token", "SLURM_JWT={}", jwt_of(dice)
    yield "Jupyter address", "http://localhost:8888/lab?token={}", draw(dice, HEX, 48)
    yield "query api_key", "GET /v1/models?api_key={}&limit=5", draw(dice, WORD, 32)
    yield "query access_token", "https://api.example.org/me?access_token={}", draw(dice, WORD, 40)
    yield (
        "form client_secret",
        "grant_type=client_credentials&client_id=coach&client_secret={}",
        draw(dice, WORD, 32),
    )
    yield "JSON password", '{{"host": "db.lab", "password": "{}", "port": 5432}}', "S3cure-Pw.91"
    yield "JSON accessToken", '{{"accessToken": "{}"}}', draw(dice, WORD, 40)
    yield "JSON of several lines", '{{\n  "refresh_token": "{}"\n}}', draw(dice, WORD, 40)
    yield "YAML api_key", "openai:\n  api_key: {}\n  model: big\n", draw(dice, WORD, 40)
    yield "YAML password in quotes", "db:\n  password: '{}'\n", "it is a sentence"
    yield "INI secret", "[oauth]\nclient_secret = {}\n", draw(dice, WORD, 32)
    yield "TOML token", 'token = "{}"', draw(dice, WORD, 36)
    yield "code, environ", 'os.environ["OPENAI_API_KEY"] = "{}"', draw(dice, WORD, 40)
    yield "code, keyword", "api = Api(user='mira', passwd='{}')", "Tr0ub4dor-3"
    yield "code, constant", 'API_KEY: Final = "{}"', draw(dice, WORD, 32)
    yield "diff, added", "+SECRET_KEY = '{}'", draw(dice, URL_SAFE, 50)
    yield "diff, removed", "-  db_password: {}", "S3cure-Pw.91"
    yield "dotenv", "# prod\nHF_TOKEN={}\nN=1\n", draw(dice, WORD, 34)
    yield "Windows", "set WANDB_API_KEY={}", wandb
    yield "PowerShell", '$env:HF_TOKEN = "{}"', draw(dice, WORD, 34)
    yield "fish", "set -x GITHUB_TOKEN {}", draw(dice, WORD, 34)
    yield "docker -e", "docker run -e WANDB_API_KEY={} -it img", wandb
    yield "docker --env", "docker run --env HF_TOKEN={} img python t.py", draw(dice, WORD, 34)
    yield "sbatch --export", "sbatch --export=ALL,WANDB_API_KEY={} job.sh", wandb
    yield "npmrc", "//registry.lab.example/:_authToken={}", uuid_of(dice)
    yield (
        "docker configuration",
        '{{"auths": {{"r.lab": {{"auth": "{}"}}}}}}',
        base64.b64encode(b"mira:" + dice.randbytes(12)).decode(),
    )
    yield "kubeconfig token", "users:\n- name: mira\n  user:\n    token: {}\n", draw(dice, WORD, 60)
    yield "kubectl secret", "kubectl create secret generic s --from-literal=password={}", "S3cure-Pw.91"
    yield "printed by a program", "Your API key is {}", draw(dice, WORD, 32)
    yield "logged by a program", "INFO auth: token={} user=mira", draw(dice, WORD, 32)
    yield "argparse namespace", "Namespace(lr=0.1, hf_token='{}', seed=0)", draw(dice, WORD, 34)
    yield "dictionary in a log", "{{'lr': 0.1, 'wandb_key': '{}', 'seed': 0}}", wandb
    yield "passphrase", "restic --passphrase {}", "Tr0ub4dor-3"
    yield "Basic in a wget", "wget --http-user=mira --http-password={} https://a.example/f", "Tr0ub4dor-3"
    yield "rclone", "pass = {}", draw(dice, URL_SAFE, 30)
    yield "smtp", "SMTP_PASS={}", "S3cure-Pw.91"
    yield "Django", "SECRET_KEY={}", draw(dice, URL_SAFE, 50)


def blocks(dice: random.Random) -> Iterator[Planted]:
    """Give keys that take several lines."""
    body = "\n".join(base64_of(dice, 48) for _ in range(6))
    for name in (
        "RSA PRIVATE KEY",
        "OPENSSH PRIVATE KEY",
        "PRIVATE KEY",
        "EC PRIVATE KEY",
        "ENCRYPTED PRIVATE KEY",
    ):
        text = f"before\n-----BEGIN {name}-----\n{body}\n-----END {name}-----\nafter"
        yield Planted(name.lower(), text, body.split("\n")[2])
    pgp = f"-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n{body}\n-----END PGP PRIVATE KEY BLOCK-----"
    yield Planted("PGP private key", pgp, body.split("\n")[0])
    account = {
        "type": "service_account",
        "private_key": f"-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n",
    }
    yield Planted("Google service account", json.dumps(account), body.split("\n")[1])


def planted(seed: int = 0) -> tuple[Planted, ...]:
    """Give every secret in its places."""
    dice = random.Random(seed)  # noqa: S311 - a corpus, not a key
    values = [
        Planted(kind, ISSUED_PLACES[at % len(ISSUED_PLACES)].format(value), value)
        for at, (kind, value) in enumerate(issued(dice))
    ]
    under_names = [Planted(kind, place.format(secret), secret) for kind, place, secret in named(dice)]
    return (*values, *under_names, *blocks(dice))
