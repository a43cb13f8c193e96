"""Where the servers are and how the engine behaves; plain values, so that other processes can have them too."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """`hosts`: addresses, the first first. `prefix` begins every index and alias. `replicas`: a number or "auto".

    Seconds bound one request. `words_seconds`: how old the table of the index's words may become; 0 reads it
    for every question. `processes` prepare and send documents of a rebuild; 0: one for each core, at most four.
    """

    hosts: tuple[str, ...] = ("http://127.0.0.1:9200",)
    api_key: str = ""
    ca_certs: str = ""
    prefix: str = "sinau"
    shards: int = 1
    replicas: str = "auto"
    search_seconds: float = 5
    write_seconds: float = 30
    words_seconds: float = 120
    processes: int = 0
