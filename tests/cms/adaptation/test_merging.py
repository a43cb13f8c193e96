"""The merge, case by case: who changed what, and what is asked."""

import pytest

from cms.adaptation.merging import MISSING, Blocks, Choice, Leaf, Members, Struct, Why, merge, with_ids
from tests.cms.adaptation.streams import BODY, PAGE, PLAIN, RICH, ids_in_order

PICTURE = Struct(label="Gambar", parts={"image": Leaf(), "alt_text": PLAIN}, whole=True)


def text(block_id, words):
    return {"type": "text", "value": words, "id": block_id}


def steps(block_id, *items, title="Langkah"):
    listed = [{"type": "item", "value": {"title": words, "text": "", "minutes": 5}, "id": key} for key, words in items]
    return {"type": "steps", "value": {"title": title, "steps": listed}, "id": block_id}


@pytest.mark.parametrize(
    "base, ours, theirs, expected, asked",
    [
        ("a", "a", "b", "b", 0),
        ("a", "b", "a", "b", 0),
        ("a", "b", "b", "b", 0),
        ("a", "b", "c", "b", 1),
        (None, "b", "c", "b", 1),
        (MISSING, "", "c", "c", 0),
    ],
)
def test_a_field(base, ours, theirs, expected, asked):
    merged = merge(base, ours, theirs, PLAIN)
    assert merged.content == expected
    assert len(merged.conflicts) == asked


def test_texts_can_be_joined_as_long_as_they_fit():
    merged = merge("a", "kami", "mereka", PLAIN, {"": "both"})
    assert merged.content == "kami mereka"
    (conflict,) = merge("a", "k" * 40, "m" * 40, PLAIN).conflicts
    assert Choice.BOTH not in conflict.choices
    assert merge("a", "<p>k</p>", "<p>m</p>", RICH, {"": "both"}).content == "<p>k</p><p>m</p>"


def test_numbers_and_dates_are_one_or_the_other():
    (conflict,) = merge(5, 10, 45, Leaf()).conflicts
    assert conflict.choices == (Choice.OURS, Choice.THEIRS)
    assert merge(5, 10, 45, Leaf(), {"": "both"}).content == 10


def test_sets_never_conflict():
    assert merge([1, 2], [1, 2, 3], [2, 4], Members()).content == [2, 3, 4]


def test_an_answer_that_is_not_offered_is_ours():
    assert merge("a", "b", "c", PLAIN, {"": "semua"}).content == "b"


def test_only_the_part_of_a_block_that_both_changed_is_asked():
    base = [steps("s", ("x", "Buka"), ("y", "Tutup"))]
    ours = [steps("s", ("x", "Buka aplikasi"), ("y", "Tutup"), title="Cara kami")]
    theirs = [steps("s", ("x", "Buka laman"), ("y", "Tutup laman"))]
    merged = merge(base, ours, theirs, BODY)
    (conflict,) = merged.conflicts
    assert conflict.key == "/s/steps/x/title"
    value = merged.content[0]["value"]
    assert value["title"] == "Cara kami"
    assert [item["value"]["title"] for item in value["steps"]] == ["Buka aplikasi", "Tutup laman"]


def test_both_keeps_two_blocks_with_an_id_of_its_own():
    merged = merge([text("a", "0")], [text("a", "kami")], [text("a", "sumber")], BODY, {"/a": "both"})
    assert [block["value"] for block in merged.content] == ["kami", "sumber"]
    assert len({block["id"] for block in merged.content}) == 2


def test_a_block_that_one_deleted_and_nobody_changed_is_gone():
    base = [text("a", "1"), text("b", "2")]
    assert merge(base, base, [text("b", "2")], BODY).content == [text("b", "2")]
    assert merge(base, [text("b", "2")], [text("a", "1"), text("b", "baru")], BODY).content == [text("b", "baru")]


def test_a_block_that_one_deleted_and_the_other_changed_is_asked():
    base = [text("a", "1")]
    theirs_gone = merge(base, [text("a", "kami")], [], BODY)
    assert theirs_gone.content == [text("a", "kami")]
    assert theirs_gone.conflicts[0].why is Why.THEY_DELETED
    assert merge(base, [text("a", "kami")], [], BODY, {"/a": "theirs"}).content == []
    ours_gone = merge(base, [], [text("a", "sumber")], BODY)
    assert ours_gone.content == []
    assert ours_gone.conflicts[0].why is Why.WE_DELETED
    assert merge(base, [], [text("a", "sumber")], BODY, {"/a": "theirs"}).content == [text("a", "sumber")]


def test_a_block_that_changed_its_type_is_taken_whole():
    base, ours, theirs = [text("a", "1")], [text("a", "kami")], [steps("a", ("x", "Buka"))]
    merged = merge(base, ours, theirs, BODY, {"/a": "theirs"})
    assert merged.content == theirs
    assert merge(base, base, theirs, BODY).content == theirs


def test_a_picture_keeps_the_alternative_text_that_belongs_to_it():
    base = {"image": 1, "alt_text": "Awan"}
    merged = merge(base, {"image": 1, "alt_text": "Awan putih"}, {"image": 2, "alt_text": "Hujan"}, PICTURE)
    assert merged.content == {"image": 1, "alt_text": "Awan putih"}
    assert len(merged.conflicts) == 1


def test_what_the_editor_numbers_anew_is_no_change():
    base = [text("a", "<p>satu</p>")]
    ours = [text("a", '<p data-block-key="x1y2z">satu</p>')]
    merged = merge(base, ours, [text("a", "<p>dua</p>")], BODY)
    assert merged.content == [text("a", "<p>dua</p>")]
    assert merged.conflicts == ()


def test_line_breaks_between_paragraphs_that_the_editor_drops_are_no_change():
    base = [text("a", "<p>satu</p>\n<ul>\n<li>dua</li></ul>")]
    ours = [text("a", '<p data-block-key="x1y2z">satu</p><ul><li data-block-key="q1y2z">dua</li></ul>')]
    theirs = [text("a", "<p>satu</p>\n<ul>\n<li>tiga</li></ul>")]
    assert merge(base, ours, theirs, BODY).content == theirs
    assert merge(base, ours, theirs, BODY).conflicts == ()


def test_a_space_between_words_is_a_change():
    base, ours = [text("a", "<p><b>satu</b> <i>dua</i></p>")], [text("a", "<p><b>satu</b><i>dua</i></p>")]
    theirs = [text("a", "<p><b>satu</b> <i>tiga</i></p>")]
    assert len(merge(base, ours, theirs, BODY).conflicts) == 1


def test_blocks_without_ids_are_known_by_what_they_say():
    old = [{"type": "text", "value": "satu"}, {"type": "text", "value": "dua"}, {"type": "text", "value": "dua"}]
    ids = [block["id"] for block in with_ids(BODY, old)]
    assert len(set(ids)) == 3
    assert ids == [block["id"] for block in with_ids(BODY, old)]
    merged = merge(old, [*old, {"type": "text", "value": "kami"}], [old[0], *old], BODY)
    assert [block["value"] for block in merged.content] == ["satu", "satu", "dua", "dua", "kami"]


def test_lists_in_the_old_form_become_blocks():
    shape = Blocks(kinds={"item": PLAIN}, is_list=True)
    merged = merge(["a", "b"], ["a", "b", "kami"], ["a", "b", "sumber"], shape)
    assert [item["value"] for item in merged.content] == ["a", "b", "kami", "sumber"]
    assert {item["type"] for item in merged.content} == {"item"}


def test_an_id_that_stands_twice_is_made_two():
    blocks = [text("a", "1"), text("a", "2")]
    merged = merge(blocks, blocks, blocks, BODY)
    assert [block["value"] for block in merged.content] == ["1", "2"]
    assert len({block["id"] for block in merged.content}) == 2


def test_what_no_shape_knows_is_taken_whole():
    base = {"title": "a", "asing": {"x": 1}}
    merged = merge(base, {**base, "title": "b"}, {**base, "asing": {"x": 2}}, PAGE)
    assert merged.content == {"title": "b", "asing": {"x": 2}}


def inner(block_id, *blocks):
    return {"type": "inner", "value": list(blocks), "id": block_id}


def test_both_does_not_write_over_the_second_version_of_before():
    first = merge([text("a", "1")], [text("a", "kami")], [text("a", "2")], BODY, {"/a": "both"}).content
    first[1]["value"] = "disunting di sini"
    back = merge([text("a", "3")], first, [text("a", "2")], BODY, {"/a": "both"}).content
    assert [block["value"] for block in back] == ["kami", "2", "disunting di sini"]
    assert len({block["id"] for block in back}) == 3


@pytest.mark.parametrize("who", ["ours", "theirs"])
def test_a_block_that_one_moved_elsewhere_and_the_other_changed_is_merged_where_it_went(who):
    base = [inner("A", text("x", "1"), text("y", "1")), inner("B", text("z", "1"))]
    moved = [inner("A", text("y", "1")), inner("B", text("z", "1"), text("x", "1"))]
    changed = [inner("A", text("x", "baru"), text("y", "1")), inner("B", text("z", "1"))]
    ours, theirs = (moved, changed) if who == "ours" else (changed, moved)
    merged = merge(base, ours, theirs, BODY)
    assert merged.content == [inner("A", text("y", "1")), inner("B", text("z", "1"), text("x", "baru"))]
    assert merged.conflicts == ()


def test_a_block_that_both_moved_stands_where_ours_is():
    base = [text("x", "1"), inner("A"), inner("B")]
    ours, theirs = [inner("A", text("x", "1")), inner("B")], [inner("A"), inner("B", text("x", "2"))]
    assert merge(base, ours, theirs, BODY).content == [inner("A", text("x", "2")), inner("B")]


def test_a_changed_block_that_went_into_a_new_one_is_not_lost_and_has_one_id():
    base = [text("x", "1"), text("y", "1")]
    ours, theirs = [text("x", "kami"), text("y", "1")], [inner("C", text("x", "1")), text("y", "1")]
    merged = merge(base, ours, theirs, BODY)
    assert [block["value"] for block in merged.content if block["type"] == "text"] == ["kami", "1"]
    found = ids_in_order(merged.content)
    assert len(found) == len(set(found)) == 4
