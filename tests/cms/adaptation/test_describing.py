"""Changes in words: only what changes, and never as markup."""

from __future__ import annotations

from cms.adaptation.describing import changed_part

LONG = "Murid menebak sebelum menggeser. " * 20


def test_of_a_long_text_only_the_place_that_changes_is_told():
    told = changed_part(f"{LONG}Catat hasilnya.", f"{LONG}Catat hasilnya setiap Jumat.")
    assert "setiap Jumat" in told
    assert len(told) < 200


def test_what_goes_and_what_comes_are_told_apart():
    assert changed_part("60 menit", "90 menit") == "<del>60</del><ins>90</ins> menit"


def test_a_text_is_no_markup():
    told = changed_part("a <b>x</b>", "a <script>y</script>")
    assert "<script>" not in told
    assert "<b>" not in told
