"""The port for work after the response. Huey does it; its SQLite storage is the embedded default."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from huey import RedisHuey, SqliteHuey, crontab
from huey.api import Huey, TaskWrapper

Job = Callable[..., object]


class Jobs:
    """Named functions of ids. A job may run twice, or late; it must leave the same end state."""

    def __init__(self, huey: Huey) -> None:
        self._huey = huey
        self._tasks: dict[str, TaskWrapper] = {}

    def register(self, name: str, function: Job) -> None:
        """Make a function callable by name from any process that shares the store."""
        self._tasks[name] = self._huey.task(name=name, retries=3, retry_delay=5)(function)

    def every_minute(self, name: str, function: Job, *, minutes: int = 1) -> None:
        """Run a function each so many minutes (1 to 59) in the worker."""
        schedule = crontab(minute=f"*/{minutes}")
        self._tasks[name] = self._huey.periodic_task(schedule, name=name)(function)

    def every_night(self, name: str, function: Job, *, hour: int, minute: int) -> None:
        """Run a function once a day in the worker, at this time by UTC."""
        schedule = crontab(hour=str(hour), minute=str(minute))
        self._tasks[name] = self._huey.periodic_task(schedule, name=name)(function)

    def waiting(self) -> Iterator[Mapping[str, object]]:
        """What each job was told that waits for the worker, retries included."""
        for task in (*self._huey.pending(), *self._huey.scheduled()):
            yield {**{str(number): given for number, given in enumerate(task.args)}, **task.kwargs}

    def enqueue(self, name: str, **ids: int | str) -> None:
        """Ask for a job; returns at once."""
        self._tasks[name](**ids)

    def work(self) -> None:
        """Be the worker until a signal ends it."""
        self._huey.create_consumer(workers=1, initial_delay=0.1, max_delay=1.0, health_check_interval=5).run()


def make_jobs(folder: Path, redis_url: str | None = None, **options: Any) -> Jobs:
    """Jobs kept in Redis where an address is given, else in a SQLite file of their own."""
    if redis_url:
        return Jobs(RedisHuey("casebook", url=redis_url, results=False, **options))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "jobs.sqlite3"
    return Jobs(SqliteHuey("casebook", filename=str(path), results=False, **options))
