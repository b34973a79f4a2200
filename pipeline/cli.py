"""The command `dondoc`: what it is asked, what it prints, how it ends.

Exit codes: 0 done · 1 done, and a check found gaps · 2 the input or the usage is wrong. An error is one line
on standard error: place, fault, remedy; `DONDOC_DEBUG=1` shows the traceback of one that should not happen.
Packages are imported by the command that needs them, so that every start is quick.
"""

from __future__ import annotations

import argparse
import functools
import gc
import io
import json
import os
import shutil
import sys
import traceback
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from pipeline import __version__
from pipeline.errors import DondocError, GrammarError, InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pipeline.archive.batch import Limits
    from pipeline.cover import Coverage, Document
    from pipeline.report.extracted import Extracted

_OK, _GAPS, _WRONG, _INTERRUPTED = 0, 1, 2, 130
_NARROW, _BROAD = 60, 200  # characters of a screen that tables and explanations are laid out for
_YOUNG = 100_000  # objects between two collections; a document of 20,000 characters makes fewer
_STATUSES = "done, ongoing, needs_date, waiting, overdue, due_soon, in_progress"
_PIPED = 120  # characters, where there is no screen


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    _start_lightly()
    try:
        args = _parser().parse_args(argv)
        code: int = args.run(args)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _OK
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as error:  # noqa: BLE001  no user is shown a traceback
        _say(error)
        return _WRONG
    return code


def _start_lightly() -> None:
    """Leave out what a short run does not need: pydantic's search for plugins, collecting garbage while loading."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.set_threshold(_YOUNG, 10, 10)


# ── extract and explain ───────────────────────────────────────────────────────────────────────────


def _extract(args: argparse.Namespace) -> int:
    from pipeline.report import formats, output
    from pipeline.report.extracted import View

    documents = [args.files] if args.as_one else [[name] for name in args.files]
    out = Path(args.out) if args.out and args.out != "-" else None
    name = args.format or formats.for_file(args.out)
    chosen = formats.format_named(name)
    on_screen = out is None and sys.stdout.isatty()
    if chosen.binary and on_screen:
        raise UsageError(f"--format {name} is no text for a terminal; give -o FILE.{name}")
    if name == "text" and len(documents) > 1:
        raise UsageError("--format text takes one file (or --as-one): spans count from its first character")
    if out:
        output.check(out, args.files)
    write = formats.writer(name)
    failed: list[str] = []
    found = _read(documents, failed, by_doubt=args.sort == "doubt")
    if on_screen:
        found = iter(list(found))  # the progress bar and the report would share the screen
    first = next(found, None)
    if first is not None:
        view = View(several=len(documents) > 1, width=_width(), colours=on_screen)
        report = write(_chain(first, found), view)
        if out:
            output.save(report, out)
        else:
            _print(report)
    return _WRONG if failed else _OK


def _explain(args: argparse.Namespace) -> int:
    from pipeline.report.explain import lines

    failed: list[str] = []
    for item in _read([[args.file]], failed):
        _print(f"{line}\n".encode("utf-8", "replace") for line in lines(item, _width(), args.task))
    return _WRONG if failed else _OK


def _read(documents: list[list[str]], failed: list[str], *, by_doubt: bool = False) -> Iterator[Extracted]:
    """Yield each document, given by its files, with its plan; say which cannot be read, and add it to `failed`."""
    from pipeline.report.extracted import Extracted
    from pipeline.run import extract, read_as_one

    for files in _progress(documents):
        name = " + ".join(files)
        try:
            source = read_as_one(files)
            item = Extracted(source, extract(source), by_doubt)
        except Exception as error:  # noqa: BLE001  one bad file does not keep the others back
            _say(error, name)
            failed.append(name)
        else:
            yield item


def _progress(documents: list[list[str]]) -> Iterable[list[str]]:
    """Return the documents, with bars on standard error while somebody watches: documents read, pages read by OCR."""
    return _watched(documents) if sys.stderr.isatty() else documents


def _watched(documents: list[list[str]]) -> Iterator[list[str]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from pipeline.scans.watching import watcher

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        read = bars.add_task("Reading", total=len(documents), visible=len(documents) > 1)
        pages = bars.add_task("OCR, pages", visible=False)
        before = watcher.set(lambda done, total: bars.update(pages, completed=done, total=total, visible=done < total))
        try:
            for files in documents:
                yield files
                bars.advance(read)
        finally:
            watcher.reset(before)


def _chain(first: Extracted, rest: Iterator[Extracted]) -> Iterator[Extracted]:
    yield first
    yield from rest


# ── cover ─────────────────────────────────────────────────────────────────────────────────────────


def _cover(args: argparse.Namespace) -> int:
    from pipeline.cover import cover, drafts
    from pipeline.report import output
    from pipeline.report.coverage import writer
    from pipeline.report.extracted import View

    out = Path(args.out) if args.out and args.out != "-" else None
    form = args.format or (out.suffix.lower().removeprefix(".") if out and out.suffix else "table")
    write = writer(form)
    if out:
        output.check(out, [*args.parent, *args.child, *args.previous, *([args.justified] if args.justified else [])])
    mark = _declared(args)
    parent, child = _document(args.parent), _document(args.child)
    found = cover(parent, child)
    if args.previous:
        found = drafts.compared(found, cover(parent, _document(args.previous)))
    found = mark(found)
    view = View(width=_width(), colours=out is None and sys.stdout.isatty())
    report = write(found, parent, child, view)
    if out:
        output.save(report, out)
    else:
        _print(report)
    gaps = any(one.status in ("missing", "partial", "undecidable") and not one.justified for one in found.verdicts)
    return _GAPS if args.check and gaps else _OK


def _declared(args: argparse.Namespace) -> Callable[[Coverage], Coverage]:
    """Return what marks the gaps that a file declares, which is read now."""
    if not args.justified:
        if args.on:
            raise UsageError("cover: --on belongs to --justified; leave it out")
        return lambda found: found
    from pipeline.cover import justified
    from pipeline.report.expressions import issue_day

    declared = justified.read(Path(args.justified))
    on = issue_day(args.on, "--on") or date.today()  # noqa: DTZ011  the user's own day
    return functools.partial(justified.mark, declared=declared, on=on)


def _document(files: list[str]) -> Document:
    """Return a document read from its parts."""
    from pipeline.cover import Document
    from pipeline.run import extract, read_as_one

    source = read_as_one(files)
    return Document(source, extract(source))


# ── the archive ───────────────────────────────────────────────────────────────────────────────────


def _batch(args: argparse.Namespace) -> int:
    from contextlib import ExitStack

    from pipeline.archive.progress import progress, summary
    from pipeline.store import open_store

    if args.engine != "local":
        raise UsageError(f"--engine {args.engine} is not there yet; leave it out")
    if args.scheduler:
        raise UsageError("--scheduler belongs to --engine dask, which is not there yet; leave it out")
    limits = _limits(args)
    with ExitStack() as stack:
        store = stack.enter_context(closing(open_store(args.store, create=True)))
        from pipeline.archive.batch import Batch

        log = stack.enter_context(Path(args.log).open("a", encoding="utf-8")) if args.log else None
        with progress(sys.stderr) as told:
            counts = Batch(store, limits, told=told, log=log).run(args.paths, retry=args.retry_failed)
        aside = store.set_aside()
    _print([summary(counts, aside)])
    return _GAPS if counts.aside else _OK


def _limits(args: argparse.Namespace) -> Limits:
    from pipeline.archive.batch import Limits

    workers = (os.cpu_count() or 1) if args.workers is None else args.workers
    for name, value in (("--workers", workers), ("--timeout", args.timeout), ("--memory", args.memory)):
        if value <= 0:
            raise UsageError(f"{name} {value:g}: must be more than 0")
    return Limits(workers, args.timeout, args.memory)


def _matrix(args: argparse.Namespace) -> int:
    from pipeline.archive.report import is_binary, writer
    from pipeline.report import output
    from pipeline.report.extracted import View
    from pipeline.store import open_store

    out = Path(args.out) if args.out and args.out != "-" else None
    form = args.format or (out.suffix.lower().removeprefix(".") if out and out.suffix else "table")
    write = writer(form)
    if out:
        output.check(out, [])
    elif is_binary(form) and sys.stdout.isatty():
        raise UsageError(f"--format {form} is no text for a terminal; give -o FILE.{form}")
    from pipeline.archive import families
    from pipeline.archive.matrix import matrix

    with closing(open_store(args.store)) as store:
        families.judge(store)
        found = matrix(store, args.number)
    report = write(found, View(width=_width(), colours=out is None and sys.stdout.isatty()))
    if out:
        output.save(report, out)
    else:
        _print(report)
    return _OK


def _tasks(args: argparse.Namespace) -> int:
    from pipeline.report import output, tasklist
    from pipeline.report.extracted import View
    from pipeline.report.formats import for_file
    from pipeline.store import open_store
    from pipeline.store.asking import question

    out = Path(args.out) if args.out and args.out != "-" else None
    form = args.format or for_file(args.out)
    on_screen = out is None and sys.stdout.isatty()
    write = tasklist.writer(form)
    if form == "xlsx" and on_screen:
        raise UsageError("--format xlsx is no text for a terminal; give -o FILE.xlsx")
    if out:
        output.check(out, [args.store])
    asked = question(args)
    with closing(open_store(args.store)) as store:
        report = write(store.tasks(asked), asked.on, View(width=_width(), colours=on_screen))
        if out:
            output.save(report, out)
        else:
            _print(report)
    return _OK


# ── parse ─────────────────────────────────────────────────────────────────────────────────────────


def _parse(args: argparse.Namespace) -> int:
    from pipeline.report.expressions import READERS, agency, issue_day

    read = READERS[args.what]
    if args.what == "agency":
        read = functools.partial(agency, on=issue_day(args.on, "--on"), issuer=args.issuer)
    elif args.on or args.issuer:
        raise UsageError(f"parse {args.what}: --on and --issuer belong to parse agency; leave them out")
    issued = issue_day(args.issued, "--issued")
    if args.texts:
        _print(read(text, issued) for text in args.texts)
        return _OK
    for number, line in enumerate(sys.stdin.buffer, 1):
        where = f"standard input, line {number}"
        try:
            text, _, day = line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n").partition("\t")
        except UnicodeDecodeError as error:
            raise InputError(f"{where}: not UTF-8; convert the list first, with iconv for example") from error
        _print([read(text, issue_day(day.strip(), where) or issued)])
        sys.stdout.flush()
    return _OK


# ── evaluate, grammar, schema, version ────────────────────────────────────────────────────────────


def _evaluate(args: argparse.Namespace) -> int:
    from pipeline.evaluate import coverage, run

    out = io.StringIO()
    documents = [Path(folder) for folder in args.documents]
    if args.coverage:
        if args.against or args.save or args.only:
            raise UsageError("evaluate --coverage takes no --against, --save or --only; leave them out")
        code = coverage.run(Path(args.gold), documents, errors=args.errors, out=out)
        _print([out.getvalue().encode("utf-8", "replace")])
        return code
    against, save = (Path(name) if name else None for name in (args.against, args.save))
    code = run(Path(args.gold), documents, against, save=save, only=args.only, errors=args.errors, out=out)
    _print([out.getvalue().encode("utf-8", "replace")])
    return code


def _check_grammars(_args: argparse.Namespace) -> int:
    from pipeline import grammar

    problems, rules, cases = 0, 0, 0
    names = grammar.names()
    for name in names:
        try:
            loaded = grammar.load(name)
            found = list(loaded.problems())
        except GrammarError as error:
            found = [str(error)]
        else:
            rules += len(loaded.rules)
            cases += sum(len(rule.cases) for rule in loaded.rules)
        for problem in found:
            print(_line(problem), file=sys.stderr)
        problems += len(found)
    if problems:
        return _WRONG
    _print([f"{len(names)} grammars, {rules} rules, {cases} cases: no problems\n".encode()])
    return _OK


def _schema(_args: argparse.Namespace) -> int:
    from pipeline.documents import Plan

    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schema |= Plan.model_json_schema(by_alias=True, mode="serialization")
    _print([json.dumps(schema, ensure_ascii=False, indent=2).encode() + b"\n"])
    return _OK


def _version(_args: argparse.Namespace) -> int:
    _print([f"dondoc {__version__}\n".encode()])
    return _OK


# ── printing ──────────────────────────────────────────────────────────────────────────────────────


def _print(pieces: Iterable[bytes]) -> None:
    """Write to standard output in UTF-8, whatever the terminal's settings; raise `UsageError` when it is full."""
    sys.stdout.flush()
    try:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UsageError(f"standard output: cannot be written ({error.strerror})") from error


def _say(error: Exception, name: str | None = None) -> None:
    """Print one line about an error; of one that should not happen, where it happened and what to do."""
    if isinstance(error, DondocError):
        print(f"dondoc: {_line(str(error))}", file=sys.stderr)
        return
    if os.environ.get("DONDOC_DEBUG"):
        traceback.print_exception(error)
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    what = _line(f"internal error ({type(error).__name__}{where}: {error})")
    remedy = "please report it with the document" if name else "please report it; DONDOC_DEBUG=1 shows more"
    print(f"dondoc: {f'{name}: ' if name else ''}{what}; {remedy}", file=sys.stderr)


def _line(text: str) -> str:
    return " ".join(text.split())


def _width() -> int:
    return min(_BROAD, max(_NARROW, shutil.get_terminal_size((_PIPED, 24)).columns))


# ── the command line ──────────────────────────────────────────────────────────────────────────────


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line, as all errors here."""

    def error(self, message: str) -> NoReturn:
        """Raise `UsageError`."""
        raise UsageError(f"{message}; see {self.prog} --help")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="dondoc",
        description="Who must do what by when, read from Vietnamese directives, plans and decisions.",
        epilog="Exit codes: 0 done; 1 done, and a check found gaps; 2 the input or the usage is wrong.",
    )
    parser.add_argument("--version", action="version", version=f"dondoc {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_reading(commands)
    _add_cover(commands)
    _add_batch(commands)
    _add_matrix(commands)
    _add_tasks(commands)
    _add_parse(commands)
    _add_evaluate(commands)
    grammar = commands.add_parser("grammar", help="check the rules", description="Work with the rules of grammars/.")
    actions = grammar.add_subparsers(title="actions", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="whether each rule finds what its cases say, and none hangs")
    check.set_defaults(run=_check_grammars)
    commands.add_parser("schema", help="print the JSON Schema of the output").set_defaults(run=_schema)
    commands.add_parser("version", help="print the version").set_defaults(run=_version)
    return parser


def _add_reading(commands: argparse._SubParsersAction[_Parser]) -> None:
    from pipeline.report.formats import FORMATS

    about = "The tasks of a document, each with lead, partners, deadline and its place in the text."
    listed = "\n".join(f"  {name:<8}{kind.about}" for name, kind in FORMATS.items())
    extract = commands.add_parser(
        "extract",
        help="list the tasks of documents",
        description=about,
        epilog=f"formats:\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    extract.add_argument(
        "files", nargs="+", metavar="FILE", help="a document, or a .zip of its parts; - reads standard input"
    )
    extract.add_argument("--format", metavar="FORMAT", help="see below (default: by the ending of OUT, else table)")
    extract.add_argument(
        "-o", "--out", metavar="OUT", help="write to a file, which is replaced as a whole or not at all"
    )
    extract.add_argument(
        "--sort",
        choices=("document", "doubt"),
        default="document",
        help="list tasks and targets as the document does, or the most doubtful of each document first",
    )
    extract.add_argument(
        "--as-one", action="store_true", help="take the files as parts of one document, in the order given"
    )
    extract.set_defaults(run=_extract)
    about = "For each task: the rule that found it, its lead, partners and deadline, under the line where they stand."
    explain = commands.add_parser("explain", help="which rule found what, where", description=about)
    explain.add_argument("file", metavar="FILE", help="a document; - reads standard input")
    explain.add_argument("--task", metavar="ID", help="one task only: its id, or its number in the table")
    explain.set_defaults(run=_explain)


def _add_cover(commands: argparse._SubParsersAction[_Parser]) -> None:
    about = (
        "For each task of the parent: does the child take it up, in part, or not at all, and is it expected to? With "
        "the child's tasks that answer to it, what is left open, and what is wrong with them (late, another lead, …)."
    )
    cover = commands.add_parser("cover", help="what a lower plan takes up of its parent", description=about)
    cover.add_argument(
        "--parent",
        required=True,
        nargs="+",
        action="extend",
        metavar="FILE",
        help="the directive above; several files are its parts, in this order",
    )
    cover.add_argument(
        "--child",
        required=True,
        nargs="+",
        action="extend",
        metavar="FILE",
        help="the plan that carries it out, or its parts",
    )
    cover.add_argument(
        "--previous",
        nargs="+",
        action="extend",
        default=[],
        metavar="FILE",
        help="an earlier draft of the child: what does the new one mend?",
    )
    cover.add_argument("--justified", metavar="FILE", help="gaps that somebody signed off (YAML); see README")
    cover.add_argument("--on", metavar="D", help="the day that decides whether a declared gap still holds; today")
    cover.add_argument(
        "--format", metavar="FORMAT", help="table, json, html, xlsx or docx (default: by the ending of OUT, else table)"
    )
    cover.add_argument("-o", "--out", metavar="OUT", help="write to a file, replaced as a whole or not at all")
    cover.add_argument(
        "--check",
        action="store_true",
        help="exit code 1 when a task is missing, partial or undecidable, unless justified",
    )
    cover.set_defaults(run=_cover)


def _add_batch(commands: argparse._SubParsersAction[_Parser]) -> None:
    about = (
        "Read an archive into a store. What the same rules have read before is skipped; a run that was stopped, by "
        "whatever, is gone on with by the next."
    )
    batch = commands.add_parser("batch", help="read an archive into a store", description=about)
    batch.add_argument("paths", nargs="+", metavar="PATH", help="folders (to their depth), files, patterns")
    batch.add_argument(
        "--store",
        required=True,
        metavar="URL",
        help="a SQLite file, or postgresql://USER@HOST/DATABASE; made if absent",
    )
    batch.add_argument("--workers", type=int, metavar="N", help="processes that read (default: one for each core)")
    batch.add_argument("--timeout", type=float, default=600, metavar="S", help="seconds a document may take (600)")
    batch.add_argument("--memory", type=int, default=4096, metavar="MB", help="megabytes a process may hold (4096)")
    batch.add_argument("--retry-failed", action="store_true", help="try what was set aside once more")
    batch.add_argument("--log", metavar="FILE", help="add a line of JSON for each document to this file")
    batch.add_argument("--engine", default="local", metavar="E", help="local (dask is not there yet)")
    batch.add_argument("--scheduler", metavar="ADDRESS", help="of --engine dask")
    batch.set_defaults(run=_batch)


def _add_matrix(commands: argparse._SubParsersAction[_Parser]) -> None:
    about = "A directive against every plan in the store that carries it out: who has one, and who takes up which task."
    matrix = commands.add_parser("matrix", help="a directive against every plan in the store", description=about)
    matrix.add_argument("number", metavar="NUMBER", help="the directive's number, as 2916/QĐ-TTg")
    matrix.add_argument("--store", required=True, metavar="URL", help="where dondoc batch put the documents")
    matrix.add_argument("--format", metavar="FORMAT", help="table, json, csv or xlsx (default: by the ending of OUT)")
    matrix.add_argument("-o", "--out", metavar="OUT", help="write to a file, replaced as a whole or not at all")
    matrix.set_defaults(run=_matrix)


def _add_tasks(commands: argparse._SubParsersAction[_Parser]) -> None:
    about = (
        "The tasks of an archive for which all conditions hold, each with how it stands on a day: by their last days, "
        "those without one behind; with --text the newest document first."
    )
    tasks = commands.add_parser(
        "tasks", help="questions to an archive: which tasks, and how they stand", description=about
    )
    tasks.add_argument(
        "--store", required=True, metavar="URL", help="a SQLite file, or postgresql://USER@HOST/DATABASE"
    )
    tasks.add_argument("--agency", metavar="A", help="of this body, and of those it took over from: a name or an id")
    tasks.add_argument("--due-before", metavar="D", help="whose last day is before this one: 2025-06-30 or 30/6/2025")
    tasks.add_argument("--overdue", action="append_const", dest="status", const="overdue", help="as --status overdue")
    tasks.add_argument(
        "--due-soon", action="append_const", dest="status", const="due_soon", help="as --status due_soon"
    )
    tasks.add_argument("--status", action="append", metavar="S", help=f"one of {_STATUSES}; may be given several times")
    tasks.add_argument("--on", metavar="D", help="the day on which they stand so; today")
    tasks.add_argument("--document", metavar="N", help="of the document of this number")
    tasks.add_argument("--text", metavar="WORDS", help="that hold these words together; marks may be left out")
    tasks.add_argument("--limit", type=int, metavar="N", help="the first N of them")
    tasks.add_argument(
        "--format", metavar="FORMAT", help="table, json, jsonl, csv, xlsx or ics (default: by the ending of OUT)"
    )
    tasks.add_argument("-o", "--out", metavar="OUT", help="write to a file, replaced as a whole or not at all")
    tasks.set_defaults(run=_tasks)


def _add_parse(commands: argparse._SubParsersAction[_Parser]) -> None:
    about = (
        "What one expression means: one JSON object a line, null where there is none. Without TEXT it reads lines "
        "from standard input: an expression, or an expression, a tab and the issue date."
    )
    parse = commands.add_parser("parse", help="read one expression alone", description=about)
    parse.add_argument("what", choices=("deadline", "number", "agency"), help="what to look for")
    parse.add_argument("texts", nargs="*", metavar="TEXT", help="an expression, as: 'trước ngày 30/6'")
    parse.add_argument(
        "--issued", metavar="D", help="the issue date of the document it stands in: 2025-03-31 or 31/3/2025"
    )
    parse.add_argument(
        "--on", metavar="D", help="agency: who stands for the body on this day; the latest known state without it"
    )
    parse.add_argument("--issuer", metavar="BODY", help="agency: who issued the document, as a name or an id")
    parse.set_defaults(run=_parse)


def _add_evaluate(commands: argparse._SubParsersAction[_Parser]) -> None:
    about = "Precision, recall and F1 for each field, of the documents that gold describes."
    evaluate = commands.add_parser("evaluate", help="how right the answers are", description=about)
    evaluate.add_argument("--gold", required=True, metavar="DIR", help="the folder of the gold files")
    evaluate.add_argument(
        "--documents", required=True, nargs="+", action="extend", metavar="DIR", help="the folders of the documents"
    )
    evaluate.add_argument(
        "--against", metavar="SCORES", help="earlier scores: print gains and losses; exit code 1 on a loss"
    )
    evaluate.add_argument("--save", metavar="SCORES", help="keep the scores in this file")
    evaluate.add_argument("--only", nargs="+", default=[], metavar="NAME", help="these gold files only, without .json")
    evaluate.add_argument("--coverage", action="store_true", help="the verdicts of cover, against GOLD/coverage")
    evaluate.add_argument("--errors", action="store_true", help="list every miss")
    evaluate.set_defaults(run=_evaluate)


if __name__ == "__main__":
    sys.exit(main())
