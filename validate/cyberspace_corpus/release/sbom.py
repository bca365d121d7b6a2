"""What the wheel may need, as a bill of materials: CycloneDX 1.6, JSON.

The wheel itself needs nothing but Python. Its extras need what ``requirements.lock`` pins: every
package there is a component, with the digests of its files and what asks for it.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cyberspace_corpus.build.about import NAME, VERSION
from cyberspace_corpus.release.format import Content

LOCK: Final = "requirements.lock"

_PIN: Final = re.compile(r"([A-Za-z0-9._-]+)==([^ \\]+)(?: ; (.+?))?(?: \\)?$")
_HASH: Final = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_VIA: Final = re.compile(r"#(?: via)? +([A-Za-z0-9._-]+)(?: \(.*\))?$")


@dataclass(frozen=True, slots=True)
class Pin:
    """A line of the lock: the package, where it is needed, its files' digests, who asks."""

    name: str
    version: str
    marker: str | None
    hashes: tuple[str, ...]
    via: tuple[str, ...]

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"


def sbom(content: Content, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """``sbom.cdx.json``; nothing where the release has no wheel or the checkout no lock."""
    wheels = [path for path in files if path.endswith(".whl")]
    lock = content.root / LOCK
    if not wheels or not lock.is_file():
        return {}
    found = list(pins(lock.read_text("utf-8")))
    own = f"pkg:pypi/{NAME}@{VERSION}"
    day = datetime.datetime.fromtimestamp(content.epoch, datetime.UTC)
    bill: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": day.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "library",
                "bom-ref": own,
                "name": NAME,
                "version": VERSION,
                "purl": own,
                "hashes": [_hash(hashlib.sha256(files[wheels[0]]).hexdigest())],
                "licenses": [{"expression": "MIT AND CC-BY-4.0"}],
            },
        },
        "components": [_component(pin) for pin in found],
        "dependencies": [
            {"ref": ref, "dependsOn": sorted(pin.purl for pin in found if name in pin.via)}
            for name, ref in [(NAME, own), *((pin.name, pin.purl) for pin in found)]
        ],
    }
    # Derived from the content: the same bill has the same number wherever it is made.
    bill["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(bill))}"
    return {"sbom.cdx.json": (json.dumps(bill, ensure_ascii=False, indent=1) + "\n").encode()}


def pins(lock: str) -> Iterator[Pin]:
    """The packages of a lock as uv and pip-tools write it, in its order."""
    for block in re.split(r"\n(?=[A-Za-z0-9])", lock.strip()):
        head, *rest = block.split("\n")
        match = _PIN.match(head)
        if match is None:
            continue
        name, number, marker = match.groups()
        via = [v[1] for line in rest if (v := _VIA.search(line)) and v[1] != "via"]
        yield Pin(name, number, marker, tuple(_HASH.findall(block)), tuple(via))


def _component(pin: Pin) -> dict[str, Any]:
    """The digests are of the files that an index may hand out, so they stand where it is."""
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": pin.purl,
        "name": pin.name,
        "version": pin.version,
        "scope": "optional",
        "purl": pin.purl,
    }
    if pin.hashes:
        component["externalReferences"] = [
            {
                "type": "distribution",
                "url": f"https://pypi.org/simple/{pin.name}/",
                "hashes": [_hash(digest) for digest in pin.hashes],
            }
        ]
    if pin.marker:
        component["properties"] = [{"name": f"{NAME}:marker", "value": pin.marker}]
    return component


def _hash(digest: str) -> dict[str, str]:
    return {"alg": "SHA-256", "content": digest}
