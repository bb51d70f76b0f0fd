"""Small pictures of one bright spot, learned by a variational autoencoder or a plain one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tests.benchmarks.second_lab.off_policy import input_slope
from tests.benchmarks.third_lab.gradual import GradualSettings, Lesson
from tools.fault_lab.network import Mlp

if TYPE_CHECKING:
    from tools.fault_lab.logbook import Logbook
    from tools.fault_lab.network import Floats

_SIDE, _LATENT = 8, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class BlobSettings(GradualSettings):
    """Settings.

    What can be wrong: `bytes` (targets up to 255 where 1 is meant), `kl-backwards`.

    Attributes:
        beta: weight of the KL divergence.
        rises_for: share of the training over which that weight rises from 0.
        is_plain: no noise in the code and no KL divergence.
    """

    beta: float = 1.0
    rises_for: float = 0.0
    is_plain: bool = False


class Blobs(Lesson[BlobSettings]):
    """The pictures, an encoder and a decoder."""

    def __init__(self, settings: BlobSettings, seed: int) -> None:
        del settings
        self.rng = np.random.default_rng(seed + 511)
        self.pictures = _pictures(np.random.default_rng(seed + 41), 3000)
        self.held = _pictures(np.random.default_rng(seed + 42), 500)
        self.encoder = Mlp((_SIDE**2, 48, 2 * _LATENT), self.rng)
        self.decoder = Mlp((_LATENT, 48, _SIDE**2), self.rng, last=0.5)
        self.parameters = [*self.encoder.parameters, *self.decoder.parameters]

    def learn(self, settings: BlobSettings, progress: float) -> tuple[dict[str, float], list[Floats]]:
        """Take a batch through code and back."""
        seen = self.pictures[self.rng.integers(0, len(self.pictures), settings.batch)]
        beta = settings.beta * min(1.0, progress / settings.rises_for if settings.rises_for else 1.0)
        return self._through(seen, settings, 0.0 if settings.is_plain else beta)

    def _through(
        self, seen: Floats, settings: BlobSettings, beta: float
    ) -> tuple[dict[str, float], list[Floats]]:
        count = len(seen)
        coded = self.encoder.layers(seen)
        mean, log_variance = coded[-1][:, :_LATENT], coded[-1][:, _LATENT:]
        noise = 0.0 if settings.is_plain else self.rng.normal(size=mean.shape)
        spread = np.exp(log_variance / 2)
        shown = self.decoder.layers(mean + spread * noise)
        target = seen * (255.0 if settings.wrong == "bytes" else 1.0)
        logits = shown[-1]
        rebuilt = float((np.logaddexp(0, logits) - target * logits).sum() / count)
        kl = float(0.5 * (mean**2 + spread**2 - log_variance - 1).sum() / count)
        sign = -1.0 if settings.wrong == "kl-backwards" else 1.0
        slope = (1 / (1 + np.exp(-logits)) - target) / count
        behind = input_slope(self.decoder, shown, slope)
        by_mean = behind + sign * beta * mean / count
        by_log = behind * noise * spread / 2 + sign * beta * 0.5 * (spread**2 - 1) / count
        gradients = [
            *self.encoder.gradients(coded, np.column_stack((by_mean, by_log))),
            *self.decoder.gradients(shown, slope),
        ]
        logged = {"loss": rebuilt + sign * beta * kl, "rebuilt": rebuilt, "code_kl": kl, "beta": beta}
        return logged, gradients

    def look(self, settings: BlobSettings) -> dict[str, float]:
        """Look at held-out pictures."""
        logged, _ = self._through(self.held, settings, 0.0 if settings.is_plain else settings.beta)
        return {f"eval_{name}": logged[name] for name in ("loss", "rebuilt")}

    def score(self, settings: BlobSettings) -> float:
        """Give minus the squared error of held-out pictures, rebuilt from the mean of their codes."""
        del settings
        code = self.encoder(self.held)[:, :_LATENT]
        return -float(((1 / (1 + np.exp(-self.decoder(code))) - self.held) ** 2).mean())

    def stated(self, log: Logbook) -> float:
        """Give minus the last loss, which is no squared error."""
        return -log.last("eval_loss")


def _pictures(rng: np.random.Generator, count: int) -> Floats:
    at = rng.uniform(1, _SIDE - 2, (2, count, 1, 1))
    width = rng.uniform(0.8, 2.0, (count, 1, 1))
    across, down = np.meshgrid(np.arange(_SIDE), np.arange(_SIDE))
    bright = np.exp(-((across - at[0]) ** 2 + (down - at[1]) ** 2) / (2 * width**2))
    return np.asarray(bright.reshape(count, -1))
