"""A centre's people see and touch only what is theirs: every address of the admin, for every role."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.isolation.addresses import Route, routes
from tests.isolation.answers import letter, table
from tests.isolation.people import COLUMNS
from tests.isolation.world import MARK, World, build_world

HOW = "a new address: add its row to tests/isolation/answers.txt, after thinking about each letter"
STRANGERS = COLUMNS[:3]


@pytest.fixture
def world(db: Any) -> World:
    return build_world()


def logged_in(world: World, column: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(world.people[column])
    return client


def ask(client: Client, world: World, route: Route) -> tuple[str, bytes]:
    response = client.get(route.address(world.objects))
    body = b"" if response.streaming else response.content
    return letter(response), body


def test_every_address_has_its_row_and_every_row_its_address() -> None:
    known, there = set(table()), {route.name for route in routes()}
    assert sorted(there - known) == [], HOW
    assert sorted(known - there) == [], "rows of addresses that are gone"


@pytest.mark.parametrize("column", COLUMNS)
def test_each_gets_the_answer_of_the_table(world: World, column: str) -> None:
    client, rows, at = logged_in(world, column), table(), COLUMNS.index(column)
    wrong, seen = [], []
    for route in routes():
        answer, body = ask(client, world, route)
        expected = rows.get(route.name, ("?" * 9, ""))[0][at]
        if answer != expected:
            wrong.append(f"{expected} → {answer}  {route.name}")
        if column in STRANGERS and MARK.encode() in body:
            seen.append(route.name)
    assert wrong == []
    assert seen == [], "these show what is the other centre's"


@pytest.mark.parametrize("column", COLUMNS)
def test_who_sends_a_form_gets_the_answer_of_the_table(world: World, column: str) -> None:
    """Each address sees the world as it was built; what a form did there is taken back again."""
    client, rows, at = logged_in(world, column), table(), COLUMNS.index(column)
    before = world.digest() if column in STRANGERS else {}
    wrong, changed = [], []
    for route in routes():
        with transaction.atomic():
            answer = letter(client.post(route.address(world.objects), world.form))
            if column in STRANGERS and world.digest() != before:
                changed.append(route.name)
            transaction.set_rollback(True)
        expected = rows.get(route.name, ("", "?" * 9))[1][at]
        if answer != expected:
            wrong.append(f"{expected} → {answer}  {route.name}")
    assert wrong == []
    assert changed == [], "these let a stranger change what is the other centre's"
