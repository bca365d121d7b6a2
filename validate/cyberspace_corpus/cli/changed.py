"""``validate --changed``: what the work tree has brought in since a revision.

A finding is brought in if it stands in a changed file, or if it stands in another file and
the same validation of the revision's own files does not report it there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from cyberspace_corpus.cli import git
from cyberspace_corpus.cli.main import WrongUse
from cyberspace_corpus.names import is_generated

if TYPE_CHECKING:
    from cyberspace_corpus.findings import Finding
    from cyberspace_corpus.rules.run import Memory, Result

Identity = tuple[str, str, int, int, str | None]


_COMPARED: Final = {
    "en": "Compared with {commit} ({name}): {count} changed files.",
    "zh": "与 {commit}（{name}）相比：改动 {count} 个文件。",
}


@dataclass
class Changes:
    """What the work tree brings in against a commit; ``name`` is how a person calls that."""

    root: Path
    commit: str
    name: str
    _reported: frozenset[Identity] | None = None
    _changed: frozenset[str] = frozenset()

    def brought_in(self, result: Result) -> list[Finding]:
        """Of the findings of a validation of the work tree, those that are brought in."""
        self._changed = self._changed_files()
        if self._reported is None:
            self._reported = self._of_commit(result.memory)
        return [
            finding
            for finding in result.findings
            if finding.path in self._changed or _identity(finding) not in self._reported
        ]

    def summary(self, lang: str) -> str:
        """A line on what the last result was compared with."""
        said = _COMPARED[lang]
        return said.format(commit=self.commit[:10], name=self.name, count=len(self._changed))

    def _changed_files(self) -> frozenset[str]:
        names = git.changed_files(self.root, self.commit, "data")
        return frozenset(path for path in names if _is_authored(path))

    def _of_commit(self, memory: Memory) -> frozenset[Identity]:
        """What the commit's files give, in a folder of their own; what they have in common
        with the work tree is neither read nor checked again."""
        from cyberspace_corpus.corpus import stamp_of
        from cyberspace_corpus.rules.run import validate

        with TemporaryDirectory(prefix="cyberspace-corpus-") as name:
            folder = Path(name)
            (folder / "data").mkdir()
            for path, content in git.files_at(self.root, self.commit, "data", _is_authored).items():
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
            same = {
                path: replace(file, stamp=stamp_of(folder / path))
                for path, file in memory.files.items()
                if path not in self._changed
            }
            findings = list(validate(folder, before=replace(memory, files=same)).findings)
        for file in same.values():  # a link, say, is not in the folder, but it was there too
            findings += file.findings
        return frozenset(map(_identity, findings))


def since(root: Path, revision: str | None) -> Changes:
    """The changes since a revision; since None, the merge base with the default branch, else
    HEAD. Raises :class:`WrongUse` outside a checkout and for an unknown revision."""
    git.check_checkout(root)
    if revision is not None:
        commit = git.commit_of(root, revision)
        if commit is None:
            hint = "; name paths before --changed" if Path(revision).exists() else ""
            raise WrongUse(f"no git revision {revision!r}{hint}")
        return Changes(root, commit, revision)
    head = git.commit_of(root, "HEAD")
    if head is None:
        raise WrongUse("there is no commit yet to compare with")
    if base := git.merge_base(root):
        return Changes(root, base[0], f"merge base with {base[1]}")
    return Changes(root, head, "HEAD")


def _identity(finding: Finding) -> Identity:
    """What makes two findings in an unchanged file the same; a hint that they carry may
    differ."""
    place = finding.line, finding.column
    return finding.rule, finding.path, *place, finding.values.get("value")


def _is_authored(path: str) -> bool:
    parts = path.split("/")
    return not is_generated("/".join(parts[:2])) and ".." not in parts
