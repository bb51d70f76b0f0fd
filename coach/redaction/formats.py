"""The forms in which keys and tokens are issued, and the places of a text that hold nothing else.

Each pattern replaces its group `secret`, or all of it. The forms are those that the issuers document.
"""

from __future__ import annotations

import re

_ISSUED = (
    r"(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}",  # Amazon
    r"gh[pousr]_[A-Za-z0-9]{20,}",  # GitHub
    r"github_pat_[A-Za-z0-9_]{20,}",
    r"gl(?:pat|dt|rt|rtr|cbt|ptt|ft|imt|agent|soat|oas|ffct|wt)-[A-Za-z0-9_.\-]{16,}",  # GitLab
    r"hf_[A-Za-z0-9]{16,}|api_org_[A-Za-z0-9]{16,}",  # Hugging Face
    r"sk-(?:proj-|svcacct-|admin-|ant-|or-v1-|lf-|or-|None-)?[A-Za-z0-9_\-]*[0-9A-Z][A-Za-z0-9_\-]{15,}",  # OpenAI and others
    r"sess-[A-Za-z0-9]{32,}",
    r"pk-lf-[0-9a-f\-]{20,}",
    r"xox[abeoprsd](?:\.xox[abp])?-[A-Za-z0-9\-]{10,}|xapp-\d-[A-Za-z0-9\-]{10,}",  # Slack
    r"AIza[0-9A-Za-z_\-]{30,}|ya29\.[0-9A-Za-z_\-.]{16,}|GOCSPX-[0-9A-Za-z_\-]{20,}|1//0[0-9A-Za-z_\-]{20,}",  # Google
    r"[spr]k_(?:live|test|prod)_[0-9A-Za-z]{10,}|whsec_[0-9A-Za-z+/=]{16,}",  # Stripe
    r"SG\.[0-9A-Za-z_\-]{16,}\.[0-9A-Za-z_\-]{16,}",  # SendGrid
    r"SK[0-9a-f]{32}|AC[0-9a-f]{32}",  # Twilio
    r"key-[0-9a-f]{32}|[0-9a-f]{32}-us\d{1,2}",  # Mailgun, Mailchimp
    r"xkeysib-[0-9a-f]{32,}-[0-9A-Za-z]+",
    r"npm_[A-Za-z0-9]{30,}|pypi-[A-Za-z0-9_\-]{30,}|rubygems_[0-9a-f]{40,}|cio[A-Za-z0-9]{32}",  # registries
    r"dckr_(?:pat|oat)_[A-Za-z0-9_\-]{20,}",
    r"dapi[0-9a-f]{32}(?:-\d)?|dkea[0-9a-f]{32}",  # Databricks
    r"do[opr]_v1_[0-9a-f]{40,}|HRKU-[0-9A-Za-z_\-]{30,}|rnd_[A-Za-z0-9]{24,}",
    r"hv[sbr]\.[A-Za-z0-9_\-]{20,}|[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_\-=]{40,}",  # HashiCorp
    r"lin_(?:api|oauth)_[A-Za-z0-9]{30,}|ntn_[A-Za-z0-9]{30,}|secret_[A-Za-z0-9]{40,}|figd_[A-Za-z0-9_\-]{30,}",
    r"pat[A-Za-z0-9]{14}\.[0-9a-f]{40,}|ATATT3[A-Za-z0-9_\-=]{30,}|ATBB[A-Za-z0-9]{24,}",
    r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}|sq0[a-z]{3}-[0-9A-Za-z_\-]{22,}|EAAA[A-Za-z0-9_\-]{56,}",
    r"pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_\-.=]{30,}|sb[ps]_[A-Za-z0-9_]{30,}|sb_secret_[A-Za-z0-9_\-]{20,}",
    r"PMAK-[0-9a-f]{24}-[0-9a-f]{34}|NRAK-[A-Z0-9]{27}|NRI[A-Z]-[A-Za-z0-9\-]{20,}|dp\.(?:pt|st|ct|sa)\.[A-Za-z0-9.]{30,}",
    r"glsa_[A-Za-z0-9]{32}_[0-9a-fA-F]{8}|glc_[A-Za-z0-9+/=]{32,}|sntry[su]_[A-Za-z0-9+/=_\-]{30,}",
    r"r8_[A-Za-z0-9]{30,}|gsk_[A-Za-z0-9]{30,}|xai-[A-Za-z0-9]{40,}|pplx-[A-Za-z0-9]{30,}|tgp_v1_[A-Za-z0-9_\-]{30,}",
    r"pcsk_[A-Za-z0-9_]{30,}|lsv2_(?:pt|sk)_[A-Za-z0-9_]{30,}|fw_[A-Za-z0-9]{22,}|nvapi-[A-Za-z0-9_\-]{30,}|tvly-[A-Za-z0-9\-]{20,}",
    r"wandb_v\d_[A-Za-z0-9_\-]{20,}|rpa_[A-Z0-9]{30,}[a-z0-9]*|KGAT_[0-9a-f]{30,}|jina_[A-Za-z0-9]{30,}|csk-[a-z0-9]{40,}",
    r"a[ks]-[A-Za-z0-9]{22}|CLOJARS_[0-9a-z]{60}|sha256~[A-Za-z0-9_\-]{43}|oy2[a-z0-9]{43}|cmVmdGtu[A-Za-z0-9]{56}|AKCp[A-Za-z0-9]{60,}",
    r"EZ[AT]K[0-9a-zA-Z]{54}|LTAI[A-Za-z0-9]{16,20}|AKID[A-Za-z0-9]{32}|p8e-[A-Za-z0-9_\-]{30,}|phx_[A-Za-z0-9]{30,}",
    r"pul-[0-9a-f]{40}",  # Pulumi
    r"tskey-[a-z]+-[A-Za-z0-9\-]{16,}|ops_eyJ[A-Za-z0-9+/=_\-]{40,}|AGE-SECRET-KEY-1[A-Z0-9]{40,}|fo1_[A-Za-z0-9_\-]{40,}|FlyV1 fm\d?[a-z]?_[A-Za-z0-9+/=,_]{40,}",
    r"\d{8,10}:AA[A-Za-z0-9_\-]{32,34}",  # Telegram
    r"[MNO][A-Za-z\d_\-]{23,27}\.[A-Za-z\d_\-]{6}\.[A-Za-z\d_\-]{27,40}",  # Discord
    r"eyJ[A-Za-z0-9_\-]{8,}\.eyJ[A-Za-z0-9_\-]{8,}(?:\.[A-Za-z0-9_\-]*)?",  # JWT
    r"eyJhcGlfYWRkcmVzcyI6[A-Za-z0-9+/=_\-]{20,}",  # Neptune
    r"gAAAAA[A-Za-z0-9_\-]{40,}=*",  # Fernet
    r"\$(?:2[abxy]|5|6|y|apr1|argon2[id]+)\$[A-Za-z0-9./$,=+\-]{20,}",  # hashed passwords
)

BLOCKS = (
    re.compile(
        r"-----BEGIN (?:[A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?|OPENSSH PRIVATE KEY)-----"
        r"(?P<secret>[\s\S]*?)(?=-----END |\Z)"
    ),
    re.compile(
        r"(?i)^PuTTY-User-Key-File[\s\S]{0,4000}?Private-Lines: \d+(?P<secret>[\s\S]+?)(?=Private-MAC|\Z)",
        re.MULTILINE,
    ),
)
"""Patterns of keys over many lines, asked of the whole text."""

FORMATS = (
    re.compile(r"https?://hooks\.slack\.com/(?:services|workflows|triggers)/(?P<secret>[A-Za-z0-9/_\-]+)"),
    re.compile(r"https?://(?:\w+\.)?discord(?:app)?\.com/api/webhooks/(?P<secret>\d+/[A-Za-z0-9_\-]+)"),
    re.compile(r"https?://[\w.\-]+\.webhook\.office\.com/(?P<secret>[^\s\"']+)"),
    re.compile(r"api\.telegram\.org/bot(?P<secret>[0-9A-Za-z:_\-]+)"),
    re.compile(r"https://(?P<secret>[0-9a-f]{32}(?::[0-9a-f]{32})?)@[\w.]*(?:sentry|ingest)"),
    # somebody's name and password before the host; a reference to a variable is none
    re.compile(
        r"\b[A-Za-z][A-Za-z0-9+.\-]{0,20}://[^\s/:@\"'<>]{0,200}:(?P<secret>(?!\$|\{|<|\*+@|\[redacted)[^\s/\"'<>]+)@(?=[\w.\-\[])"
    ),
    # a token alone before the host: https://TOKEN@github.com
    re.compile(r"\bhttps?://(?P<secret>(?=[^\s/:@]*\d)[A-Za-z0-9_\-]{20,})@(?=[\w.\-])"),
    re.compile(r"(?<![A-Za-z0-9_])(?:" + "|".join(_ISSUED) + r")(?![A-Za-z0-9])"),
)
"""Patterns within a line, in the order in which they are asked."""

MAY_HOLD_A_FORMAT = re.compile(
    r"-----BEGIN|PuTTY|://|AKI|ASIA|A[BC]IA|ACCA|gh[pousr]_|github_pat|gl[a-z]{2,5}[-_]|hf_|api_org|sk-|sess-|pk-lf|xox|xapp"
    r"|AIza|ya\d\d|GOCSPX|\d//\d|k_(?:live|test|prod)|whsec|SG\.|SK[0-9a-f]|AC[0-9a-f]|key-|-us\d|xkeysib|npm_|pypi-|rubygems"
    r"|cio|dckr|dapi|dkea|_v\d_|HRKU|rnd_|hv[sbr]\.|atlasv\d|lin_|ntn_|secret_|figd|pat[A-Za-z0-9]{14}|ATATT|ATBB|shp|sq\d|EAAA"
    r"|pscale|sb[ps_]|PMAK|NR|dp\.|sntry|r\d_|gsk_|xai-|pplx|pcsk|lsv\d|fw_|nvapi|tvly|wandb_v|rpa_|pul-|KGAT|jina_|csk-|a[ks]-"
    r"|CLOJ|sha\d{3}~|oy\d|cmVm|AKCp|EZ[AT]K|LTAI|p\de-|phx_|tskey|ops_|AGE-|fo\d_|FlyV\d|:AA|[MNO][\w\-]{23}|eyJ|gAAAA|\$\w+\$|telegram"
)
"""Without any of these no pattern fits; asked first, since most of what a training prints holds none. It asks
for no digit in particular (`like_lines.py`)."""
