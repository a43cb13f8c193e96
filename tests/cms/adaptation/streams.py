"""Generated pages in JSON: a base, and what two editors make of it, with nested streams, lists and structs."""

from __future__ import annotations

from copy import deepcopy

from hypothesis import strategies as st

from cms.adaptation.merging import Blocks, Leaf, Members, Struct

PLAIN = Leaf(label="Judul", text="plain", max_length=60)
RICH = Leaf(label="Teks", text="rich")
STEP = Struct(label="Langkah", parts={"title": PLAIN, "text": RICH, "minutes": Leaf(label="Menit")})
STEPS = Struct(label="Langkah-langkah", parts={"title": PLAIN, "steps": Blocks(kinds={"item": STEP}, is_list=True)})
INNER = Blocks(label="Bagian", kinds={"text": RICH, "steps": STEPS})
BODY = Blocks(label="Isi", kinds={"text": RICH, "steps": STEPS, "inner": INNER})
PAGE = Struct(parts={"title": PLAIN, "levels": Members(label="Tingkat"), "on": Leaf(label="Tanggal"), "body": BODY})

words = st.sampled_from(["awan", "bumi", "cermin", "daun", "embun", "fajar", "gua", "hujan", ""])
minutes = st.sampled_from([None, 5, 10, 45])


@st.composite
def steps(draw, ids):
    return {"title": draw(words), "text": f"<p>{draw(words)}</p>", "minutes": draw(minutes)}


def block_list(draw, ids, kinds, depth):
    return [new_block(draw, ids, kinds, depth) for _ in range(draw(st.integers(0, 4)))]


def new_block(draw, ids, kinds, depth):
    kind = draw(st.sampled_from([kind for kind in kinds if depth or kind != "inner"]))
    ids.append(f"{ids[0]}{len(ids)}")
    block_id = ids[-1]
    if kind == "text":
        value = f"<p>{draw(words)}</p>"
    elif kind == "item":
        value = draw(steps(ids))
    elif kind == "steps":
        value = {"title": draw(words), "steps": block_list(draw, ids, ["item"], 0)}
    else:
        value = block_list(draw, ids, ["text", "steps"], 0)
    return {"type": kind, "value": value, "id": block_id}


def change(draw, ids, blocks, kinds, depth):
    """Edits a list of blocks as somebody would: write, delete, add, move, and the same within the blocks."""
    for _ in range(draw(st.integers(0, 3))):
        action = draw(st.sampled_from(["write", "delete", "add", "move", "inside"]))
        if action == "add" or not blocks:
            blocks.insert(draw(st.integers(0, len(blocks))), new_block(draw, ids, kinds, depth))
            continue
        at = draw(st.integers(0, len(blocks) - 1))
        if action == "delete":
            del blocks[at]
        elif action == "move":
            blocks.insert(draw(st.integers(0, len(blocks) - 1)), blocks.pop(at))
        elif blocks[at]["type"] == "text":
            blocks[at]["value"] = f"<p>{draw(words)} {ids[0]}</p>"
        elif blocks[at]["type"] == "item":
            blocks[at]["value"][draw(st.sampled_from(["title", "text"]))] = f"{draw(words)} {ids[0]}"
        elif blocks[at]["type"] == "steps":
            blocks[at]["value"]["title"] = draw(words)
            change(draw, ids, blocks[at]["value"]["steps"], ["item"], 0)
        else:
            change(draw, ids, blocks[at]["value"], ["text", "steps"], 0)


def edited(draw, page, editor):
    page = deepcopy(page)
    ids = [editor]
    if draw(st.booleans()):
        page["title"] = f"{draw(words)} {editor}"
    if draw(st.booleans()):
        page["on"] = draw(st.sampled_from([None, "2026-01-01", "2026-02-02"]))
    if draw(st.booleans()):
        page["levels"] = draw(st.lists(st.integers(1, 5), unique=True))
    change(draw, ids, page["body"], ["text", "steps", "inner"], 1)
    if draw(st.booleans()):
        carry(draw, page["body"])
    return page


def carry(draw, body):
    """Moves a block into another container: a text or steps into an inner stream or out of it, an item elsewhere."""
    streams = [body, *(block["value"] for block in body if block["type"] == "inner")]
    steps = [block["value"]["steps"] for blocks in streams for block in blocks if block["type"] == "steps"]
    lists = draw(st.sampled_from([streams, steps]))
    movable = [(blocks, block) for blocks in lists for block in blocks if block["type"] != "inner"]
    if len(lists) < 2 or not movable:
        return
    blocks, block = draw(st.sampled_from(movable))
    blocks.remove(block)
    into = draw(st.sampled_from(lists))
    into.insert(draw(st.integers(0, len(into))), block)


@st.composite
def bases(draw):
    return {
        "title": draw(words),
        "levels": draw(st.lists(st.integers(1, 5), unique=True)),
        "on": draw(st.sampled_from([None, "2026-01-01"])),
        "body": block_list(draw, ["b"], ["text", "steps", "inner"], 1),
    }


@st.composite
def versions(draw):
    """(base, ours, theirs)."""
    base = draw(bases())
    return base, edited(draw, base, "o"), edited(draw, base, "t")


def blocks_in(value):
    """Block id → the block, at every depth."""
    found = {}
    if isinstance(value, dict):
        if "id" in value and "type" in value:
            found[value["id"]] = value
        for part in value.values():
            found |= blocks_in(part)
    elif isinstance(value, list):
        for part in value:
            found |= blocks_in(part)
    return found


def ids_in_order(value):
    """Every block id as often as it occurs."""
    if isinstance(value, dict):
        own = [value["id"]] if "id" in value and "type" in value else []
        return own + [block_id for part in value.values() for block_id in ids_in_order(part)]
    if isinstance(value, list):
        return [block_id for part in value for block_id in ids_in_order(part)]
    return []
