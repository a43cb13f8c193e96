"""The drawing process: writes pictures of a PDF's first pages to standard output. Knows nothing of Django.

Arguments: file, seconds, megabytes of memory, pages, width in pixels, bytes a picture may have.
Writes for each page a line "width height length" and as many bytes of WebP, each as soon as it is drawn.
Ends with 0, or with another code and one word on standard error: encrypted, memory, damaged.
"""

from __future__ import annotations

import io
import resource
import sys
from typing import Any

QUALITIES = (50, 35, 20)
MAX_HEIGHT = 2_400


def main(path: str, seconds: int, megabytes: int, pages: int, width: int, limit: int) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        import pypdfium2

        with pypdfium2.PdfDocument(path) as document:
            for number in range(min(pages, len(document))):
                picture = draw(document[number], width)
                content = pack(picture, limit)
                sys.stdout.buffer.write(b"%d %d %d\n" % (*picture.size, len(content)) + content)
                sys.stdout.buffer.flush()
    except MemoryError:
        return fail("memory")
    except Exception as error:
        return fail("encrypted" if "password" in str(error).lower() else "damaged")
    return 0


def fail(word: str) -> int:
    sys.stderr.write(f"\n{word}\n")
    return 3


def draw(page: Any, width: int) -> Any:
    """The page as a picture so many pixels wide; a very long one narrower."""
    scale = min(width / page.get_width(), MAX_HEIGHT / page.get_height())
    picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    # Part of a point counts as a whole one when drawn.
    return picture.crop((0, 0, min(width, picture.width), min(MAX_HEIGHT, picture.height)))


def pack(picture: Any, limit: int) -> bytes:
    """WebP in the best quality that fits into so many bytes; what fits in none is drawn smaller."""
    while True:
        for quality in QUALITIES:
            buffer = io.BytesIO()
            picture.save(buffer, "WEBP", quality=quality, method=4)
            if buffer.tell() <= limit:
                return buffer.getvalue()
        picture.thumbnail((picture.width * 3 // 4, picture.height * 3 // 4))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], *(int(number) for number in sys.argv[2:7])))
