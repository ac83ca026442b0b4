"""Collect a class's answers: each learner's plan goes through a box, and what comes out is data.

Nothing that comes from a box is believed to be more than that: every line is measured and read anew, and what is not of
the form agreed upon is left out.
"""

import json
import os
import queue
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from authoring.marking import box
from authoring.marking.frame import Plan
from coursekit.plain import Plain

LONGEST_FORM = 2_000_000  # characters of one answer
PAYS = 40  # learners: as much work as to start another box
TRIES = 2  # with a new box, where a box failed
UNREADABLE = Plain("unreadable", "changed on the way")
Key = TypeVar("Key")


@dataclass
class Collected:
    """What came out of the box for one learner.

    `answers` has each answer as JSON text of its plain form, by exercise; `errors` name and message by step; `culprits`
    the reason why a step was stopped ("time", "memory", "ended" ...); `picture` is the last figure of the exercise that
    a person reads, a PNG as base64; `failed` says why the box could not do its work, and is empty if it could.
    """

    answers: dict[str, str] = field(default_factory=dict)
    errors: dict[int, tuple[str, str]] = field(default_factory=dict)
    culprits: dict[int, str] = field(default_factory=dict)
    ended: bool = False
    picture: str = ""
    printed: str = ""
    failed: str = ""


def _enter(line: str, found: Collected) -> None:
    """Enter one line from a learner's process. Raises ValueError, TypeError or another if it is not as agreed upon."""
    kind, *rest = json.loads(line)
    if kind == "answer":
        number, form = rest
        text = json.dumps(Plain.from_json(form).to_json(), sort_keys=True)
        if len(text) <= LONGEST_FORM:
            found.answers[str(number)] = text
    elif kind == "error":
        step, name, message = rest
        found.errors[int(step)] = (str(name), str(message))
    elif kind == "shown":
        picture, printed = map(str, rest)
        found.picture, found.printed = picture or found.picture, printed or found.printed


def read(said: dict[str, Any], taken: set[str]) -> Collected:
    """Return what a box says of a learner, after a look at each line; `taken` are the exercises with an answer."""
    found = Collected(ended=said["ended"], culprits={int(step): why for step, why in said["culprits"].items()})
    for line in said["lines"]:
        try:
            _enter(line, found)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            continue  # written by a learner's code: nothing that could be read
    if found.ended:
        for number in taken - set(found.answers):  # what the learner's code did kept it from being read
            found.answers[number] = json.dumps(UNREADABLE.to_json())
    return found


class _Crew:
    """Workers with a box each, who take one task after the other."""

    def __init__(self, tasks: Iterator[tuple[Key, Plan]], stop: threading.Event) -> None:
        self.tasks, self.stop, self.over = tasks, stop, False
        self.done: queue.Queue = queue.Queue()
        self.boxes: set[box.Box] = set()
        self._turn = threading.Lock()

    def work(self) -> None:
        """Take tasks until there are no more, or until all is to stop. Puts None last, and before it an error if one came."""
        mine = None
        try:
            while task := self._next():
                key, plan = task
                found, mine = self._collect(plan, mine)
                if not self.stops():
                    self.done.put((key, found))
        except BaseException as problem:
            self.done.put(problem)
        finally:
            self._close(mine)
            self.done.put(None)

    def _next(self) -> tuple[Key, Plan] | None:
        with self._turn:
            return None if self.stops() else next(self.tasks, None)

    def stops(self) -> bool:
        """Say whether no more is to be done."""
        return self.over or self.stop.is_set()

    def _collect(self, plan: Plan, mine: box.Box | None) -> tuple[Collected, box.Box | None]:
        """Run a plan, in a new box if there is none or the first one fails."""
        found = Collected()
        for _ in range(TRIES):
            try:
                if mine is None:
                    mine = box.Box()
                    self.boxes.add(mine)
                taken = {step.number for step in plan.steps if step.role == "take"}
                return read(mine.run(plan.steps, plan.to_read), taken), mine
            except box.BoxProblem as problem:
                found = Collected(failed=str(problem))
                self._close(mine)
                mine = None
                if self.stops():
                    break
        return found, mine

    def _close(self, mine: box.Box | None) -> None:
        if mine:
            mine.close()
            self.boxes.discard(mine)


def boxes_for(size: int) -> int:
    """Return how many boxes a class of this size is worth: one for each core, if there is work for it."""
    return min(os.cpu_count() or 1, 1 + size // PAYS)


def collect(
    plans: Iterable[tuple[Key, Plan]], boxes: int = 1, stop: threading.Event | None = None
) -> Iterator[tuple[Key, Collected]]:
    """Run plans in some boxes at a time, and give back what came of each as soon as it is there.

    `plans` is read as it is needed. When `stop` is set, or the caller takes no more, the boxes are closed.
    """
    crew = _Crew(iter(plans), stop or threading.Event())
    workers = [threading.Thread(target=crew.work, daemon=True) for _ in range(boxes)]
    for worker in workers:
        worker.start()
    at_work = len(workers)
    try:
        while at_work and not crew.stop.is_set():
            try:
                item = crew.done.get(timeout=0.2)  # on Windows Ctrl+C is seen only between two waits
            except queue.Empty:
                continue
            if isinstance(item, BaseException):
                raise item
            at_work -= item is None
            if item is not None:
                yield item
    finally:
        crew.over = True
        if at_work:
            for one in list(crew.boxes):
                one.close()
        for worker in workers:
            worker.join()
