"""Makes content for tests, through the ORM and without an editor. Everything has a default; name what matters.

    tree = build_site()
    module = make_module(tree.modules, title="Poster", levels=[term(Level, "dasar")], tags=["canva"])
    make_lesson(module, body=[("text", "<p>…</p>")])

Pages are live unless `live=False` is given. Stream fields take `[(block name, value), …]`.
"""

from tests.factories.blocks import picture_value, quiz_value, steps_value
from tests.factories.library import make_document, make_image, make_media, make_preview
from tests.factories.pages import (
    SiteTree,
    build_site,
    make_centre_page,
    make_example,
    make_lesson,
    make_module,
    make_standard_page,
)
from tests.factories.people import make_user
from tests.factories.terms import make_centre, term

__all__ = [
    "SiteTree",
    "build_site",
    "make_centre",
    "make_centre_page",
    "make_document",
    "make_example",
    "make_image",
    "make_lesson",
    "make_media",
    "make_module",
    "make_preview",
    "make_standard_page",
    "make_user",
    "picture_value",
    "quiz_value",
    "steps_value",
    "term",
]
