"""An invented corpus of any size, valid by every rule: the same size gives the same bytes.

    python tests/benchmarks/generate.py FOLDER RECORDS [--lines]

Below ``FOLDER`` it writes ``data/`` as a corpus has it, in the canonical form; with ``--lines``
the records stand in ``FOLDER/records.jsonl`` instead, an object a line with the id and the
record. A document has 125 records. Its source is a booklet in both languages, or in Chinese
alone where the English is a translation of the project; every second document has a newspaper
copy of its first third, with readings of its own; every fifth booklet prints Traditional. Names
are given as in life: a few entities stand in many records, most in few.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from press import NAMED, Data, Document, documents
from words import COMPOUND, HANT, TERMS, TOPICS, TYPES

from cyberspace_corpus.model.kinds import KIND
from cyberspace_corpus.model.order import blocks
from cyberspace_corpus.yamlio.writer import write


def entity(number: int, records: int) -> Data:
    """The file of an entity. Each is named in the record of its own number, if there is one."""
    named = NAMED[number]
    stem = NAMED[number - number % 3]
    is_body = named.type == "organisation"
    code = "X" + chr(ord("A") + number // 3)
    return {
        "id": named.id,
        "type": named.type,
        "name": {"zh": named.zh, "en": named.en},
        "aliases": {
            "zh": [f"{stem.zh}渡运会"] if is_body else [],
            "en": [f"{stem.en} Ferry Organisation"] if is_body else [],
        },
        "acronyms": [f"{stem.en.upper()}FO"] if is_body else [],
        "part_of": NAMED[number - 1].id if named.type == "forum" else None,
        "predecessor": None,
        "successor": None,
        "not_to_be_confused_with": [],
        "identifiers": [{"scheme": "iso3166-1", "value": code}] if named.type == "state" else [],
        "description": {"zh": "虚构的名称。", "en": "An invented name."},
        "evidence": "witness" if number < records else "external",
    }


def vocabulary() -> Iterator[tuple[str, Data]]:
    """The closed lists, by the names of their kinds."""
    said = {"zh": "虚构的类别。", "en": "An invented class."}
    yield (
        "topics",
        {
            "topics": [
                {
                    "id": id,
                    "label": {"zh": zh, "en": en},
                    "definition": said,
                    "broader": TOPICS[0][0] if id != TOPICS[0][0] else None,
                }
                for id, zh, en in TOPICS
            ]
        },
    )
    yield (
        "terms",
        {
            "terms": [
                {"id": id, "zh": zh, "en": en, "also": list(also), "attested": "project"}
                for id, zh, en, also in TERMS
            ]
        },
    )
    yield (
        "entity-types",
        {
            "types": [
                {"id": id, "label": {"zh": zh, "en": en}, "definition": said}
                for id, zh, en in TYPES
            ]
        },
    )
    surface, *parts = COMPOUND
    fused = [{"surface": part, "entity": NAMED[number].id} for part, number in parts]
    yield "compounds", {"compounds": [{"surface": surface, "parts": fused}]}
    yield "script", {"characters": sorted(hant + hans for hans, hant in HANT.items())}


def concordance(one: Document, other: Document) -> Data:
    """Twenty records of the first document beside those of the second; the others stand alone."""
    ids = [
        [id for id, record in made.records if record["kind"] != "title"] for made in (one, other)
    ]
    pairs = [
        {
            "source": first.partition("/")[2],
            "target": second.partition("/")[2],
            "relation": "topical",
        }
        for first, second in list(zip(*ids, strict=False))[:20]
    ]
    unmatched = [{"record": id, "relation": "dropped"} for id in ids[0][len(pairs) :]]
    unmatched += [{"record": id, "relation": "new"} for id in ids[1][len(pairs) :]]
    return {
        "source": one.data["id"],
        "target": other.data["id"],
        "pairs": pairs,
        "unmatched": unmatched,
    }


def generate(folder: Path, records: int, *, lines: bool = False) -> None:
    """Write the corpus below ``folder``, which must not hold one yet."""
    known: set[Path] = set()

    def put(path: str, content: bytes) -> None:
        target = folder / path
        if target.parent not in known:
            target.parent.mkdir(parents=True, exist_ok=True)
            known.add(target.parent)
        with open(target, "xb") as file:
            file.write(content)

    def author(kind: str, id: str, data: Data) -> None:
        of = KIND[kind]
        path = of.pattern.replace("*/*", id).replace("*", id)
        put(path, write(data, modeline=of.modeline, blocks=blocks(of)))

    for kind, data in vocabulary():
        author(kind, "", data)
    for number, named in enumerate(NAMED):
        author("entity", named.id, entity(number, records))
    first: list[Document] = []
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "records.jsonl", "wb") if lines else nullcontext() as stream:
        for made in documents(records):
            author("document", made.data["id"], made.data)
            for source, text in made.sources:
                author("source", source["id"], source)
                put(f"data/sources/{source['id']}.txt", text.encode())
            for id, record in made.records:
                if stream:
                    line = json.dumps({"id": id} | record, ensure_ascii=False)
                    stream.write(f"{line}\n".encode())
                else:
                    author("record", id, record)
            if len(first) < 2:
                first.append(made)
    if len(first) == 2:
        one, other = first
        id = f"{one.data['id']}--{other.data['id']}"
        author("concordance", id, concordance(one, other))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("records", type=int, help="how many; from 8 upwards every rule is content")
    parser.add_argument("--lines", action="store_true", help="the records as JSON Lines")
    arguments = parser.parse_args()
    generate(arguments.folder, arguments.records, lines=arguments.lines)


if __name__ == "__main__":
    main()
