"""The addresses of a page in both languages never lead to another site."""

import pytest

from cms.context_processors import language_addresses


@pytest.mark.parametrize(
    "path,indonesian,english",
    [
        ("/", "/", "/en/"),
        ("/en/", "/", "/en/"),
        ("/en", "/", "/en/"),
        ("/cari/?q=a", "/cari/?q=a", "/en/cari/?q=a"),
        ("/en/cari/?q=a", "/cari/?q=a", "/en/cari/?q=a"),
        ("/energi/", "/energi/", "/en/energi/"),
        ("/en//evil.example/", "/evil.example/", "/en/evil.example/"),
        ("//evil.example/", "/evil.example/", "/en/evil.example/"),
        ("/\\evil.example/", "/evil.example/", "/en/evil.example/"),
    ],
)
def test_addresses_stay_on_this_site(path, indonesian, english):
    assert language_addresses(path) == (indonesian, english)
