"""Old Word files (.doc) and RTF: LibreOffice turns them into .docx, which is then read.

LibreOffice runs without a window, with a profile of its own in a folder that is removed again (two runs on one profile,
and one of them silently makes nothing), without macros and without following links, for a limited time and with
limited memory. It ends with code 0 even when it could not read a file, so that only what it wrote tells.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipeline.documents import Format, SourceText
from pipeline.errors import InputError
from pipeline.read import word
from pipeline.read.forms import DOCX, form_of

SECONDS = 120  # for one file; usual ones take two
_MEMORY = 4_000_000  # kilobytes of address space; LibreOffice itself takes 1.5 million
_LARGEST_FILE = 400_000  # blocks of 512 bytes that it may write
_OLE = b"\xd0\xcf\x11\xe0"
_SECTOR = 512
_FIB = struct.Struct("<HH6xH")  # how the text of a .doc begins: magic, version, flags
_FIB_MAGIC = 0xA5EC
_FIB_ENCRYPTED = 0x0100
_SETTINGS = (
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    # whatever still asks for an address asks a proxy that is not there
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def read(data: bytes, name: str, sha256: str) -> SourceText:
    """Return the document in an old Word file or RTF.

    Raises `InputError` when it is protected, no text document, not read in time, or LibreOffice is not there.
    """
    kind: Format = "doc" if data.startswith(_OLE) else "rtf"
    if kind == "doc":
        _check(data, name)
    elif (bare := data.rstrip(b"\x00\r\n ")).endswith(b"}"):
        data = bare[:-1] + b"\\pard\\plain\\par}"  # LibreOffice forgets the list level of a last paragraph
    return word.read(_converted(data, name, kind), name, sha256, kind)


def _check(data: bytes, name: str) -> None:
    """Raise `InputError` when an OLE file holds no Word text, or one behind a password."""
    if _stream("EncryptedPackage") in data:
        raise InputError(f"{name}: protected by a password; remove it in Word and save the file again")
    if _stream("WordDocument") not in data:
        raise InputError(f"{name}: an Office file of the old kind, but no Word document; save it as .docx or PDF")
    for at in range(_SECTOR, len(data) - _FIB.size, _SECTOR):
        magic, _, flags = _FIB.unpack_from(data, at)
        if magic == _FIB_MAGIC:
            if flags & _FIB_ENCRYPTED:
                raise InputError(f"{name}: protected by a password; remove it in Word and save the file again")
            return


def _stream(name: str) -> bytes:
    """Return a name as the directory of an OLE file has it."""
    return f"{name}\x00".encode("utf-16-le")


def _converted(data: bytes, name: str, kind: Format) -> bytes:
    """Return the file as .docx; raise `InputError` when LibreOffice is not there or makes nothing of it."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise InputError(
            f"{name}: .doc and .rtf are read with LibreOffice; install the Debian package libreoffice-writer"
        )
    with tempfile.TemporaryDirectory(prefix="dondoc-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / f"document.{kind}"
        source.write_bytes(data)
        _write_profile(Path(folder) / "profile")
        _run(program, source, name)
        made = Path(folder) / "made" / "document.docx"
        result = made.read_bytes() if made.is_file() else b""
    if form_of(result) is not DOCX:
        raise InputError(f"{name}: LibreOffice cannot read it; open it in Word and save it as .docx")
    return result


def _write_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{prop}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, prop, value in _SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>',
        encoding="utf-8",
    )


def _run(program: str, source: Path, name: str) -> None:
    """Have LibreOffice write `made/document.docx` beside the source; raise `InputError` when it takes too long."""
    options = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--convert-to", "docx:MS Word 2007 XML"]
    profile = f"-env:UserInstallation={(source.parent / 'profile').as_uri()}"
    limits = f'ulimit -v {_MEMORY}; ulimit -f {_LARGEST_FILE}; exec "$@"'
    command = ["/bin/sh", "-c", limits, "sh", program, profile, *options, "--outdir", str(source.parent / "made")]
    # a group of its own: soffice is a script that starts others, and all of them must end
    process = subprocess.Popen(  # noqa: S603 -- no shell reads the file's name, which is ours
        [*command, str(source)],
        cwd=source.parent,
        env=os.environ | {"HOME": str(source.parent), "SAL_USE_VCLPLUGIN": "svp"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with process, _ended_with(process):
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            raise InputError(
                f"{name}: LibreOffice has not read it in {SECONDS} seconds; open it in Word and save it as .docx"
            ) from None


@contextlib.contextmanager
def _ended_with(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """End a process and all that it has started, however the block ends."""
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
