"""Every log format `coach` reads. A new format is a module beside this one and a line here.

A lab's own readers come in through the entry-point group `coach.readers`: each entry point names a class that
follows `coach.runs.readers.reader.Reader` and is made without arguments.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from coach.errors import RunReadError
from coach.runs.readers.event_files.tensorboard import TensorBoardReader
from coach.runs.readers.json.json_document import JsonDocumentReader
from coach.runs.readers.json.json_lines import JsonLinesReader
from coach.runs.readers.json.trainer_state import TrainerStateReader
from coach.runs.readers.tables.csv_table import CsvReader
from coach.runs.readers.tables.dvclive import DvcLiveReader
from coach.runs.readers.tables.file_a_quantity import FileAQuantityReader
from coach.runs.readers.tables.sb3_evaluations import Sb3EvaluationsReader
from coach.runs.readers.tables.sb3_monitor import Sb3MonitorReader
from coach.runs.readers.tables.tensorboard_export import TensorBoardExportReader
from coach.runs.readers.tables.wandb_export import WandbExportReader
from coach.runs.readers.text.console_text import ConsoleTextReader
from coach.runs.readers.trackers.clearml_offline import ClearmlReader
from coach.runs.readers.trackers.mlflow_files import MlflowFilesReader
from coach.runs.readers.trackers.sacred import SacredReader
from coach.runs.readers.trackers.sqlite_store import SqliteReader
from coach.runs.readers.trackers.wandb_offline import WandbReader
from coach.runs.readers.trackers.wandb_summary import WandbSummaryReader

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from coach.runs.readers.reader import Reader

BUILT_IN: tuple[Reader, ...] = (
    TensorBoardReader(),
    CsvReader(),
    JsonLinesReader(),
    JsonDocumentReader(),
    TrainerStateReader(),
    TensorBoardExportReader(),
    FileAQuantityReader(),
    WandbExportReader(),
    Sb3EvaluationsReader(),
    Sb3MonitorReader(),
    WandbReader(),
    WandbSummaryReader(),
    MlflowFilesReader(),
    SqliteReader(),
    DvcLiveReader(),
    SacredReader(),
    ClearmlReader(),
    ConsoleTextReader(),
)


@cache
def readers() -> tuple[Reader, ...]:
    """Give the built-in readers and those of installed packages.

    Raises:
        RunReadError: when a package's reader cannot be loaded.
    """
    return (*BUILT_IN, *map(_loaded, entry_points(group="coach.readers")))


def _loaded(point: EntryPoint) -> Reader:
    try:
        reader: Reader = point.load()()
    except Exception as error:
        raise RunReadError(
            f"the reader {point.name!r} cannot be loaded: {type(error).__name__}: {error}",
            hint="Mend or uninstall the package that brings it.",
            where=point.value,
        ) from error
    return reader
