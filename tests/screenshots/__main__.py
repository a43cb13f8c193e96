"""Takes the pictures of the site: `make screenshots`, or `python -m tests.screenshots [section …]`.

Sections:
  pages      every kind of page at 360 and 1280 px, light and dark, into var/screenshots
  readme     the few that the README shows, into docs/screenshots
  guides     what the guides of the help menu show, into cms/static/cms/guides

The demo content is loaded into a temporary folder and served from there, which takes a minute or two.
`--url` takes the pictures of a demo site that already runs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from tests.bench.scratch import ROOT, BenchError
from tests.screenshots import guides, pages
from tests.screenshots.demo_site import demo_site
from tests.screenshots.studio import NoChromium, Studio, chromium_path

SECTIONS: dict[str, Callable[[Studio], None]] = {
    "pages": pages.take,
    "readme": pages.take_for_readme,
    "guides": guides.take,
}


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.screenshots", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sections", nargs="*", metavar="section", help="default: all of them")
    parser.add_argument("--url", help="the address of a demo site that runs; default: one of its own")
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "screenshots")
    parser.add_argument("--only", default="", help="only pictures whose name holds this text")
    options = parser.parse_args(argv)
    if unknown := [name for name in options.sections if name not in SECTIONS]:
        parser.error(f"no section {', '.join(unknown)}; there are: {', '.join(SECTIONS)}")
    return options


def main(argv: list[str] | None = None) -> int:
    options = arguments(argv)
    try:
        chromium_path()
        with (
            nullcontext(options.url) if options.url else demo_site() as url,
            Studio(url, options.folder, options.only) as studio,
        ):
            for name in options.sections or SECTIONS:
                SECTIONS[name](studio)
    except (NoChromium, BenchError) as error:
        print(error, file=sys.stderr)
        return 1
    for path in studio.taken:
        print(f"{path.stat().st_size // 1000:>5} kB  {path.relative_to(ROOT) if path.is_relative_to(ROOT) else path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
