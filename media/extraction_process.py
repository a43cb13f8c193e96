"""The reader process: prints a file's text to standard output. Knows nothing of Django.

Arguments: kind (pdf, docx, pptx, txt), file, seconds, megabytes of memory, characters.
Ends with 0 and the text, or with another code and one word on standard error: encrypted, memory, bomb, damaged.
"""

from __future__ import annotations

import resource
import sys
import zipfile
from collections.abc import Iterator

MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200
MAX_MEMBERS = 5_000
MAX_PAGES = 2_000


class Refused(Exception):
    """The file is not read; the message is the word for the parent process."""


def main(kind: str, path: str, seconds: int, megabytes: int, characters: int) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    # The first limit ends the process with a signal of its own, which tells why; the second only if that fails.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        left = characters
        for part in READERS[kind](path):
            text = " ".join(part.encode("utf-8", "replace").decode("utf-8").split())
            if text:
                sys.stdout.write(text[:left] + "\n")
                left -= len(text)
            if left <= 0:
                break
        sys.stdout.flush()
    except Refused as refusal:
        return fail(str(refusal))
    except MemoryError:
        return fail("memory")
    except Exception:
        return fail("damaged")
    return 0


def fail(word: str) -> int:
    sys.stderr.write(f"\n{word}\n")
    return 3


def read_pdf(path: str) -> Iterator[str]:
    from pypdf import PdfReader

    reader = PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused("encrypted")
    for number, page in enumerate(reader.pages):
        if number >= MAX_PAGES:
            return
        yield page.extract_text() or ""


def read_docx(path: str) -> Iterator[str]:
    check_archive(path)
    from docx import Document

    document = Document(path)
    for item in document.iter_inner_content():
        if hasattr(item, "rows"):
            for row in item.rows:
                yield " ".join(cell.text for cell in row.cells)
        else:
            yield item.text


def read_pptx(path: str) -> Iterator[str]:
    check_archive(path)
    from pptx import Presentation

    for slide in Presentation(path).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield shape.text_frame.text
            if getattr(shape, "has_table", False) and shape.has_table:
                for row in shape.table.rows:
                    yield " ".join(cell.text for cell in row.cells)
        if slide.has_notes_slide:
            yield slide.notes_slide.notes_text_frame.text


def read_txt(path: str) -> Iterator[str]:
    with open(path, encoding="utf-8", errors="replace") as file:
        yield from file


def check_archive(path: str) -> None:
    """Refuse an archive that unpacks to far more than it holds, before anything is unpacked."""
    with open(path, "rb") as file:
        if file.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise Refused("encrypted")
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
        packed = sum(member.compress_size for member in members) or 1
        worst = max((m.file_size / max(m.compress_size, 1) for m in members if m.file_size > 1 << 20), default=0)
        if unpacked > MAX_UNPACKED or len(members) > MAX_MEMBERS or worst > MAX_RATIO or unpacked / packed > MAX_RATIO:
            raise Refused("bomb")


READERS = {"pdf": read_pdf, "docx": read_docx, "pptx": read_pptx, "txt": read_txt}

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], sys.argv[2], *(int(number) for number in sys.argv[3:6])))
