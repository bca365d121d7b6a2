"""The source: one witness file as received, and what is known of it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from cyberspace_corpus.model.base import (
    Authored,
    Bilingual,
    Edtf,
    Lang,
    LineSpec,
    Sha256,
    Slug,
    Text,
)

Step = Literal[
    "strip-space",
    "strip-jump-line",
    "remove-pinyin",
    "simplify",
    "widen-punctuation",
    "join-lines",
    "strip-label",
]

OmissionReason = Literal[
    "contents-list",
    "repeated-title",
    "page-furniture",
    "disclaimer",
    "licence-notice",
    "source-note",
]


class Rights(Authored):
    """Why the text of a source may be reproduced."""

    statement: Bilingual = Field(
        title="Statement",
        description="What may be said about the rights in the text, in both languages.",
        examples=[{"zh": "……", "en": "An official document of an administrative nature ..."}],
    )
    basis: Text = Field(
        title="Basis",
        description="What the statement rests on.",
        examples=["Copyright Law of the People's Republic of China, Article 5"],
    )


class Normalisations(Authored):
    """The steps from the printed lines to the canonical text, for each language."""

    zh: list[Step] = Field(
        default_factory=list,
        title="Chinese",
        description="Steps for the Chinese lines.",
        examples=[["strip-space", "widen-punctuation"]],
    )
    en: list[Step] = Field(
        default_factory=list,
        title="English",
        description="Steps for the English lines.",
        examples=[["strip-space", "join-lines"]],
    )


class Omission(Authored):
    """Lines of the source that are no part of the document."""

    lines: LineSpec = Field(title="Lines", description="Which lines, from 1.", examples=["104"])
    reason: OmissionReason = Field(
        title="Reason", description="Why they are left out.", examples=["disclaimer"]
    )
    note: Text | None = Field(
        default=None,
        title="Note",
        description="What they say, if that matters.",
        examples=["The republisher's disclaimer."],
    )


class Source(Authored):
    """One witness. Its id is the name of its file and of the text file beside it."""

    id: Slug = Field(title="Id", description="Id of the source.", examples=["xinhua-2022"])
    document: Slug = Field(
        title="Document", description="The document it is a witness of.", examples=["wic-2020"]
    )
    publisher: Bilingual = Field(
        title="Publisher",
        description="Who published this copy.",
        examples=[{"zh": "人民日报", "en": "People's Daily"}],
    )
    description: Bilingual = Field(
        title="Description",
        description="What the copy is and where it was printed or posted, as far as it shows.",
        examples=[{"zh": "报纸版。", "en": "A newspaper print."}],
    )
    languages: Annotated[list[Lang], Field(min_length=1)] = Field(
        title="Languages", description="Languages it carries.", examples=[["zh"]]
    )
    script: Literal["Hans", "Hant"] = Field(
        title="Script",
        description="Script of its Chinese, ISO 15924: Hans (Simplified) or Hant (Traditional).",
        examples=["Hans"],
    )
    published: Edtf | None = Field(
        title="Published",
        description="When this copy was published, EDTF, if it shows; else null.",
        examples=["2022-11-07"],
    )
    url: Text | None = Field(
        title="Address",
        description="Where the copy was found on the web; null: not known.",
        examples=["https://example.org/text"],
    )
    sha256: Sha256 = Field(
        title="SHA-256",
        description="Digest of the text file, which is never edited.",
        examples=["0" * 64],
    )
    rights: Rights = Field(
        title="Rights",
        description="Rights in the text of the source.",
        examples=[{"statement": {"zh": "……", "en": "..."}, "basis": "Article 5"}],
    )
    normalisations: Normalisations = Field(
        title="Normalisations",
        description="The declared steps from its lines to the canonical text.",
        examples=[{"zh": ["strip-space"]}],
    )
    omitted: list[Omission] = Field(
        title="Omitted",
        description="Every non-blank line that is neither in a record nor a heading.",
        examples=[[{"lines": "104", "reason": "disclaimer"}]],
    )
    gaps: list[Text] = Field(
        title="Gaps",
        description="Stretches of the document that this copy lacks.",
        examples=[["Begins in the middle of a paragraph."]],
    )
    note: Text | None = Field(
        default=None,
        title="Note",
        description="One neutral sentence on the source, if it needs one.",
        examples=["The English is an unnamed machine translation."],
    )
