"""What every merge keeps, whatever two editors did."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.adaptation.merging import compare, merge
from cms.adaptation.merging.ordering import merge_order, moved
from tests.cms.adaptation.streams import PAGE, bases, blocks_in, edited, ids_in_order, versions

quick = settings(max_examples=150, deadline=None)


@quick
@given(st.data())
def test_without_local_edits_the_result_is_the_source(data):
    base = data.draw(bases())
    theirs = edited(data.draw, base, "t")
    merged = merge(base, base, theirs, PAGE)
    assert merged.content == theirs
    assert merged.conflicts == ()


@quick
@given(st.data())
def test_without_changes_of_the_source_the_result_is_ours(data):
    base = data.draw(bases())
    ours = edited(data.draw, base, "o")
    merged = merge(base, ours, base, PAGE)
    assert merged.content == ours
    assert merged.conflicts == ()


@quick
@given(versions(), st.sampled_from(["ours", "theirs", "both"]))
def test_merging_twice_changes_nothing(three, choice):
    base, ours, theirs = three
    first = merge(base, ours, theirs, PAGE)
    first = merge(base, ours, theirs, PAGE, {conflict.key: choice for conflict in first.conflicts})
    again = merge(theirs, first.content, theirs, PAGE)
    assert again.content == first.content
    assert again.conflicts == ()


@quick
@given(versions())
def test_both_alike_is_that(three):
    base, ours, _theirs = three
    assert merge(base, ours, ours, PAGE).content == ours


@quick
@given(versions(), st.sampled_from(["ours", "theirs", "both"]))
def test_no_block_is_lost_and_none_doubled(three, choice):
    base, ours, theirs = three
    asked = merge(base, ours, theirs, PAGE)
    merged = merge(base, ours, theirs, PAGE, {conflict.key: choice for conflict in asked.conflicts})
    before, here, there = blocks_in(base), blocks_in(ours), blocks_in(theirs)
    result = ids_in_order(merged.content)
    assert len(result) == len(set(result))
    in_conflict = set()
    for conflict in merged.conflicts:
        for version in (conflict.base, conflict.ours, conflict.theirs):
            in_conflict |= set(blocks_in(version))
    for block_id, block in {**here, **there}.items():
        deleted = block_id in before and (block_id not in here or block_id not in there)
        if deleted and block == before[block_id]:
            continue
        # A block inside one that was deleted whole went with it.
        if deleted and block_id not in in_conflict and inside_deleted(base, block_id, here, there):
            continue
        if not deleted or block_id in in_conflict or not contains_new(block, before):
            assert block_id in result or block_id in in_conflict, block_id


def inside_deleted(base, block_id, here, there):
    holders = [holder for holder in blocks_in(base).values() if block_id in blocks_in(holder["value"])]
    return any(holder["id"] not in here or holder["id"] not in there for holder in holders)


def contains_new(block, before):
    return any(inner not in before for inner in blocks_in(block))


@quick
@given(versions(), st.data())
def test_a_second_version_is_edited_and_merged_again(three, data):
    """The derived blocks of "both" are blocks like others: what is written in them stays."""
    base, ours, theirs = three
    asked = merge(base, ours, theirs, PAGE)
    both = {conflict.key: "both" for conflict in asked.conflicts}
    mine = edited(data.draw, merge(base, ours, theirs, PAGE, both).content, "p")
    # The source goes back and forth, so that the same second version comes up again.
    for before, after in ((theirs, base), (base, theirs)):
        asked = merge(before, mine, after, PAGE)
        merged = merge(before, mine, after, PAGE, {conflict.key: "both" for conflict in asked.conflicts}).content
        written = {repr(b["value"]) for b in blocks_in(mine).values() if b["type"] == "text" and " p" in b["value"]}
        offered = [blocks_in(version) for conflict in asked.conflicts for version in (conflict.ours,)]
        asked_about = {repr(b["value"]) for blocks in offered for b in blocks.values()}
        assert written - asked_about <= {repr(b["value"]) for b in blocks_in(merged).values()}
        found = ids_in_order(merged)
        assert len(found) == len(set(found))
        mine = merged


@quick
@given(versions())
def test_the_order_of_either_side_holds_where_the_other_did_not_move(three):
    base, ours, theirs = three
    merged = merge(base, ours, theirs, PAGE).content["body"]
    place = {block["id"]: at for at, block in enumerate(merged)}
    lists = [[block["id"] for block in page["body"]] for page in (base, ours, theirs)]
    if not moved(lists[0], lists[2]):
        kept = [block_id for block_id in lists[1] if block_id in place]
        assert [place[block_id] for block_id in kept] == sorted(place[block_id] for block_id in kept)


@quick
@given(versions())
def test_what_is_said_to_change_is_all_that_changes(three):
    base, ours, theirs = three
    merged = merge(base, ours, theirs, PAGE).content
    changes = list(compare(PAGE, ours, merged))
    assert bool(changes) == (
        sorted(ours["levels"]) != sorted(merged["levels"]) or {**ours, "levels": 0} != {**merged, "levels": 0}
    )


@quick
@given(versions())
def test_all_ours_keeps_what_we_wrote_and_all_theirs_what_they_wrote(three):
    base, ours, theirs = three
    title = merge(base, ours, theirs, PAGE, {"/title": "theirs"}).content["title"]
    assert title == (theirs["title"] if theirs["title"] != base["title"] else ours["title"])


@quick
@given(st.permutations(range(6)), st.permutations(range(6)))
def test_every_order_has_every_block_once(ours, theirs):
    base = [str(number) for number in range(6)]
    order = merge_order(base, [str(n) for n in ours], [str(n) for n in theirs], base)
    assert sorted(order) == base


@pytest.mark.parametrize(
    "base, ours, theirs, expected",
    [
        ("abc", "abc", "bca", "bca"),
        ("abc", "bca", "abc", "bca"),
        ("abcd", "bacd", "abdc", "badc"),
        ("abc", "axbc", "aybc", "axybc"),
        ("abc", "abcx", "yabc", "yabcx"),
        ("ab", "ba", "ab", "ba"),
    ],
)
def test_orders(base, ours, theirs, expected):
    kept = {*ours, *theirs}
    found = "".join(merge_order(base, ours, theirs, kept))
    assert found == expected
