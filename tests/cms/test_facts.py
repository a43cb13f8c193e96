"""What decides on a material: its facts, what works offline, its licence in plain words."""

import re
from datetime import UTC, datetime

import pytest

from cms.facts import term_address
from cms.licence_terms import licence_in_short, licence_terms
from cms.models import Licence, QualityReview, SchoolLevel, Subject
from cms.offline import offline_use
from modules.models import ModulePage
from tests.factories import make_lesson, make_module, quiz_value, term
from tests.reading import html

EMBED = ("embed", {"url": "https://phet.colorado.edu/en/simulations/ohms-law", "title": "Hukum Ohm", "text": ""})
TEXT = ("text", "<p>Isi.</p>")


def stored(site_tree, *blocks, **fields):
    return ModulePage.objects.get(pk=make_module(site_tree.modules, body=list(blocks), **fields).pk)


@pytest.mark.parametrize(
    "blocks, answer", [((TEXT, ("quiz", quiz_value())), "yes"), ((TEXT, EMBED), "partly"), ((EMBED,), "no")]
)
def test_parts_on_other_sites_decide_what_works_offline(site_tree, blocks, answer):
    assert offline_use([stored(site_tree, *blocks)]).answer == answer


def test_part_on_another_site_is_named_with_its_host(site_tree):
    (part,) = offline_use([stored(site_tree, TEXT, EMBED, EMBED)]).online
    assert (part.title, part.host) == ("Hukum Ohm", "phet.colorado.edu")


def test_link_within_a_text_is_no_part(site_tree):
    text = ("text", '<p>Lihat <a href="https://example.id/">laman ini</a>.</p>')
    assert offline_use([stored(site_tree, text)]).online == ()


def test_authors_are_no_content(site_tree):
    authors = [("author", {"name": "Fitri", "affiliation": ""})]
    assert offline_use([stored(site_tree, EMBED, authors=authors)]).answer == "no"


def test_module_with_an_online_part_in_a_lesson_says_so(client, module):
    make_lesson(module, body=[TEXT, EMBED])
    text = html(client, module.get_url())
    assert 'href="#daring"' in text
    assert "phet.colorado.edu" in re.search(r'<section aria-labelledby="daring">.*?</section>', text, re.DOTALL)[0]


def test_asking_what_works_offline_costs_no_query(site_tree, django_assert_num_queries):
    page = stored(site_tree, TEXT, EMBED)
    with django_assert_num_queries(0):
        offline_use([page])


def test_review_stands_in_the_place_of_the_last_change(client, module):
    assert "#i-calendar" in html(client, module.get_url())
    QualityReview.objects.create(resource=module)
    QualityReview.objects.update(reviewed_at=datetime(2026, 3, 9, 20, tzinfo=UTC))
    facts = re.search(r'<dl class="facts">.*?</dl>', html(client, module.get_url()), re.DOTALL)[0]
    assert "#i-calendar" not in facts
    # 20:00 UTC is the next day in Jakarta.
    assert "10 Mar 2026" in facts


def test_many_subjects_are_counted_at_the_top_and_listed_below(client, site_tree):
    subjects = [term(Subject, f"mapel-{number}", order=number) for number in range(4)]
    text = html(client, make_module(site_tree.modules, subjects=subjects).get_url())
    facts, _between, below = text.partition("</dl>")
    assert facts.count('href="/mapel/') == 2 + facts.split("<main")[0].count('href="/mapel/')
    assert '<a href="#rincian">+2' in facts
    assert below.count('href="/mapel/mapel-') == 4


def test_school_levels_beside_the_kind_are_three_and_a_number(client, site_tree):
    levels = [
        term(SchoolLevel, slug, name=slug.upper(), order=order)
        for order, slug in enumerate(("sd", "smp", "sma", "smk"))
    ]
    text = html(client, make_module(site_tree.modules, school_levels=levels).get_url())
    assert "SD/MI, SMP/MTs, SMA +1" in text or "SD, SMP, SMA +1" in text


def test_term_without_a_page_of_its_own_leads_to_the_search():
    assert term_address("subject", "matematika") == "/mapel/matematika/"
    assert term_address("phase", "fase-c") == "/cari/?phase=fase-c"


def test_licence_in_plain_words():
    share_alike = Licence(attribution=True, share_alike=True, non_commercial=True)
    assert [entry.icon for entry in licence_terms(share_alike)] == ["check", "check", "info", "info", "close"]
    assert len(licence_terms(Licence())) == 2
    assert licence_terms(Licence(adaptable=False))[1].icon == "close"


def test_licence_that_allows_no_copy_allows_nothing_else():
    closed = Licence(redistributable=False, adaptable=True, attribution=True)
    assert [entry.icon for entry in licence_terms(closed)] == ["link", "close"]


def test_short_words_tell_the_three_cases_apart():
    words = {
        licence_in_short(Licence()),
        licence_in_short(Licence(adaptable=False)),
        licence_in_short(Licence(redistributable=False)),
    }
    assert len(words) == 3
