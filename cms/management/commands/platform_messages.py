"""`manage.py platform_messages`: brings locale/platform in line with the installed packages. Needs gettext."""

from __future__ import annotations

import shutil
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

try:
    import polib

    from cms.platform_messages import collected_messages, missing, shipped_messages
except ImportError as error:
    raise CommandError("polib is not installed; it comes with the developers' packages (make setup-dev)") from error


class Command(BaseCommand):
    help = (
        "Adds an empty entry to locale/platform for each string of Wagtail and of the packages beside it that "
        "Indonesian has no translation for. Translate them, then run `make messages`, which compiles."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if shutil.which("xgettext") is None:
            raise CommandError("gettext is not installed (Debian: apt-get install gettext)")
        shipped = shipped_messages("django")
        self.add("django", missing("django", [*collected_messages(), *shipped]))
        self.add("djangojs", missing("djangojs", shipped_messages("djangojs")))

    def add(self, domain: str, entries: list[polib.POEntry]) -> None:
        """Writes the `entries` that the domain's catalogue does not have yet, without a translation."""
        path = settings.BASE_DIR / "locale" / "platform" / "id" / "LC_MESSAGES" / f"{domain}.po"
        catalogue = polib.pofile(str(path), wrapwidth=0)
        held = {(entry.msgctxt, entry.msgid) for entry in catalogue}
        for entry in entries:
            if (entry.msgctxt, entry.msgid) in held:
                continue
            held.add((entry.msgctxt, entry.msgid))
            plural = {0: ""} if entry.msgid_plural else {}
            catalogue.append(
                polib.POEntry(
                    msgctxt=entry.msgctxt,
                    msgid=entry.msgid,
                    msgid_plural=entry.msgid_plural,
                    msgstr_plural=plural,
                    flags=[flag for flag in entry.flags if flag.endswith("-format")],
                )
            )
        catalogue.sort(key=lambda entry: (entry.msgid.lower(), entry.msgid, entry.msgctxt or ""))
        catalogue.save(str(path))
        waiting = len(catalogue.untranslated_entries())
        self.stdout.write(f"{domain}: {len(catalogue)} entries, {waiting} to translate")
