"""Adds a centre: the organisation, its page and its workspace. May be run again."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import URLValidator, validate_email
from wagtail.images.fields import WagtailImageField

from cms.workspaces.former_names import read_names
from cms.workspaces.onboarding import Contact, add_centre, find_province


def _picture(path: str) -> File | None:
    """The picture in the file, checked as an upload would be; None for no path."""
    if not path:
        return None
    try:
        content = SimpleUploadedFile(Path(path).name, Path(path).read_bytes())
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from error
    picture: File = WagtailImageField().clean(content)
    return picture


class Command(BaseCommand):
    help = "Add a centre with its page /balai/<slug>/, groups, collection and permissions. What is there stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True, help="The short name, such as “Balai TIK Gorontalo”.")
        parser.add_argument("--province", required=True, help="Code or name, such as ID-GO or Gorontalo.")
        parser.add_argument("--slug", default="", help="The address /balai/<slug>/ (default: from the name).")
        parser.add_argument("--official-name", default="", help="The name in full.")
        parser.add_argument(
            "--former-name",
            action="append",
            default=[],
            metavar="NAME[;FROM[;UNTIL]]",
            help="A former name with the years or days of its use, such as “BTKP DIY;2003;2019”. May be repeated.",
        )
        parser.add_argument("--logo", default="", metavar="FILE", help="A picture: PNG, JPEG, WebP, GIF or AVIF.")
        parser.add_argument("--email", default="")
        parser.add_argument("--phone", default="")
        parser.add_argument("--website", default="")
        parser.add_argument("--address", default="", help=r"Postal address; \n begins a new line.")
        parser.add_argument("--hours", default="", help=r"Opening hours; \n begins a new line.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["email"]:
                validate_email(options["email"])
            if options["website"]:
                URLValidator(["http", "https"])(options["website"])
            added = add_centre(
                name=options["name"],
                province=find_province(options["province"]),
                slug=options["slug"],
                official_name=options["official_name"],
                former_names=read_names("\n".join(options["former_name"])),
                logo=_picture(options["logo"]),
                contact=Contact(
                    email=options["email"],
                    phone=options["phone"],
                    website=options["website"],
                    address=options["address"].replace("\\n", "\n"),
                    opening_hours=options["hours"].replace("\\n", "\n"),
                ),
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        done = "is ready" if added.is_new else "was there; what it lacked was added"
        self.stdout.write(self.style.SUCCESS(f"“{added.page.title}” {done}: {added.page.url}"))
