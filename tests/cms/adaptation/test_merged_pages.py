"""Whatever comes out of a merge loads into the real page."""

import json
import random

import pytest

from cms.adaptation.contents import live_content
from cms.adaptation.merging import merge
from cms.adaptation.shapes import page_shape
from tests.cms.adaptation.conftest import drafted

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(12))
def test_every_result_loads_into_the_real_page(seed, source, adapted, contributor):
    chance = random.Random(seed)
    shape = page_shape(type(source))
    base = live_content(source)
    ours, theirs = (scrambled(chance, base, side) for side in ("kami", "sumber"))
    asked = merge(base, ours, theirs, shape)
    choices = {conflict.key: chance.choice(conflict.choices) for conflict in asked.conflicts}
    merged = merge(base, ours, theirs, shape, choices).content
    draft = drafted(adapted, body=merged["body"], title=merged["title"]).get_latest_revision_as_object()
    assert json.loads(json.dumps(draft.body.get_prep_value())) == merged["body"]
    for block in draft.body:
        str(block.value)


def scrambled(chance, base, side):
    content = json.loads(json.dumps(base))
    blocks = content["body"]
    for _ in range(4):
        action = chance.choice(["move", "delete", "text", "inside", "add"])
        at = chance.randrange(len(blocks)) if blocks else None
        if action == "add" or at is None:
            added = {"type": "text", "value": f"<p>{side}</p>", "id": f"{side}-{chance.random()}"}
            blocks.insert(at or 0, added)
        elif action == "move":
            blocks.append(blocks.pop(at))
        elif action == "delete":
            del blocks[at]
        elif blocks[at]["type"] == "text":
            blocks[at]["value"] = f"<p>{side}</p>"
        elif blocks[at]["type"] == "steps":
            steps = blocks[at]["value"]["steps"]
            chance.shuffle(steps)
            if steps:
                steps[0]["value"]["title"] = side
        else:
            blocks[at]["value"]["question"] = side
    return content
