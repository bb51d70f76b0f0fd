"""Console texts as trainings print them: the lines of a framework each, and what a person reads out of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Reads(NamedTuple):
    """What is read of one tag: how many points, the first and the last step, the first and the last value."""

    points: int
    steps: tuple[int, int]
    values: tuple[float, float]


class Sample(NamedTuple):
    """A text, and what is read of some of its tags."""

    text: Callable[[], str]
    reads: dict[str, Reads]


def loss(row: int) -> float:
    """Give a loss that falls and never repeats."""
    return round(4.0 / (1 + 0.1 * row), 4)


def moment(row: int) -> datetime:
    """Give a time of day, the rows half a minute apart, over midnight."""
    return datetime(2024, 1, 30, 23, 50, tzinfo=UTC) + timedelta(seconds=30 * row)


def hugging_face() -> str:
    """Print as the Trainer of transformers: dictionaries between the drawings of a bar, as a file gets them."""
    lines = ["Loading checkpoint shards:  33%|###       | 1/3 [00:01<00:02,  1.39s/it]\r"]
    for row in range(1, 25):
        lines += [
            f"\r{step // 5:3d}%|{'#' * (step // 50):10}| {step}/500 [00:{step % 60:02d}<04:10,  1.9{step % 7}it/s]"
            for step in range(10 * row - 9, 10 * row + 1)
        ]
        lines.append(
            f"\r{' ' * 60}\r{{'loss': {loss(row)}, 'grad_norm': {'nan' if row == 20 else 0.5 + row}, "
            f"'learning_rate': 5e-05, 'epoch': {row / 8:.2f}}}\n"
        )
        if row % 8 == 0:
            lines += [f"\r {30 * k}%|###   | {k}/30 [00:01<00:01, 20.{k}it/s]" for k in (10, 20, 30)]
            lines.append(f"\r{{'eval_loss': {loss(row) + 1}, 'eval_runtime': 3.5, 'epoch': {row / 8:.1f}}}\n")
    return "".join(lines) + "{'train_runtime': 812.4, 'train_loss': 0.91, 'epoch': 3.0}\n"


def loguru() -> str:
    """Print with loguru."""
    return "".join(
        f"{moment(row):%Y-%m-%d %H:%M:%S}.123 | INFO     | __main__:train:12 - step {100 * row} loss {loss(row)}\n"
        for row in range(40)
    )


def logging_module() -> str:
    """Print an RL run with Python's logging."""
    return "".join(
        f"{moment(row):%Y-%m-%d %H:%M:%S},439 - INFO - Episode: {row + 1}, Reward: {row - 21.5}, Length: {200 - row}\n"
        for row in range(40)
    )


def brackets() -> str:
    """Print epochs and steps in brackets, with an accuracy in per cent."""
    return "".join(
        f"Epoch [{epoch}/4], Step [{step}/500], Loss: {loss(5 * epoch + step // 100)}, Acc: "
        f"{90 + epoch}.{step // 100}%\n"
        for epoch in range(1, 5)
        for step in range(100, 501, 100)
    )


def nano_gpt() -> str:
    """Print like nanoGPT: two shapes, of which one is about both parts of the data."""
    lines = []
    for row in range(50):
        if row % 10 == 0:
            lines.append(f"step {10 * row}: train loss {loss(row)}, val loss {loss(row) + 0.5:.4f}\n")
        lines.append(f"iter {10 * row}: loss {loss(row)}, time {120 + row}.52ms, mfu 3.4{row % 10}%\n")
    return "".join(lines)


def columns() -> str:
    """Print names and numbers with blanks between them and bars between the pairs."""
    return "".join(
        f"step {row:5d}/10000 | loss {loss(row):.6f} | lr {6e-4 - 1e-6 * row:.2e} | norm {1 + row / 9:.4f} | "
        f"{120 + row}.5ms/step | tok/sec {1e5 + row}\n"
        for row in range(60)
    )


def mmengine() -> str:
    """Print like MMEngine: epochs from 1, a remaining time of changing form, evaluation lines between."""
    lines = []
    for row in range(18):
        epoch, batch = row // 6 + 1, 50 * (row % 6 + 1)
        left = f"{2 - row // 9} days, 7:32:05" if row < 12 else f"0:{59 - row}:43"
        head = f"{moment(row):%m/%d %H:%M:%S} - mmengine - INFO - "
        lines.append(
            f"{head}Epoch(train) [{epoch}][{batch:5d}/300]  base_lr: 7.9760e-05 lr: 7.9760e-05  eta: {left}  "
            f"time: 0.33{row:02d}  memory: 3312  loss: {loss(row)}  layer_-1_loss_cls: {loss(row) / 2:.4f}\n"
        )
        if batch == 300:
            lines.append(f"{head}Epoch(val) [{epoch}][50/50]    coco/bbox_mAP: 0.{epoch}230  time: 0.0200\n")
    return "".join(lines)


def detectron() -> str:
    """Print like detectron2."""
    return "".join(
        f"\x1b[32m[{moment(row):%m/%d %H:%M:%S} d2.utils.events]: \x1b[0m eta: 0:{59 - row}:00  iter: {20 * row + 19}  "
        f"total_loss: {loss(row)}  loss_cls: {loss(row) / 2:.3f}  time: 0.67{row}  lr: 0.00025  max_mem: 4988M\n"
        for row in range(40)
    )


def megatron() -> str:
    """Print like Megatron-LM."""
    return "".join(
        f" iteration {100 * row:8d}/    5000 | consumed samples: {25600 * row:12d} | elapsed time per iteration (ms): "
        f"{4200 + row}.9 | learning rate: {1e-6 * row:.3E} | global batch size:   256 | lm loss: {loss(row):.6E} | "
        f"grad norm: {'nan' if row == 7 else 1.5} | number of nan iterations:   {int(row == 7)} |\n"
        for row in range(1, 31)
    )


def fairseq() -> str:
    """Print like fairseq."""
    lines = []
    for row in range(30):
        lines.append(
            f"{moment(row):%Y-%m-%d %H:%M:%S} | INFO | train_inner | epoch {row // 10 + 1:03d}:  "
            f"{50 * (row % 10) + 50:4d} "
            f"/ 500 loss={loss(row)}, ppl={2 * loss(row):.2f}, num_updates={50 * row + 50}, "
            f"lr=1.8375e-06, gnorm=7.{row}\n"
        )
        if row % 10 == 9:
            lines.append(
                f"{moment(row):%Y-%m-%d %H:%M:%S} | INFO | valid | epoch {row // 10 + 1:03d} | valid on "
                f"'valid' subset | "
                f"loss {loss(row) + 1:.4f} | ppl 9.{row} | num_updates {50 * row + 50}\n"
            )
    return "".join(lines)


def keras() -> str:
    """Print like Keras: a bar drawn over itself in each epoch, the validation at its end."""
    lines = []
    for epoch in range(1, 6):
        lines.append(f"Epoch {epoch}/5\n")
        for batch in range(10, 100, 10):
            bar = "=" * (batch // 4) + ">" + "." * (25 - batch // 4)
            lines.append(
                f"{batch:3d}/100 [{bar}] - ETA: {9 - batch // 10}s - loss: {loss(10 * epoch + batch // 10)}\r"
            )
        lines.append(
            f"100/100 [{'=' * 30}] - 5s 50ms/step - loss: {loss(10 * epoch + 10)} - val_loss: {loss(epoch) + 1:.4f}\n"
        )
    return "".join(lines)


def stable_baselines() -> str:
    """Print like Stable-Baselines3; the first table has no training in it yet."""
    lines = ["Using cpu device\n"]
    for row in range(1, 31):
        rows = [
            ("rollout/", ""),
            ("   ep_len_mean", 20 + row),
            ("   ep_rew_mean", f"{1.5 * row:.3g}"),
            ("time/", ""),
            ("   fps", 1200),
            ("   total_timesteps", 2048 * row),
        ]
        if row > 1:
            rows += [("train/", ""), ("   loss", loss(row)), ("   n_updates", 10 * (row - 1))]
        lines += [
            f"{'-' * 41}\n",
            *(f"| {name:22} | {value!s:12} |\n" for name, value in rows),
            f"{'-' * 41}\n",
        ]
    return "".join(lines)


def spinning_up() -> str:
    """Print like Spinning Up."""
    lines = []
    for epoch in range(15):
        rows = (
            ("Epoch", epoch),
            ("AverageEpRet", 3.5 * epoch),
            ("TotalEnvInteracts", 4000 * (epoch + 1)),
            ("LossPi", -0.5),
        )
        lines += [
            f"{'-' * 40}\n",
            *(f"|{name:>18} |{value!s:>18} |\n" for name, value in rows),
            f"{'-' * 40}\n",
        ]
    return "".join(lines)


def episodes() -> str:
    """Print an average over itself, a line for each hundred episodes."""
    return "".join(
        f"\rEpisode {row}\tAverage Score: {row / 8:.3f}" + ("\n" if row % 100 == 0 else "")
        for row in range(1, 301)
    )


def lengths() -> str:
    """Print episodes with their lengths, which count nothing."""
    return "".join(
        f"Episode: {row}, reward: {1.5 * row}, eps: {1 - row / 100:.2f}, steps: {10 + row * 37 % 91}\n"
        for row in range(60)
    )


def timm() -> str:
    """Print like timm."""
    return "".join(
        f"Train: {epoch} [{batch:4d}/200 ({batch // 2:3d}%)]  Loss: {loss(4 * epoch + batch // 50)} (2.5)  "
        f"Time: 0.7{batch % 9}s,  349.20/s  (0.712s,  349.20/s)  LR: 1.0{epoch}e-03  Data: 0.010 (0.012)\n"
        for epoch in range(4)
        for batch in range(0, 200, 50)
    )


def detr() -> str:
    """Print like torchvision's and DETR's loops: a test with batches of its own after each epoch."""
    lines = []
    for epoch in range(3):
        for batch in range(0, 100, 10):
            value = loss(10 * epoch + batch // 10)
            lines.append(
                f"Epoch: [{epoch}]  [{batch:4d}/100]  eta: 0:01:{batch % 60:02d}  lr: 0.000100  loss: "
                f"{value} ({value + 1:.4f})  "
                f"time: 0.1{batch:02d}  data: 0.0100  max mem: 400\n"
            )
        lines.append(f"Epoch: [{epoch}] Total time: 0:00:12 (0.1234 s / it)\n")
        lines += [
            f"Test:  [{b:3d}/20]  eta: 0:00:0{b}  loss: {loss(epoch) + 2:.4f} (3.{b})  time: 0.05\n"
            for b in (0, 9)
        ]
    return "".join(lines)


def mnist() -> str:
    """Print like the first example of PyTorch."""
    lines = []
    for epoch in range(1, 5):
        for seen in range(0, 60000, 6400):
            value = loss(10 * epoch + seen // 6400)
            lines.append(f"Train Epoch: {epoch} [{seen}/60000 ({seen // 600}%)]\tLoss: {value:.6f}\n")
        lines.append(
            f"\nTest set: Average loss: {loss(epoch):.4f}, Accuracy: {9500 + epoch}/10000 ({95}%)\n\n"
        )
    return "".join(lines)


def several_lines() -> str:
    """Print what belongs to one step on several lines, of which one counts."""
    return "".join(
        f"Timer: 0.66{row:02d}\nepoch:0 || iter:{10 * row} || Loss:{loss(row)}\n"
        f"->> conf loss:{loss(row) / 2:.4f} || loc loss:{loss(row) / 4:.4f}\n->>lr:0.0005\n"
        for row in range(30)
    )


def legged() -> str:
    """Print like rsl_rl: one quantity a line, the count of frames at the end."""
    return "".join(
        f"{'#' * 60}\n             Learning iteration {row}/1500 \n\n"
        f"        Computation: {51000 + row} steps/s (collection: 1.2{row}s, learning 0.3{row}s)\n"
        f"       Value function loss: {loss(row)}\n    Mean action noise std: {1 - row / 200:.3f}\n"
        f"              Mean reward: {0.5 * row:.2f}\n{'-' * 60}\n"
        f"          Total timesteps: {98304 * (row + 1)}\n                      ETA: 1234.5s\n"
        for row in range(30)
    )


def caffe() -> str:
    """Print like Caffe, through glog."""
    return "".join(
        f"I0321 10:{row:02d}:12.138136 11354 solver.cpp:219] Iteration {20 * row} (0.37{row:02d} iter/s, "
        f"53.19s/20 iters), "
        f"loss = {loss(row)}\nI0321 10:{row:02d}:12.148636 11354 sgd_solver.cpp:105] Iteration {20 * row}, lr = 1e-09\n"
        for row in range(30)
    )


def both_parts() -> str:
    """Print both parts of the data on one line under the same names."""
    return "".join(
        f"[INFO] epoch {row}: Train: loss {loss(row)} acc 0.{50 + row} | Val: loss {loss(row) + 1:.4f} "
        f"acc 0.{40 + row}\n"
        for row in range(30)
    )


def objects() -> str:
    """Print JSON behind a time stamp."""
    return "".join(
        f'[{moment(row):%Y-%m-%dT%H:%M:%S}] INFO {{"epoch": {row // 10}, "step": {10 * row}, "loss": {loss(row)}}}\n'
        for row in range(30)
    )


def lightning() -> str:
    """Print Lightning's bar, with numbers in it."""
    return "".join(
        f"\rEpoch {epoch}:  {batch}%|{'#' * (batch // 10):10}| {batch}/100 [00:{batch // 2:02d}<00:12, "
        f"45.0{batch % 7}it/s, "
        f"v_num=1, train_loss={loss(10 * epoch + batch // 10)}]" + "\n" * (batch == 100)
        for epoch in range(3)
        for batch in range(0, 101, 10)
    )


def xgboost() -> str:
    """Print like XGBoost: the round in brackets."""
    return "".join(
        f"[{row}]\ttrain-rmse:{loss(row):.5f}\teval-rmse:{loss(row) + 0.5:.5f}\n" for row in range(30)
    )


def catboost() -> str:
    """Print like CatBoost: the round alone, the best one in brackets."""
    return "".join(
        f"{10 * row}:\tlearn: {loss(row):.7f}\ttest: {loss(row) + 1:.7f}\tbest: {loss(row) + 1:.7f} "
        f"({row})\ttotal: {row}ms\n"
        for row in range(30)
    )


def score_at() -> str:
    """Print like DL4J: the counter stands between the name and the number."""
    return "".join(
        f"10:{row:02d}:00.123 [main] INFO o.d.optimize.ScoreListener - Score at iteration {row} is {loss(row)}\n"
        for row in range(30)
    )


def cycle_gan() -> str:
    """Print like CycleGAN: counters and times in brackets, the losses under names of their own."""
    return "".join(
        f"(epoch: {row // 10 + 1}, iters: {100 * (row % 10 + 1)}, time: 0.1{row}, data: 0.002) D_A: "
        f"{loss(row)} G_A: 0.{row}\n"
        for row in range(30)
    )


SAMPLES: dict[str, Sample] = {
    "hugging face": Sample(
        hugging_face,
        {
            "loss": Reads(24, (10, 240), (loss(1), loss(24))),
            "eval_loss": Reads(3, (80, 240), (loss(8) + 1, loss(24) + 1)),
        },
    ),
    "loguru": Sample(loguru, {"loss": Reads(40, (0, 3900), (4.0, loss(39)))}),
    "logging": Sample(
        logging_module,
        {"Reward": Reads(40, (1, 40), (-21.5, 17.5)), "Length": Reads(40, (1, 40), (200, 161))},
    ),
    "brackets": Sample(
        brackets,
        {"Loss": Reads(20, (100, 2000), (loss(6), loss(25))), "Acc": Reads(20, (100, 2000), (91.1, 94.5))},
    ),
    "nano gpt": Sample(
        nano_gpt,
        {"loss": Reads(50, (0, 490), (4.0, loss(49))), "val loss": Reads(5, (0, 400), (4.5, loss(40) + 0.5))},
    ),
    "columns": Sample(
        columns,
        {
            "loss": Reads(60, (0, 59), (4.0, loss(59))),
            "tok/sec": Reads(60, (0, 59), (100000, 100059)),
            "ms/step": Reads(60, (0, 59), (120.5, 179.5)),
        },
    ),
    "mmengine": Sample(
        mmengine,
        {
            "loss": Reads(18, (50, 900), (4.0, loss(17))),
            "layer_-1_loss_cls": Reads(18, (50, 900), (2.0, round(loss(17) / 2, 4))),
            "eval/coco/bbox_mAP": Reads(3, (300, 900), (0.123, 0.323)),
        },
    ),
    "detectron2": Sample(
        detectron,
        {"total_loss": Reads(40, (19, 799), (4.0, loss(39))), "max_mem": Reads(40, (19, 799), (4988, 4988))},
    ),
    "megatron": Sample(
        megatron,
        {
            "lm loss": Reads(30, (100, 3000), (loss(1), loss(30))),
            "number of nan iterations": Reads(30, (100, 3000), (0, 0)),
            "consumed samples": Reads(30, (100, 3000), (25600, 768000)),
        },
    ),
    "fairseq": Sample(
        fairseq,
        {
            "loss": Reads(30, (50, 1500), (4.0, loss(29))),
            "eval/loss": Reads(3, (500, 1500), (loss(9) + 1, loss(29) + 1)),
        },
    ),
    "keras": Sample(
        keras,
        {
            "loss": Reads(50, (10, 500), (loss(11), loss(60))),
            "val_loss": Reads(5, (100, 500), (loss(1) + 1, loss(5) + 1)),
        },
    ),
    "stable-baselines3": Sample(
        stable_baselines,
        {
            "rollout/ep_rew_mean": Reads(30, (2048, 61440), (1.5, 45)),
            "train/loss": Reads(29, (4096, 61440), (loss(2), loss(30))),
        },
    ),
    "spinning up": Sample(spinning_up, {"AverageEpRet": Reads(15, (4000, 60000), (0, 49))}),
    "episodes": Sample(episodes, {"Average Score": Reads(300, (1, 300), (0.125, 37.5))}),
    "lengths": Sample(
        lengths,
        {"reward": Reads(60, (0, 59), (0, 88.5)), "steps": Reads(60, (0, 59), (10, 10 + 59 * 37 % 91))},
    ),
    "timm": Sample(
        timm, {"Loss": Reads(16, (0, 750), (4.0, loss(15))), "Loss_avg": Reads(16, (0, 750), (2.5, 2.5))}
    ),
    "detr": Sample(
        detr,
        {
            "loss": Reads(30, (0, 290), (4.0, loss(29))),
            "test/loss": Reads(6, (90, 290), (6.0, round(loss(2) + 2, 4))),
        },
    ),
    "mnist": Sample(
        mnist,
        {
            "Loss": Reads(40, (0, 237600), (loss(10), loss(49))),
            "test/Average loss": Reads(4, (57600, 237600), (loss(1), loss(4))),
            "test/Accuracy": Reads(4, (57600, 237600), (0.9501, 0.9504)),
        },
    ),
    "several lines": Sample(
        several_lines,
        {
            "Loss": Reads(30, (0, 290), (4.0, loss(29))),
            "conf loss": Reads(30, (0, 290), (2.0, round(loss(29) / 2, 4))),
        },
    ),
    "legged": Sample(
        legged,
        {
            "Value function loss": Reads(30, (98304, 2949120), (4.0, loss(29))),
            "Mean action noise std": Reads(30, (98304, 2949120), (1.0, 0.855)),
        },
    ),
    "caffe": Sample(caffe, {"loss": Reads(30, (0, 580), (4.0, loss(29)))}),
    "both parts": Sample(
        both_parts,
        {"loss": Reads(30, (0, 29), (4.0, loss(29))), "eval/acc": Reads(30, (0, 29), (0.40, 0.69))},
    ),
    "objects": Sample(objects, {"loss": Reads(30, (0, 290), (4.0, loss(29)))}),
    "lightning": Sample(lightning, {"train_loss": Reads(31, (0, 300), (4.0, loss(30)))}),
    "xgboost": Sample(xgboost, {"eval-rmse": Reads(30, (0, 29), (4.5, round(loss(29) + 0.5, 5)))}),
    "catboost": Sample(
        catboost,
        {"learn": Reads(30, (0, 290), (4.0, loss(29))), "test": Reads(30, (0, 290), (5.0, loss(29) + 1))},
    ),
    "score at": Sample(score_at, {"Score": Reads(30, (0, 29), (4.0, loss(29)))}),
    "cycle gan": Sample(cycle_gan, {"D_A": Reads(30, (100, 3000), (4.0, loss(29)))}),
}
