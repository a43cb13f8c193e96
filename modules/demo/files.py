"""Make the audio, video and documents that the demo materials offer.

`python -m modules.demo.files [id …]` reads the `files` entries of content/*/*.yaml and writes
`<id>.<ext>` (with captions and posters) and manifest.json to modules/demo/made/. Without ids it
makes what is new or changed. Audio and video need espeak-ng and ffmpeg; the finished files are
part of the repository, so a site needs neither.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from modules.demo.documents import make_docx, make_pdf, make_pptx
from modules.demo.drawing.palettes import PALETTES, Palette
from modules.demo.manifest import MADE, MANIFEST, load_manifest
from modules.demo.recording import ToolMissing, captions, make_audio, make_video

HERE = Path(__file__).parent
CONTENT = HERE / "content"
EXTENSIONS = {"audio": "mp3", "video": "mp4", "pdf": "pdf", "docx": "docx", "pptx": "pptx"}

Entry = dict[str, Any]


def materials() -> Iterator[dict[str, Any]]:
    """Every material of the demo content, in the order of its path."""
    for path in sorted(CONTENT.glob("*/*.yaml")):
        yield yaml.safe_load(path.read_text(encoding="utf-8"))


def entries() -> Iterator[tuple[Entry, dict[str, Any]]]:
    """Every `files` entry with the material that it belongs to."""
    for material in materials():
        for entry in material.get("files") or []:
            yield entry, material


def digest(entry: Entry, material: dict[str, Any]) -> str:
    """Changes whenever the entry, or the credit shown in it, changes."""
    source = json.dumps([entry, credit(material)], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(source.encode()).hexdigest()[:16]


def credit(material: dict[str, Any]) -> str:
    """Authors and licence in one line: "Rina Hartati · CC BY-SA 4.0"."""
    names = ", ".join(author["name"] for author in material.get("authors", []))
    slug = str(material.get("licence", ""))
    licence = "CC0 1.0" if slug == "cc0" else f"{slug.replace('cc-', 'CC ', 1).upper()} 4.0"
    return f"{names} · {licence}" if slug.startswith("cc") else names


def make(entry: Entry, material: dict[str, Any], folder: Path = MADE) -> dict[str, Any]:
    """Make one file in `folder`; answers its line of the manifest."""
    name, kind = entry["id"], entry["type"]
    target = folder / f"{name}.{EXTENSIONS[kind]}"
    title, language, foot = entry["title"], entry.get("language", "id"), credit(material)
    palette = _palette(material)
    record: dict[str, Any] = {"file": target.name, "type": kind, "title": title, "language": language}
    if kind in ("audio", "video"):
        if kind == "audio":
            cues, seconds = make_audio(target, entry["transcript"], language)
        else:
            cues, seconds = make_video(target, entry["transcript"], entry["slides"], language)
            record["poster"] = f"{name}.jpg"
        target.with_suffix(".vtt").write_text(captions(cues), encoding="utf-8")
        record |= {"duration": seconds, "captions": f"{name}.vtt"}
    elif kind == "pdf":
        make_pdf(target, title, entry["content"], foot, palette)
    elif kind == "docx":
        make_docx(target, title, entry["content"], foot, palette, language)
    else:
        make_pptx(target, title, entry["pages"], foot, palette)
    return record | {"bytes": target.stat().st_size, "source": digest(entry, material)}


def _palette(material: dict[str, Any]) -> Palette:
    cover = material.get("cover") or {}
    return PALETTES.get(cover.get("palette", ""), PALETTES["laut"])


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m modules.demo.files", description=__doc__)
    parser.add_argument("ids", nargs="*", help="make these even when nothing has changed")
    parser.add_argument("--all", action="store_true", help="make everything again")
    options = parser.parse_args(arguments)
    MADE.mkdir(exist_ok=True)
    old, new = load_manifest(), {}
    for entry, material in entries():
        name = entry["id"]
        if name in new:
            raise SystemExit(f"Two files have the id {name}")
        current = name in old and old[name]["source"] == digest(entry, material)
        if current and not options.all and name not in options.ids:
            new[name] = old[name]
            continue
        try:
            new[name] = make(entry, material)
        except ToolMissing as problem:
            print(f"{name}: {problem}", file=sys.stderr)
            return 1
        print(f"{new[name]['bytes'] / 1000:8.1f} kB  {new[name]['file']}")
    _sweep(new)
    text = json.dumps(dict(sorted(new.items())), ensure_ascii=False, indent=1, sort_keys=True)
    MANIFEST.write_text(text + "\n", encoding="utf-8")
    total = sum(path.stat().st_size for path in MADE.iterdir())
    print(f"{len(new)} files, {total / 1e6:.2f} MB in all")
    return 0


def _sweep(manifest: dict[str, dict[str, Any]]) -> None:
    """Remove files of entries that no longer exist."""
    kept = {record[key] for record in manifest.values() for key in ("file", "captions", "poster") if key in record}
    for path in MADE.iterdir():
        if path.name not in kept and path != MANIFEST:
            path.unlink()


if __name__ == "__main__":
    sys.exit(main())
