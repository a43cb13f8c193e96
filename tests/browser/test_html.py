"""The Nu HTML checker finds no error on any public template."""

from __future__ import annotations

import json
import subprocess
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.browser import tools

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def errors(folder: Path) -> list[str]:
    """What the checker says of the HTML files in `folder`: `file:line: message: extract`."""
    command = ["java", "-Xss1m", "-jar", str(tools.VNU), "--format", "json", "--errors-only", "--exit-zero-always"]
    done = subprocess.run([*command, *map(str, sorted(folder.glob("*.html")))], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stderr or done.stdout)["messages"]
    return [
        f"{Path(item['url']).name}:{item.get('lastLine')}: {item['message']}: {item.get('extract', '').strip()}"
        for item in found
    ]


def save(site: Any, address: str, path: Path) -> None:
    try:
        answer = urllib.request.urlopen(site.url + address, timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    path.write_bytes(answer.read())


def test_every_template_is_valid_html(site: Any, every_template: dict[str, str], tmp_path: Path) -> None:
    tools.need(tools.VNU, "java", "TEST_VNU_JAR")
    for name, address in every_template.items():
        save(site, address, tmp_path / f"{name}.html")
    assert errors(tmp_path) == []


def test_the_checker_sees_a_fault_that_is_put_in(site: Any, tmp_path: Path) -> None:
    tools.need(tools.VNU, "java", "TEST_VNU_JAR")
    save(site, "/", tmp_path / "home.html")
    text = (tmp_path / "home.html").read_text(encoding="utf-8")
    (tmp_path / "home.html").write_text(text.replace("</main>", '<a href="#"><a></a></main>'), encoding="utf-8")
    assert errors(tmp_path)
