"""The editing form with its script: lists that narrow each other, the panel that leads to what is missing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import Site
from tests.browser.test_publish_and_find import log_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def form(page: Any, site: Site) -> Any:
    """The form of a new module, its classification in front."""
    query = "from modules.models import ModuleIndexPage; print(ModuleIndexPage.objects.get().pk)"
    index = site.manage("shell", "-v", "0", "-c", query).split()[-1]
    log_in(page)
    page.goto(f"/admin/pages/add/modules/modulepage/{index}/")
    page.wait_for_load_state("networkidle")
    page.click("#tab-label-klasifikasi")
    return page


def box(page: Any, name: str, slug: str) -> Any:
    return page.locator(f'[data-terms={name}] input[data-slug="{slug}"]')


def test_a_school_level_narrows_grades_phases_and_subjects(form: Any) -> None:
    box(form, "school_levels", "smp").check()
    assert box(form, "grades", "7").is_visible()
    assert not box(form, "grades", "1").is_visible()
    assert not box(form, "phases", "a").is_visible()
    assert not box(form, "subjects", "biologi").is_visible()
    form.click("[data-terms=grades] .terms-bar button")
    assert box(form, "grades", "1").is_visible()


def test_what_was_chosen_before_stays_chosen_and_is_flagged(form: Any) -> None:
    box(form, "grades", "1").check()
    box(form, "school_levels", "smp").check()
    assert box(form, "grades", "1").is_checked()
    assert form.locator("[data-terms=grades] .terms-misfit").count() == 1


def test_a_long_list_is_searched_by_other_names_too(form: Any) -> None:
    form.fill("[data-terms=subjects] input[type=search]", "INFORMATIKA")
    shown = form.locator("[data-terms=subjects] .terms-list li:visible")
    assert shown.count() >= 1
    box(form, "subjects", "informatika").check()
    form.fill("[data-terms=subjects] input[type=search]", "")
    form.click("[data-terms=subjects] .terms-chosen button")
    assert not box(form, "subjects", "informatika").is_checked()


def test_the_other_unit_is_told(form: Any) -> None:
    form.fill("#id_duration_minutes", "2")
    assert "90" in form.locator("[data-duration-other]").inner_text()


def test_the_panel_leads_to_the_field_and_ticks_it_off(form: Any) -> None:
    form.click("[data-side-panel-toggle=checklist]")
    link = form.locator("[data-checklist-field=licence]")
    link.click()
    form.wait_for_function("document.activeElement.name === 'licence'")
    form.select_option("#id_licence", index=1)
    link.wait_for(state="detached")
