"""The admin speaks Indonesian: no string of Wagtail, of a package beside it or of ours is left in English."""

from __future__ import annotations

import gettext as gettext_module
import json
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.utils.translation import override
from django.utils.translation.trans_real import DjangoTranslation

from cms.platform_messages import catalogue_lacks, collected_messages, shipped_messages
from tests import factories
from tests.admin_screens import build_content, screens
from tests.search.conftest import catalogue_index, index_folder

__all__ = ["catalogue_index", "index_folder"]

PLATFORM = settings.BASE_DIR / "locale" / "platform" / "id" / "LC_MESSAGES"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]|<[^>]+>")
HINT = "run `manage.py platform_messages` and translate what it adds to locale/platform"


# The catalogues


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_every_string_that_the_installed_packages_list_is_translated(domain: str) -> None:
    assert catalogue_lacks(domain, shipped_messages(domain)) == [], HINT


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="gettext is not installed")
def test_every_string_in_the_code_of_the_installed_packages_is_translated() -> None:
    """More than the packages list: Wagtail's own list misses some, the task queue and the filters have none."""
    found = collected_messages()
    assert len(found) > 1500
    assert catalogue_lacks("django", found) == [], HINT


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_platform_catalogue_is_complete_and_compiled(domain: str) -> None:
    entries = polib.pofile(str(PLATFORM / f"{domain}.po"))
    assert [entry.msgid for entry in entries if not said(entry).strip() or entry.fuzzy] == []
    compiled = polib.mofile(str(PLATFORM / f"{domain}.mo"))
    assert {(e.msgctxt, e.msgid): said(e) for e in compiled} == {(e.msgctxt, e.msgid): said(e) for e in entries}


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_platform_translations_keep_placeholders_and_markup(domain: str) -> None:
    for entry in polib.pofile(str(PLATFORM / f"{domain}.po")):
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        assert set(PLACEHOLDER.findall(said(entry))) == wanted, entry.msgid
        assert (entry.msgid[0].isspace(), entry.msgid[-1].isspace()) == (
            said(entry)[0].isspace(),
            said(entry)[-1].isspace(),
        ), entry.msgid


def said(entry: polib.POEntry) -> str:
    return entry.msgstr or " ".join(entry.msgstr_plural.values())


def test_our_own_words_go_before_the_platforms() -> None:
    own, platform = settings.LOCALE_PATHS
    assert platform == own / "platform"


# Wagtail's templates that have English in them


COPIES = {
    "shared/headers/_actions.html": [("{% load i18n %}", ""), ("{% trans 'Actions' %}", "Actions")],
    "shared/header.html": [("{% trans 'Search' %}", "Search")],
    "workflows/task_chooser/chooser.html": [
        (
            "{% if field.name == 'task_type' %}{% translate 'Task type' as label %}{% endif %}{% formattedfield field label_text=label %}",
            "{% formattedfield field %}",
        )
    ],
    "tables/boolean_cell.html": [("value|yesno", "value|stringformat:'s'")],
    "groups/includes/formatted_permissions.html": [
        (
            f'{{% trans "{word}" %}}: {{{{ content_perms_dict.object }}}}',
            f"{{{{ content_perms_dict.{key}.perm.name }}}}",
        )
        for word, key in (("Add", "add"), ("Change", "change"), ("Delete", "delete"))
    ],
}


@pytest.mark.parametrize("name", COPIES)
def test_our_copy_of_a_template_differs_in_words_only(name: str) -> None:
    """Fails when Wagtail changes the template: copy it again, or drop the copy if Wagtail has mended it."""
    app, folder = ("users", "wagtailusers") if name.startswith("groups/") else ("admin", "wagtailadmin")
    ours = (settings.BASE_DIR / "cms" / "templates" / folder / name).read_text()
    for word, english in COPIES[name]:
        assert word in ours
        ours = ours.replace(word, english)
    theirs = Path(apps.get_app_config(f"wagtail{app}").path) / "templates" / folder / name
    assert ours == theirs.read_text()


# The screens

# Words that an Indonesian sentence does not hold, and those of English labels.
ENGLISH = re.compile(
    r"\b(?:the|The|and|your|Your|you|You|this|This|that|with|for|of|is|are|to|from|by|not|has|have|will|or|Can|Could"
    r"|page|pages|Page|Pages|Search|Edit|Edited|Delete|Save|Cancel|Add|Help|Reports|Settings|Choose|Select|Server Error"
    r"|Publish|Published|Unpublish|Close|Upload|View|Show|Hide|More|New|Any|Yes|True|False|User|Users|Image|Images"
    r"|Document|Documents|Collections|Workflow|Workflows|Task|Tasks|Site|Sites|Home|History|Usage|Live|Locked|Private"
    r"|Public|Type|Date|Title|Name|Tags|Order|Language|Phase|Grade|Subject|Province|Licence|Centre|Synonym|Welcome"
    r"|Lms|Role|Actions|Link|Phone|Body|Create|Created|Update|Updated|Move|Copy|Back|Next|Previous|Loading|Error"
    r"|Password|Username)\b"
)
# Names; what Wagtail's first migration puts in the database; the foreign app of these tests.
NAMES = re.compile(
    r"Canva for Education|Google for Education|Creative Commons [\w-]+"
    r"|^/\S+$|Welcome to your new Wagtail site!|[Ee]pisode [Pp]ages?|^cc-by$"
)
PROSE_ATTRIBUTES = {"placeholder", "title", "aria-label", "alt", "label"}


class Text(HTMLParser):
    """The strings that a reader of a page sees or hears, those that its scripts will show among them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent: str | None = None
        self.is_json = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in ("script", "style", "code", "pre"):
            self.silent, self.is_json = tag, values.get("type") == "application/json"
        for name, value in values.items():
            if name in PROSE_ATTRIBUTES or (
                name == "value" and tag == "input" and values.get("type") in ("submit", "button", "reset")
            ):
                self.found.append(value)
            elif name.startswith("data-") and value[:1] in "[{":
                self.found += strings_of(value)
            elif name.startswith("data-") and re.match(r"[A-Z][\w',“”-]* [\w ]+", value):
                self.found.append(value)

    def handle_endtag(self, tag: str) -> None:
        if tag == self.silent:
            self.silent, self.is_json = None, False

    def handle_data(self, data: str) -> None:
        if self.silent is None:
            self.found.append(data)
        elif self.is_json:
            self.found += strings_of(data)


def strings_of(text: str) -> list[str]:
    """The prose inside a JSON text; markup inside it is read as a page of its own."""
    try:
        waiting = [json.loads(text)]
    except ValueError:
        return []
    found: list[str] = []
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str):
            found += seen_in(value) if "<" in value else [value] if re.match(r"[A-Z]|[^\s/]+ ", value) else []
    return found


def seen_in(html: str) -> list[str]:
    reader = Text()
    reader.feed(html)
    reader.close()
    return [" ".join(text.split()) for text in reader.found if text.strip()]


@pytest.fixture
def misses(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """Every string looked up in Indonesian in vain, as long as the test runs."""
    missed: set[str] = set()

    def note(catalogue: DjangoTranslation, message: str) -> None:
        if catalogue.to_language() == "id" and re.search(r"[A-Za-z]{2}", message):
            known = message in catalogue._catalog or (message, 0) in catalogue._catalog
            if not known:
                missed.add(message.replace("\x04", " | "))

    def singular(self: DjangoTranslation, message: str) -> str:
        note(self, message)
        return gettext_module.GNUTranslations.gettext(self, message)

    plural_before = DjangoTranslation.ngettext

    def plural(self: DjangoTranslation, one: str, many: str, number: int) -> str:
        note(self, one)
        return plural_before(self, one, many, number)

    monkeypatch.setattr(DjangoTranslation, "gettext", singular, raising=False)
    monkeypatch.setattr(DjangoTranslation, "ngettext", plural)
    return missed


@pytest.mark.django_db
def test_no_screen_of_the_admin_shows_english(client, misses, catalogue_index) -> None:
    owner = factories.make_user("admin", superuser=True, first_name="Sri", last_name="Lestari")
    content = build_content(owner)
    english: dict[str, str] = {}
    broken: list[str] = []
    client.force_login(owner)
    with override("id"):
        for screen in screens(content):
            answer = client.get(screen.address)
            if answer.status_code not in (200, 302, 405):
                broken.append(f"{screen.name} {screen.address}: {answer.status_code}")
            if answer.status_code != 200 or answer.streaming:
                continue
            text = answer.content.decode()
            is_json = "json" in answer["Content-Type"] or text.startswith("{")
            for string in strings_of(text) if is_json else seen_in(text):
                if ENGLISH.search(NAMES.sub("", string)):
                    english.setdefault(string[:160], screen.name)
    assert broken == []
    report = [f"not translated: {string}" for string in sorted(misses)]
    report += [f"English on {where}: {string}" for string, where in english.items()]
    assert not report, "\n".join(report)
