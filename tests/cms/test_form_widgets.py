"""The editing form's own inputs: durations in JP or minutes, lists of terms that narrow each other."""

import pytest
from django import forms
from django.http import QueryDict

from cms.admin.form_widgets import DurationInput, TermChoices
from cms.classification import misfits, school_levels_of
from cms.models import Grade, Phase, SchoolLevel, Subject
from tests import factories
from tests.factories import term


class DurationForm(forms.Form):
    minutes = forms.IntegerField(
        min_value=0, required=False, widget=DurationInput, error_messages={"invalid": "Tulis angka."}
    )


def typed(number, unit):
    return DurationForm(QueryDict(f"minutes={number}&minutes_unit={unit}"))


@pytest.mark.parametrize(
    "number, unit, minutes",
    [("2", "jp", 90), ("0,5", "jp", 23), ("1.5", "jp", 68), ("50", "minutes", 50), (" 3 ", "jp", 135), ("0", "jp", 0)],
)
def test_a_duration_becomes_whole_minutes(number, unit, minutes):
    form = typed(number, unit)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["minutes"] == minutes


def test_an_empty_duration_is_none():
    form = typed("", "jp")
    assert form.is_valid()
    assert form.cleaned_data["minutes"] is None


@pytest.mark.parametrize("number", ["dua", "1e999999999", "nan", "-", "2 jam", "12,5,5"])
@pytest.mark.parametrize("unit", ["jp", "minutes"])
def test_what_is_no_number_gets_the_message(number, unit):
    assert typed(number, unit).errors["minutes"] == ["Tulis angka."]


def test_half_a_minute_is_refused():
    assert typed("12,5", "minutes").errors["minutes"]


def test_a_negative_duration_is_refused():
    assert typed("-1", "jp").errors["minutes"]


def test_what_was_typed_wrongly_is_shown_again_in_its_unit():
    form = typed("dua", "minutes")
    html = str(form["minutes"])
    assert 'value="dua"' in html
    assert '<option value="minutes" selected>' in html


def test_a_value_without_a_unit_is_minutes():
    form = DurationForm({"minutes": "90"})
    assert form.is_valid()
    assert form.cleaned_data["minutes"] == 90


@pytest.mark.parametrize(
    "stored, shown", [(90, ("2", "jp")), (50, ("50", "minutes")), (45, ("1", "jp")), (0, ("0", "minutes"))]
)
def test_a_stored_duration_goes_round_without_a_change(stored, shown):
    number, unit = shown
    html = str(DurationForm(initial={"minutes": stored})["minutes"])
    assert f'value="{number}"' in html
    assert f'<option value="{unit}" selected>' in html
    form = DurationForm(QueryDict(f"minutes={number}&minutes_unit={unit}"), initial={"minutes": stored})
    assert not form.has_changed()


# Lists of terms


@pytest.fixture
def school(db):
    """Two school levels, with a grade, a phase and subjects of theirs."""
    sd, smp, slb = (term(SchoolLevel, slug) for slug in ("sd", "smp", "slb"))
    five, seven = term(Grade, "5", name="Kelas 5"), term(Grade, "7", name="Kelas 7")
    five.school_levels.set([sd])
    seven.school_levels.set([smp])
    c, d = term(Phase, "c", name="Fase C"), term(Phase, "d", name="Fase D")
    c.school_levels.set([sd])
    c.grades.set([five])
    d.school_levels.set([smp])
    d.grades.set([seven])
    for slug, group, levels in (
        ("matematika", "umum", [sd, smp]),
        ("kuliner", "program-keahlian", [smp]),
        ("bahasa-jawa", "muatan-lokal", []),
    ):
        term(Subject, slug, group=group).school_levels.set(levels)
    return {"sd": sd, "smp": smp, "slb": slb}


@pytest.mark.parametrize("level", ["sd", "smp", "slb", "sma"])
def test_the_widget_narrows_as_the_vocabulary_does(school, level):
    """What the form's script gets says the same as the rule of the model."""
    offered = {subject.slug for subject in Subject.objects.for_school_level(level)}
    fits = {
        subject.slug
        for subject in Subject.objects.all()
        if not school_levels_of(subject) or level in school_levels_of(subject)
    }
    assert fits == offered


def rendered(model, name, **options):
    class TermForm(forms.Form):
        field = forms.ModelMultipleChoiceField(model._default_manager.all(), widget=TermChoices(**options))

    form = TermForm()
    form.fields["field"].widget.label = name
    return str(form["field"])


def test_each_choice_tells_the_script_where_it_fits(school):
    html = rendered(Grade, "Kelas")
    assert 'data-slug="7"' in html
    assert 'data-school-levels="smp"' in html


def test_a_phase_tells_its_grades(school):
    assert 'data-grades="7"' in rendered(Phase, "Fase")


def test_a_list_has_the_name_of_its_field(school):
    assert 'role="group" aria-label="Kelas"' in rendered(Grade, "Kelas")


def test_subjects_stand_under_their_groups(school):
    Subject.objects.filter(slug="kuliner").update(order=1)
    html = rendered(Subject, "Mata Pelajaran", group_by="group")
    groups = [html.index(f'value="{Subject.objects.get(slug=slug).pk}"') for slug in ("matematika", "kuliner")]
    assert groups[0] < html.index(str(Subject.Group.VOCATIONAL.label)) < groups[1]


def test_only_a_long_list_is_searched(school):
    assert "is-long" not in rendered(Grade, "Kelas")
    for number in range(20):
        term(Grade, f"kelas-{number}")
    assert "is-long" in rendered(Grade, "Kelas")


def test_a_retired_choice_says_so(school):
    term(Grade, "lama", status="retired")
    assert rendered(Grade, "Kelas").count("terms-retired") == 1


# What does not go together


def chosen(site_tree, **fields):
    return factories.make_module(site_tree.modules, **fields)


def test_what_fits_is_not_flagged(site_tree, school):
    page = chosen(
        site_tree,
        school_levels=[school["smp"]],
        grades=[Grade.objects.get(slug="7")],
        phases=[Phase.objects.get(slug="d")],
        subjects=list(Subject.objects.all()),
    )
    assert misfits(page) == {}


def test_a_grade_of_another_school_level_is_flagged(site_tree, school):
    five = Grade.objects.get(slug="5")
    assert misfits(chosen(site_tree, school_levels=[school["smp"]], grades=[five])) == {"grades": [five]}


def test_a_grade_outside_the_phases_is_flagged_once(site_tree, school):
    five = Grade.objects.get(slug="5")
    page = chosen(site_tree, school_levels=[school["smp"]], grades=[five], phases=[Phase.objects.get(slug="d")])
    assert misfits(page) == {"grades": [five]}


def test_without_a_school_level_everything_goes(site_tree, school):
    assert misfits(chosen(site_tree, grades=list(Grade.objects.all()))) == {}


def test_a_general_subject_goes_with_slb(site_tree, school):
    general, vocational = Subject.objects.get(slug="matematika"), Subject.objects.get(slug="kuliner")
    page = chosen(site_tree, school_levels=[school["slb"]], subjects=[general, vocational])
    assert misfits(page) == {"subjects": [vocational]}
