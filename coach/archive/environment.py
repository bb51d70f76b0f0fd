"""What a command runs in: machine, graphics cards, Python and its packages, chosen variables. Nothing is imported."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any

from coach.archive.python_of import python_of
from coach.redaction import redact_variables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SLOWEST_S = 15.0
"""How long a tool of the graphics cards may take."""
_CHOSEN = re.compile(
    r"(?:CUDA|NVIDIA|NCCL|HIP|ROCR|HSA|OMP|MKL|OPENBLAS|NUMEXPR|GLOO|UCX|FI|SLURM|PBS|LSB|SGE|PYTHON|TORCH|PYTORCH|TORCHINDUCTOR|TF"
    r"|XLA|JAX|TPU|LIBTPU|WANDB|MLFLOW|COMET|NEPTUNE|CLEARML|HYDRA|HF|TRANSFORMERS|DATASETS|ACCELERATE|DEEPSPEED|RAY|MUJOCO|CONDA"
    r"|KMP|GOMP|TRITON|TOKENIZERS|DISPLAY|SDL)_?\w*"
    r"|RANK|WORLD_SIZE|LOCAL_RANK|LOCAL_WORLD_SIZE|NODE_RANK|MASTER_ADDR|MASTER_PORT|SEED|VIRTUAL_ENV|PATH|LD_LIBRARY_PATH"
    r"|LD_PRELOAD|TZ|LANG|LC_ALL|EXPERIMENT|RUN_NAME|RUN_ID"
)
_CARDS = (
    ("nvidia-smi", "--query-gpu=name,driver_version,memory.total,uuid", "--format=csv,noheader"),
    ("rocm-smi", "--showproductname", "--showdriverversion", "--csv"),
)
_LONGEST = 2000


def environment_of(command: Sequence[str], folder: str, variables: Mapping[str, str]) -> dict[str, Any]:
    """Give what a command runs in; what cannot be found out is left out."""
    chosen = {name: value[:_LONGEST] for name, value in sorted(variables.items()) if _CHOSEN.fullmatch(name)}
    kept, redacted = redact_variables(chosen)
    return {
        "machine": _machine(),
        "graphics": _graphics(),
        "python": python_of(command, Path(folder), variables),
        "variables": kept,
        "redacted": redacted,
    }


def _machine() -> dict[str, Any]:
    about = platform.uname()
    found: dict[str, Any] = {
        "host": about.node,
        "system": f"{about.system} {about.release}",
        "processor": _line_of("/proc/cpuinfo", "model name") or about.processor or about.machine,
        "cores": os.cpu_count(),
    }
    if hasattr(os, "sched_getaffinity"):
        found["cores_allowed"] = len(os.sched_getaffinity(0))
    memory = _line_of("/proc/meminfo", "MemTotal")
    if memory:
        found["memory_bytes"] = int(memory.split()[0]) * 1024
    return found


def _line_of(path: str, name: str) -> str:
    try:
        with Path(path).open(encoding="utf-8", errors="replace") as file:
            for line in file:
                if line.startswith(name):
                    return line.partition(":")[2].strip()
    except OSError:
        return ""
    return ""


def _graphics() -> list[str]:
    """Give a line for each graphics card, with its driver."""
    for words in _CARDS:
        tool = which(words[0])
        if tool is None:
            continue
        try:
            done = subprocess.run(  # noqa: S603 - words of ours
                [tool, *words[1:]],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                timeout=SLOWEST_S,
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0:
            return [
                line.strip() for line in done.stdout.decode("utf-8", "replace").splitlines() if line.strip()
            ]
    return []
