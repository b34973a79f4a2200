"""The records as programs read them: `json` and `jsonl`, in the shape of the public contract."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pipeline.report.extracted import Extracted, View, encoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic import BaseModel


def record(value: BaseModel) -> dict[str, Any]:
    """Return a value as the contract prints it: public names, dates as text, 95 and not 95.0, boxes where known."""
    return {name: _plain(content) for name, content in value.model_dump(mode="json", by_alias=True).items()}


def _plain(content: object) -> object:
    match content:
        case dict():
            return {name: _plain(inner) for name, inner in content.items() if inner or name != "boxes"}
        case list():
            return [_plain(inner) for inner in content]
        case float() if content.is_integer():
            return int(content)
        case _:
            return content


def _plan(item: Extracted) -> dict[str, Any]:
    """Return the plan, its tasks and targets in the order of the lists."""
    tasks, targets = tuple(task for _, task in item.tasks), tuple(target for _, target in item.targets)
    return record(item.plan.model_copy(update={"tasks": tasks, "targets": targets}))


def write_json(items: Iterable[Extracted], view: View) -> Iterator[bytes]:
    """Yield one indented object for one document, a list of them for several."""
    if not view.several:
        for item in items:
            yield encoded(json.dumps(_plan(item), ensure_ascii=False, indent=2) + "\n")
        return
    separator = "[\n"
    for item in items:
        yield encoded(separator + json.dumps(_plan(item), ensure_ascii=False, indent=2))
        separator = ",\n"
    yield b"\n]\n"


def write_jsonl(items: Iterable[Extracted], _view: View) -> Iterator[bytes]:
    """Yield one object a line, one line a document, each as soon as it is read."""
    for item in items:
        yield encoded(json.dumps(_plan(item), ensure_ascii=False) + "\n")
