"""What a new centre brings along: former names with dates, a logo; and what is refused for one that is there."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from PIL import Image

from cms.models import Centre, CentrePage, Province
from cms.workspaces.former_names import DatedName, read_names
from media.models import LibraryImage
from tests.factories.terms import term

pytestmark = pytest.mark.django_db
NAME = "Balai TIK Gorontalo"
day = datetime.date


@pytest.fixture
def gorontalo(site_tree: Any) -> Any:
    term(Province, "ID-MA", name="Maluku")
    return term(Province, "ID-GO", name="Gorontalo")


@pytest.fixture
def picture(tmp_path: Path) -> str:
    path = tmp_path / "logo.png"
    Image.new("RGB", (64, 64), "teal").save(path)
    return str(path)


def add(**options: Any) -> Centre:
    call_command("add_centre", name=NAME, province=options.pop("province", "gorontalo"), verbosity=0, **options)
    return Centre.objects.get(name=NAME)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("BTKP", DatedName("BTKP")),
        (" BTKP ; 2003 ; 2019 ", DatedName("BTKP", day(2003, 1, 1), day(2019, 12, 31))),
        ("BTKP;;2019-06-30", DatedName("BTKP", None, day(2019, 6, 30))),
    ],
)
def test_a_line_is_a_name_with_its_dates(line: str, wanted: DatedName) -> None:
    assert read_names(f"\n{line}\n\n") == [wanted]


@pytest.mark.parametrize(
    "line", ["; 2003", "A; kemarin", "A; 2003; 2019; 2020", "A; 2019; 2003", "A; 2003-13-01", "x" * 201]
)
def test_a_line_that_cannot_be_read_is_named(line: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read_names(line)
    assert line[:20] in refused.value.messages[0]


def test_former_names_and_logo_come_with_the_centre_and_once(gorontalo: Any, picture: str) -> None:
    for _ in range(2):
        centre = add(former_name=["BTKP Gorontalo;2003;2019"], logo=picture)
    [name] = centre.dated_names.all()
    assert (name.name, name.used_from, name.used_until) == ("BTKP Gorontalo", day(2003, 1, 1), day(2019, 12, 31))
    assert "BTKP Gorontalo" in centre.all_names
    page = CentrePage.objects.get(centre=centre)
    assert page.logo == LibraryImage.objects.get()
    assert page.logo.collection == centre.workspace.collection
    assert page.get_latest_revision_as_object().logo == page.logo
    assert not page.has_unpublished_changes


def test_an_official_name_that_is_lacking_is_added_and_another_one_is_not(gorontalo: Any) -> None:
    add()
    assert add(official_name="Balai Teknologi Gorontalo").official_name == "Balai Teknologi Gorontalo"
    assert add(official_name="Lain").official_name == "Balai Teknologi Gorontalo"


@pytest.mark.parametrize(
    ("options", "told"), [({"province": "maluku"}, "Gorontalo"), ({"slug": "lain"}, "balai-tik-gorontalo")]
)
def test_another_province_or_address_of_a_centre_that_is_there_is_refused(
    gorontalo: Any, options: dict[str, str], told: str
) -> None:
    add()
    with pytest.raises(CommandError, match=told):
        add(**options)


@pytest.mark.parametrize("name", ["missing.png", "text.png"])
def test_what_is_no_picture_is_refused_and_nothing_is_made(gorontalo: Any, tmp_path: Path, name: str) -> None:
    (tmp_path / "text.png").write_text("bukan gambar")
    with pytest.raises(CommandError):
        add(logo=str(tmp_path / name))
    assert not Centre.objects.filter(name=NAME).exists()


def test_the_form_takes_former_names_and_a_logo(gorontalo: Any, picture: str, admin_client: Any) -> None:
    address = reverse("workspaces:add")
    assert b"multipart/form-data" in admin_client.get(address).content
    values = {"name": NAME, "province": gorontalo.pk, "former_names": "BTKP; 2003; 2019"}
    with Path(picture).open("rb") as file:
        assert admin_client.post(address, {**values, "logo": file}).status_code == 302
    centre = Centre.objects.get(name=NAME)
    assert [row.name for row in centre.dated_names.all()] == ["BTKP"]
    assert centre.page.logo.uploaded_by_user.username == "admin"
    wrong = admin_client.post(address, {**values, "former_names": "BTKP; kemarin"})
    assert "BTKP; kemarin" in wrong.content.decode()
    assert wrong.status_code == 200
