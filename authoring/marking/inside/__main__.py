"""In the box: read jobs, run each learner in a process of its own, and give back what came of it.

A job comes as a line of JSON: {"steps": [[role, number, source], ...], "to_read": number or null, "cell_seconds",
"all_seconds", "cell_wall", "all_wall", "memory", "closed": [...], "open_inside": [...]}. A line goes back:
{"lines": [...], "culprits": {step: why}, "ended": bool}, or {"failed": why} where the box itself could not do it.
`why` is "time", "wall", "memory", "processes", "ended" (it ended Python) or "sent" (it sent far too much).
"""

import json
import os
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

from coursekit import tables

from . import learner, processes
from .guard import Fence

MOST_SENT = 12_000_000  # bytes that one learner may send
MOST_PROCESSES = 40
TICK = 0.1  # seconds between two looks at a learner's processes


def do(job: dict, pipe: int) -> None:
    """Run a learner's steps in this process, which is theirs alone."""
    os.makedirs(job["folder"], exist_ok=True)
    processes.limit(job["memory"], job["all_seconds"])
    processes.to_own_folder(job["folder"])
    tables.TABLES = Path(job["folder"]).parent / "data"
    Fence(Path(job["folder"]).parent, job["closed"], job["open_inside"]).stand()
    learner.Run(job, learner.sender(pipe), learner.shell()).all()
    os._exit(0)


class Watch:
    """Reads what a learner's process sends, and ends it when it takes more than it may."""

    def __init__(self, process: processes.Forked | processes.Fresh, job: dict) -> None:
        self.process, self.job = process, job
        self.lines: list[str] = []
        self.step, self.why, self.done = 0, "ended", False
        self.begun_wall, self.used = time.monotonic(), 0.0
        self.begun_at = float("inf")  # a fresh process first takes seconds for its imports, which are no cell's

    def _read(self) -> None:
        """Keep the lines that are sent, until the last."""
        size = 0
        with os.fdopen(os.dup(self.process.pipe), "rb") as stream:
            while line := stream.readline(MOST_SENT):
                size += len(line)
                if size >= MOST_SENT:
                    self.why = "sent"
                    return
                text = line.decode("ascii", "replace")
                if text.startswith('["begin", '):
                    self._begin(text)
                elif text.startswith('["over", '):
                    self.why = text.rsplit('"', 2)[1]
                    return
                elif text.startswith('["end"'):
                    self.done = True
                    return
                self.lines.append(text)

    def _begin(self, text: str) -> None:
        """Note that a step has begun."""
        number = text[len('["begin", ') :].rstrip("]\n")
        if number.isdecimal() and len(number) < 6 and int(number) < len(self.job["steps"]):
            if number == "0":
                self.used = processes.used()[0]
            self.step, self.begun_at, self.begun_wall = int(number), self.used, time.monotonic()

    def until_done(self) -> None:
        """Return when the process has sent all, has ended, or had to be ended."""
        reader = threading.Thread(target=self._read, daemon=True)
        reader.start()
        while reader.is_alive():
            reader.join(TICK)
            if reader.is_alive() and (self.process.has_ended() or self._too_much()):
                break
        self.process.end(by_itself=self.done)
        reader.join()

    def _too_much(self) -> bool:
        """Say whether the learner's processes have taken more than they may, and note what."""
        step, self.used, memory, count = self.step, *processes.used()
        for why, is_over in (
            ("time", self.used - self.begun_at > self.job["cell_seconds"] or self.used > self.job["all_seconds"]),
            ("memory", memory > self.job["memory"]),
            ("processes", count > MOST_PROCESSES),
            ("wall", time.monotonic() - self.begun_wall > self.job["cell_wall"]),
        ):
            if is_over and step == self.step:
                self.why = why
                return True
        return False


def attempt(job: dict, forks: bool) -> Watch:
    """Run a learner once, in a folder of its own, and return what was seen."""
    home = Path(tempfile.mkdtemp(prefix="learner-"))
    try:
        job = {**job, "folder": str(home / "work")}
        shutil.copytree(tables.TABLES, home / "data")
        process = (
            processes.Forked(lambda pipe: do(job, pipe)) if forks else processes.Fresh(json.dumps(job).encode() + b"\n")
        )
        watch = Watch(process, job)
        watch.until_done()
        return watch
    finally:
        for left in home.parent.iterdir():
            shutil.rmtree(left, ignore_errors=True) if left.is_dir() and not left.is_symlink() else left.unlink()


def collect(job: dict, forks: bool) -> dict:
    """Run a learner, again without the steps that would not end, until all others have been run."""
    culprits: dict[int, str] = {}
    begun, used = time.monotonic(), 0.0
    while True:
        watch = attempt({**job, "skip": sorted(culprits)}, forks)
        used += watch.used
        if watch.done or watch.step in culprits:
            break
        culprits[watch.step] = watch.why
        if used > job["all_seconds"] or time.monotonic() - begun > job["all_wall"]:
            break
    return {"lines": watch.lines, "culprits": culprits, "ended": watch.done}


def main(way: str) -> None:
    """Serve jobs until there are no more; `way` is "fork", "fresh", or "one" for a fresh process with one job."""
    if way == "one":
        job = json.loads(sys.stdin.buffer.readline())
        pipe = os.dup(1)
        processes.keep_only(pipe)
        learner.warm_up()
        do(job, pipe)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    processes.hide()
    if way == "fork":
        learner.warm_up()
    answers.write(b"ready\n")
    answers.flush()
    for line in sys.stdin.buffer:
        try:
            answer = collect(json.loads(line), way == "fork")
        except OSError as problem:
            answer = {"failed": str(problem)}
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
