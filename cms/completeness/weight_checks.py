"""Checks of how heavy the files are for a school that shares 4 Mbps, and the same in words."""

from __future__ import annotations

from collections.abc import Iterator

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.completeness.checks import Finding, register_check
from cms.completeness.content import Content

LINE_BPS = 4_000_000
# Half of the line: somebody else works on it too.
VIDEO_BPS = 2_000_000
MAX_DOCUMENT = 20 * 1024 * 1024
# What takes the whole line longer than two minutes.
MAX_TOTAL_SECONDS = 120


def seconds_at_line(size: int) -> int:
    """How long the whole line of a remote school takes for so many bytes, at least one second."""
    return max(1, round(size * 8 / LINE_BPS)) if size else 0


def time_in_words(seconds: int) -> str:
    """45 is "45 seconds", 150 is "3 minutes" (begun ones count)."""
    if seconds < 60:
        return ngettext("%(count)s second", "%(count)s seconds", seconds) % {"count": seconds}
    minutes = -(-seconds // 60)
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def total_bytes(content: Content) -> int:
    """Bytes of the documents, audio and video in the page, each once; pictures are sent as small renditions."""
    items = {(use.kind, use.item.pk): use.item for use in content.files if use.kind != "image"}
    return sum(int(getattr(item, "file_size", 0) or 0) for item in items.values())


def weight_in_words(content: Content) -> str:
    """ "12 MB, about 25 seconds at 4 Mbps"; "" without files."""
    size = total_bytes(content)
    if not size:
        return ""
    return _("Files: %(size)s, about %(time)s to download at 4 Mbps") % {
        "size": filesizeformat(size),
        "time": time_in_words(seconds_at_line(size)),
    }


@register_check("video_heavy", gettext_lazy("Videos that play at 4 Mbps"))
def light_videos(content: Content) -> Iterator[Finding]:
    for use in content.files:
        size, duration = int(getattr(use.item, "file_size", 0) or 0), float(getattr(use.item, "duration", 0) or 0)
        if use.kind == "video" and size and duration > 0 and size * 8 / duration > VIDEO_BPS:
            rate = f"{size * 8 / duration / 1_000_000:.1f}"
            yield Finding(
                _("The video “%(title)s” needs %(rate)s Mbps and stalls where several people share 4 Mbps.")
                % {"title": use.item.title, "rate": rate},
                _("Save it again at 480p (at most 1.5 Mbps) and upload that."),
                use.place,
            )


@register_check("document_heavy", gettext_lazy("Documents of at most 20 MB"))
def light_documents(content: Content) -> Iterator[Finding]:
    for use in content.files:
        size = int(getattr(use.item, "file_size", 0) or 0)
        if use.kind == "document" and size > MAX_DOCUMENT:
            yield Finding(
                _("The document “%(title)s” has %(size)s and takes %(time)s at 4 Mbps.")
                % {
                    "title": use.item.title,
                    "size": filesizeformat(size),
                    "time": time_in_words(seconds_at_line(size)),
                },
                _("Reduce its pictures, or divide it."),
                use.place,
            )


@register_check("page_heavy", gettext_lazy("All files together within two minutes at 4 Mbps"))
def light_pages(content: Content) -> Iterator[Finding]:
    seconds = seconds_at_line(total_bytes(content))
    if seconds > MAX_TOTAL_SECONDS:
        yield Finding(weight_in_words(content) + ".", _("Divide the material, or make the largest files smaller."))
