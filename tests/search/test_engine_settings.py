"""Settings of the engines that cannot work are named before the site starts; what is not used is not loaded."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings as project

from search.checks import check_elasticsearch

WRONG = {
    "ELASTICSEARCH_URL": ["127.0.0.1:9200"],
    "ELASTICSEARCH_CA_CERTS": "/nowhere/ca.pem",
    "ELASTICSEARCH_INDEX": "Sinau*",
    "ELASTICSEARCH_REPLICAS": "many",
}


@pytest.mark.parametrize("name", WRONG)
def test_a_setting_that_cannot_work_is_named(name: str, settings: Any) -> None:
    settings.SEARCH_ENGINE = "elasticsearch"
    before = check_elasticsearch()
    setattr(settings, name, WRONG[name])
    (error,) = check_elasticsearch()
    assert (before, error.id) == ([], "sinau.E012")
    assert name in error.msg


def test_no_address_at_all_is_named(settings: Any) -> None:
    settings.SEARCH_ENGINE = "elasticsearch"
    settings.ELASTICSEARCH_URL = []
    assert [error.id for error in check_elasticsearch()] == ["sinau.E012"]


def test_the_embedded_engine_does_not_care(settings: Any) -> None:
    settings.SEARCH_ENGINE = "embedded"
    settings.ELASTICSEARCH_URL = []
    assert check_elasticsearch() == []


def test_an_embedded_installation_does_not_load_the_client() -> None:
    code = (
        "import sys, django; django.setup(); from search.engines import get_engine, get_indexes;"
        "import settings.urls; get_engine(); get_indexes(); print('elasticsearch' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == "False"
