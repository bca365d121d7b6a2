"""The published tables, one class a table.

These classes are the one source of the tables' columns: the CSV headers, the Table Schemas,
the descriptor, the data dictionary and the objects that :func:`cyberspace_corpus.load` gives
all follow them. Text offsets are Unicode code points, half-open; a list of texts is a JSON
array in a cell.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from cyberspace_corpus.published.row import (
    TABLES,
    Day,
    Number,
    Row,
    Text,
    Texts,
    column,
    part,
    table,
)

if TYPE_CHECKING:
    from cyberspace_corpus.published.corpus import Corpus

STATUSES = ("original", "official", "machine", "project", "lacuna")
LANGUAGES = ("zh", "en")


@table
@dataclass(frozen=True, slots=True)
class Document(Row):
    """One policy document."""

    TABLE: ClassVar[str] = "documents"
    ABOUT: ClassVar[str] = "The documents: titles, issuer, dates, and what each language is."

    id: str = column("Id", "Id of the document.", "wic-2020")
    kind: str = column("Kind", "What kind of document it is.", "white-paper")
    title_zh: str = column("Chinese title", "The title in Chinese.", "携手构建网络空间命运共同体")
    title_en: str = column(
        "English title",
        "The title in English. A title is no key.",
        "Jointly Build a Community with a Shared Future in Cyberspace",
    )
    issuer: str = column(
        "Issuer",
        "Entity that issued the document.",
        "state-council-information-office",
        to="entities",
    )
    issued: str = column("Issued", "Date the document bears, EDTF.", "2022-11")
    issued_earliest: Day = column(
        "Issued, earliest", "First day that the date covers.", "2022-11-01"
    )
    issued_latest: Day = column("Issued, latest", "Last day that the date covers.", "2022-11-30")
    released: Text = column("Released", "Date it was made public, EDTF, if another.", "2022-11-07")
    status_zh: str = column(
        "Status of the Chinese", "What the Chinese mostly is.", "original", among=STATUSES
    )
    status_en: str = column(
        "Status of the English", "What the English mostly is.", "machine", among=STATUSES
    )
    sources: Texts = column("Sources", "Ids of its witnesses, as a JSON array.", ["xinhua-2022"])
    external_facts: Texts = column(
        "External facts",
        "What this row says and the witnesses do not: field, evidence and note, as a JSON array.",
        ["title_en (external): used by the press"],
    )
    note: Text = column("Note", "One sentence on the document, if needed.", "A title is no key.")
    sections: tuple[Section, ...] = part("sections")
    records: tuple[Record, ...] = part("records")


@table
@dataclass(frozen=True, slots=True)
class Source(Row):
    """One witness: a file as received."""

    TABLE: ClassVar[str] = "sources"
    ABOUT: ClassVar[str] = "The witnesses: the files as received, and what is known of them."

    id: str = column("Id", "Id of the source.", "xinhua-2022")
    document: str = column(
        "Document", "The document it is a witness of.", "white-paper-2022", to="documents"
    )
    path: str = column(
        "Path", "Its file, from the repository's root.", "data/sources/xinhua-2022.txt"
    )
    sha256: str = column("SHA-256", "Digest of the file.", "0" * 64)
    publisher: str = column("Publisher", "Who published this copy (English).", "Xinhua News Agency")
    script: str = column(
        "Script", "Script of its Chinese, ISO 15924.", "Hans", among=("Hans", "Hant")
    )
    rights: str = column(
        "Rights", "Why its text may be reproduced (English).", "An official document ..."
    )
    publisher_zh: str = column("Publisher (Chinese)", "Who published this copy.", "新华社")
    rights_zh: str = column("Rights (Chinese)", "Why its text may be reproduced.", "……")
    rights_basis: str = column(
        "Basis of the rights", "What the statement rests on.", "Copyright Law, Article 5"
    )
    languages: Texts = column("Languages", "Languages it carries, as a JSON array.", ["zh"])
    published: Text = column(
        "Published", "When the copy was published, EDTF, if it shows.", "2022-11-07"
    )
    url: Text = column("Address", "Where it was found on the web, if known.", "https://example.org")
    description_zh: str = column("Description (Chinese)", "What the copy is.", "报纸版。")
    description_en: str = column("Description (English)", "What the copy is.", "A newspaper print.")
    normalisations_zh: Texts = column(
        "Normalisations of the Chinese",
        "Declared steps to the canonical text, as a JSON array.",
        ["strip-space"],
    )
    normalisations_en: Texts = column(
        "Normalisations of the English",
        "Declared steps to the canonical text, as a JSON array.",
        ["strip-space"],
    )
    gaps: Texts = column(
        "Gaps", "Stretches of the document it lacks, as a JSON array.", ["Begins in mid-paragraph."]
    )


@table
@dataclass(frozen=True, slots=True)
class Section(Row):
    """A heading of a document, and its place in the outline."""

    TABLE: ClassVar[str] = "sections"
    ABOUT: ClassVar[str] = "The outline of every document: headings, nested by parent."

    id: str = column("Id", "Id of the section: <document>/<section>.", "white-paper-2022/3.1.3")
    document: str = column(
        "Document", "The document it belongs to.", "white-paper-2022", to="documents"
    )
    parent: Text = column(
        "Parent", "The section it lies in, if any.", "white-paper-2022/3.1", to="sections"
    )
    level: int = column("Level", "Depth in the outline, from 1.", 3)
    position: int = column("Position", "Place in the document's outline, from 1.", 27)
    label_zh: Text = column("Chinese label", "What is printed in front of the heading.", "（一）")
    label_en: Text = column("English label", "What is printed in front of the heading.", "(1)")
    heading_zh: Text = column(
        "Chinese heading", "The heading; empty where no witness has it.", "发展共同推进"
    )
    heading_en: Text = column(
        "English heading", "The heading in English.", "Achieving shared development"
    )
    status_zh: str = column(
        "Status of the Chinese", "What the Chinese heading is.", "original", among=STATUSES
    )
    status_en: str = column(
        "Status of the English", "What the English heading is.", "official", among=STATUSES
    )


@table
@dataclass(frozen=True, slots=True)
class Record(Row):
    """One unit of a document."""

    TABLE: ClassVar[str] = "records"
    ABOUT: ClassVar[str] = "The records: every item, paragraph, title ... in both languages."

    id: str = column("Id", "Id of the record: <document>/<locator>. Never reused.", "wic-2020/7")
    document: str = column("Document", "The document it belongs to.", "wic-2020", to="documents")
    section: Text = column(
        "Section", "The section it stands in, if any.", "wic-2020/2", to="sections"
    )
    kind: str = column("Kind", "What kind of unit it is.", "item")
    number: Text = column("Number", "Editorial number of an item.", "7")
    position: int = column("Position", "Place in the document, from 1.", 12)
    text_zh: Text = column(
        "Chinese text",
        "The canonical text; empty where no witness has it.",
        "加强信息基础设施保护。",
    )
    text_en: Text = column("English text", "The English text.", "Stepping up protection ...")
    status_zh: str = column(
        "Status of the Chinese",
        "original, or lacuna (no witness has it).",
        "original",
        among=STATUSES,
    )
    status_en: str = column(
        "Status of the English",
        "official, machine, project (translated here) or lacuna.",
        "project",
        among=STATUSES,
    )
    label_zh: Text = column("Chinese label", "What is printed in front of it.", "7.")
    label_en: Text = column("English label", "What is printed in front of it.", "7.")
    reviewed: bool = column(
        "Reviewed",
        "Whether a person has reviewed the project's translation; false also where there is none.",
        False,
    )
    entities: Texts = column("Entities", "Ids of the entities named, as a JSON array.", ["china"])
    topics: Texts = column("Topics", "Ids of its topics, as a JSON array.", ["data-security"])
    note: Text = column(
        "Note", "One sentence on the record, if needed.", "Printed as a running title."
    )
    segments: tuple[Segment, ...] = part("segments")
    provenance: tuple[Provenance, ...] = part("provenance")
    variants: tuple[Variant, ...] = part("variants")
    mentions: tuple[Mention, ...] = part("mentions")
    dates: tuple[Date, ...] = part("dates")
    quantities: tuple[Quantity, ...] = part("quantities")
    differences: tuple[Difference, ...] = part("differences")
    corpus: Corpus | None = field(default=None, repr=False, compare=False)
    """The corpus that it was loaded with."""

    def descendants(self) -> tuple[Record, ...]:
        """The records of later documents that answer to this one, and those that answer to
        them, in reading order; a record stands once.

        >>> [record.id for record in corpus["wic-2020/12"].descendants()][:3]
        ['china-africa-2021/10', 'white-paper-2022/1.2-4', 'white-paper-2022/3.1.3-7']
        """
        assert self.corpus is not None
        return self.corpus.descendants(self.id)

    def ancestors(self) -> tuple[Record, ...]:
        """The records of earlier documents that this one answers to, directly or through
        others, in reading order.

        >>> [record.id for record in corpus["china-africa-2021/7"].ancestors()]
        ['wic-2020/8']
        """
        assert self.corpus is not None
        return self.corpus.ancestors(self.id)

    def cite(self, style: str = "chicago") -> str:
        """How to cite the record: ``chicago``, ``apa``, ``gb7714`` (GB/T 7714) or ``bibtex``. Every
        style gives the version and the id, which resolve for ever.

        >>> corpus["wic-2020/7"].cite("gb7714").split(". cyberspace-corpus")[0]
        '世界互联网大会组委会. 携手构建网络空间命运共同体行动倡议[DS]. 2020-11-18'

        Raises :class:`ValueError` for another style.
        """
        from cyberspace_corpus.published.citation import cite

        assert self.corpus is not None
        return cite(self.corpus, self, style)


@table
@dataclass(frozen=True, slots=True)
class Segment(Row):
    """A pair of sentences that say the same."""

    TABLE: ClassVar[str] = "segments"
    KEY: ClassVar[int] = 2
    ABOUT: ClassVar[str] = "The aligned segments of every record: a pair of sentences each."

    record: str = column("Record", "The record it belongs to.", "wic-2020/7", to="records")
    position: int = column("Position", "Place in the record, from 1.", 1)
    zh: Text = column(
        "Chinese", "The Chinese; empty where no witness has it.", "加强信息基础设施保护。"
    )
    en: Text = column(
        "English", "The English.", "Stepping up protection of information infrastructure."
    )
    made_from: Text = column(
        "Digest of the translated text",
        "For the project's translations: SHA-256 of the Chinese, 16 digits.",
        "5f2b0c7d9e1a3468",
    )


@table
@dataclass(frozen=True, slots=True)
class Provenance(Row):
    """A stretch of a source that a record comes from."""

    TABLE: ClassVar[str] = "provenance"
    KEY: ClassVar[int] = 5
    ABOUT: ClassVar[str] = "Which stretch of which source file carries which record, line by line."

    record: str = column("Record", "The record.", "wic-2020/7", to="records")
    lang: str = column("Language", "Language of the stretch.", "zh", among=LANGUAGES)
    source: str = column("Source", "The source.", "wikisource-2020", to="sources")
    line_start: int = column("First line", "First line of the stretch, from 1.", 28)
    line_end: int = column("Last line", "Last line of the stretch, from 1.", 28)
    char_start: int = column(
        "First character", "Offset in the source file, code points from 0.", 1534
    )
    char_end: int = column("End", "Offset behind the last character.", 1648)


@table
@dataclass(frozen=True, slots=True)
class Variant(Row):
    """An entry of the apparatus, for one source."""

    TABLE: ClassVar[str] = "variants"
    KEY: ClassVar[int] = 7
    ABOUT: ClassVar[str] = "The apparatus: every difference between witnesses, and every doubt."

    record: str = column("Record", "The record.", "white-paper-2022/3.1.3-5", to="records")
    lang: str = column("Language", "Language of the lemma.", "zh", among=LANGUAGES)
    source: str = column(
        "Source",
        "The source that reads otherwise (for sic: the base).",
        "peoples-daily-2022",
        to="sources",
    )
    start: int = column("Start", "Offset of the lemma in the record's text.", 29)
    end: int = column("End", "Offset behind it.", 32)
    lemma: str = column("Lemma", "Our text.", "共战疫")
    reading: str = column("Reading", "What the source has; empty if it lacks the words.", "共筑数")
    type: str = column("Type", "What kind of entry it is.", "substantive")
    note: Text = column("Note", "The reason.", "The theme is quoted in full in the base.")
    conjecture: Text = column("Conjecture", "For sic: what was probably meant.", "现代社会文明")


@table
@dataclass(frozen=True, slots=True)
class Entity(Row):
    """One named thing."""

    TABLE: ClassVar[str] = "entities"
    ABOUT: ClassVar[str] = "The registry of everything that the texts name."

    id: str = column("Id", "Id of the entity.", "oewg")
    type: str = column("Type", "Type of the entity.", "organisation", to="entity_types")
    name_zh: str = column("Chinese name", "The proper name.", "联合国")
    name_en: str = column("English name", "The proper name.", "United Nations")
    aliases_zh: Texts = column("Chinese aliases", "Other names, as a JSON array.", [])
    aliases_en: Texts = column("English aliases", "Other names, as a JSON array.", ["UN"])
    acronyms: Texts = column("Acronyms", "Acronyms in both languages, as a JSON array.", ["UN"])
    part_of: Text = column(
        "Part of", "Entity it is a part or edition of.", "united-nations", to="entities"
    )
    predecessor: Text = column("Predecessor", "Entity it followed.", "gge", to="entities")
    successor: Text = column("Successor", "Entity that followed it.", "oewg", to="entities")
    not_to_be_confused_with: Texts = column(
        "Not to be confused with", "Ids of look-alikes, as a JSON array.", ["gge"]
    )
    iso3166: Text = column("ISO 3166-1", "Two-letter code of a state.", "CN")
    wikidata: Text = column("Wikidata", "Item in Wikidata, where it was seen.", "Q1065")
    ror: Text = column(
        "ROR", "Id in the Research Organization Registry, where it was seen.", "006kxhp52"
    )
    description_zh: str = column("Description (Chinese)", "One sentence.", "……")
    description_en: str = column("Description (English)", "One sentence.", "...")
    evidence: str = column(
        "Evidence",
        "witness: named in a text; external: not.",
        "witness",
        among=("witness", "external"),
    )
    note: Text = column("Note", "One sentence, if needed.", "Founded in July 2022.")


@table
@dataclass(frozen=True, slots=True)
class Mention(Row):
    """A stretch of a record's text that names an entity."""

    TABLE: ClassVar[str] = "mentions"
    KEY: ClassVar[int] = 3
    ABOUT: ClassVar[str] = "Every place in the texts that names an entity."

    record: str = column("Record", "The record.", "wic-2020/7", to="records")
    lang: str = column("Language", "Language of the text.", "zh", among=LANGUAGES)
    start: int = column("Start", "Offset in the record's text.", 4)
    end: int = column("End", "Offset behind it.", 7)
    surface: str = column("Surface", "The words.", "联合国")
    entity: str = column("Entity", "What they name.", "united-nations", to="entities")


@table
@dataclass(frozen=True, slots=True)
class Date(Row):
    """A date expression in a record's text."""

    TABLE: ClassVar[str] = "dates"
    KEY: ClassVar[int] = 3
    ABOUT: ClassVar[str] = "Every date expression in the texts, with its value."

    record: str = column("Record", "The record.", "wic-2020/preamble-2", to="records")
    lang: str = column("Language", "Language of the text.", "zh", among=LANGUAGES)
    start: int = column("Start", "Offset in the record's text.", 0)
    end: int = column("End", "Offset behind it.", 5)
    surface: str = column("Surface", "The words.", "2015年")
    edtf: Text = column("Value", "The date, EDTF; empty if it is vague.", "2015")
    kind: str = column(
        "Kind",
        "event, as-of, period, in-name or vague.",
        "event",
        among=("event", "as-of", "period", "in-name", "vague"),
    )
    earliest: Day = column("Earliest", "First day covered; empty if open or vague.", "2015-01-01")
    latest: Day = column("Latest", "Last day covered; empty if open or vague.", "2015-12-31")
    note: Text = column(
        "Note", "Where the value comes from, if not from the words.", "Year of the document."
    )


@table
@dataclass(frozen=True, slots=True)
class Concordance(Row):
    """A record that answers to a record of an earlier document."""

    TABLE: ClassVar[str] = "concordance"
    KEY: ClassVar[int] = 2
    ABOUT: ClassVar[str] = "Which record of a later document answers to which of an earlier one."

    source_record: str = column(
        "Source record", "The record of the earlier document.", "wic-2020/7", to="records"
    )
    target_record: str = column(
        "Target record", "The record of the later document.", "china-africa-2021/6", to="records"
    )
    relation: str = column("Relation", "How they relate, as a reader judged.", "adapted")
    similarity: float | None = column(
        "Similarity",
        "Likeness of the Chinese texts, 0 to 1, computed; empty where one has no Chinese.",
        0.9412,
    )
    added: Texts = column("Added", "Chinese words the later text adds, as a JSON array.", ["关键"])
    cut: Texts = column("Cut", "Chinese words it leaves out, as a JSON array.", [])
    note: Text = column("Note", "The reason, if needed.", "Two items are merged.")


@table
@dataclass(frozen=True, slots=True)
class Unmatched(Row):
    """A record that answers to none of another document."""

    TABLE: ClassVar[str] = "unmatched"
    KEY: ClassVar[int] = 2
    ABOUT: ClassVar[str] = "Records of one document that have no counterpart in another."

    record: str = column("Record", "The record.", "wic-2020/9", to="records")
    other_document: str = column(
        "Other document", "The document without a counterpart.", "china-africa-2021", to="documents"
    )
    relation: str = column(
        "Relation",
        "dropped: the later document has nothing like it; new: the earlier had not.",
        "dropped",
        among=("dropped", "new"),
    )
    note: Text = column("Note", "The reason, if needed.", "Not taken up.")


@table
@dataclass(frozen=True, slots=True)
class Quantity(Row):
    """A figure with a unit in a record's text."""

    TABLE: ClassVar[str] = "quantities"
    KEY: ClassVar[int] = 4
    ABOUT: ClassVar[str] = "The figures with a unit."

    record: str = column("Record", "The record.", "white-paper-2022/2.1-1", to="records")
    lang: str = column("Language", "Language of the text.", "en", among=LANGUAGES)
    start: int = column("Start", "Offset in the record's text.", 71)
    end: int = column("End", "Offset behind it.", 89)
    surface: str = column("Surface", "The words.", "45.5 trillion yuan")
    value: str = column(
        "Value", "The whole figure, decimal: printed figure times scale.", "45500000000000"
    )
    unit: str = column("Unit", "What is counted.", "yuan")
    comparator: str = column(
        "Comparator", "=, <, <=, >, >= or ~ (about).", "=", among=("=", "<", "<=", ">", ">=", "~")
    )
    printed: str = column("Printed figure", "The figure as printed, decimal.", "45.5")
    scale: str = column("Scale", "What it is multiplied by.", "1000000000000")
    currency: Text = column("Currency", "ISO 4217 code, for money.", "CNY")
    as_of: Text = column("As of", "EDTF date the figure is stated for.", "2021")
    measures: str = column("Measures", "What it measures.", "scale of China's digital economy")
    note: Text = column("Note", "A doubt about the figure.", "Cumulative.")


@table
@dataclass(frozen=True, slots=True)
class Difference(Row):
    """A place where the two languages of a segment do not say the same."""

    TABLE: ClassVar[str] = "differences"
    KEY: ClassVar[int] = 3
    ABOUT: ClassVar[str] = "Where the two languages of a segment do not say the same thing."

    record: str = column("Record", "The record.", "china-africa-2021/15", to="records")
    segment: int = column("Segment", "Place of the segment in the record.", 2)
    position: int = column("Position", "Place among the differences of the record, from 1.", 1)
    kind: str = column(
        "Kind",
        "omission, addition, shift, term, modality, number or order, seen from the Chinese.",
        "omission",
    )
    zh: Text = column("Chinese words", "The Chinese words concerned.", "数字")
    en: Text = column("English words", "The English words concerned.", "poverty reduction")
    note: str = column("Note", "What differs.", "The Chinese says digital poverty reduction.")


@table
@dataclass(frozen=True, slots=True)
class Term(Row):
    """A term of the field and its renderings."""

    TABLE: ClassVar[str] = "terms"
    ABOUT: ClassVar[str] = "The bilingual term list that the translations follow."

    id: str = column("Id", "Id of the term.", "sovereignty-in-cyberspace")
    zh: str = column("Chinese", "The Chinese term.", "网络主权")
    en: str = column(
        "Preferred English",
        "The rendering that translations here use.",
        "sovereignty in cyberspace",
    )
    also: Texts = column("Also", "Other renderings, as a JSON array.", ["cyber sovereignty"])
    attested: str = column(
        "Attested",
        "Where the preferred rendering comes from.",
        "official",
        among=("official", "machine", "project"),
    )
    note: Text = column("Note", "One sentence, if needed.", "The machine translation varies.")


@table
@dataclass(frozen=True, slots=True)
class Topic(Row):
    """A subject that records are about."""

    TABLE: ClassVar[str] = "topics"
    ABOUT: ClassVar[str] = "The scheme of topics."

    id: str = column("Id", "Id of the topic.", "data-security")
    label_zh: str = column("Chinese label", "The topic's name.", "数据安全")
    label_en: str = column("English label", "The topic's name.", "Data security")
    definition_zh: str = column("Chinese definition", "What a record must be about.", "……")
    definition_en: str = column("English definition", "What a record must be about.", "...")
    broader: Text = column("Broader", "The wider topic, if any.", "cybersecurity", to="topics")


@table
@dataclass(frozen=True, slots=True)
class RecordTopic(Row):
    """A topic of a record."""

    TABLE: ClassVar[str] = "record_topics"
    KEY: ClassVar[int] = 2
    ABOUT: ClassVar[str] = "Which record is about which topic."

    record: str = column("Record", "The record.", "wic-2020/8", to="records")
    topic: str = column("Topic", "The topic.", "data-security", to="topics")


@table
@dataclass(frozen=True, slots=True)
class EntityType(Row):
    """A type of entity."""

    TABLE: ClassVar[str] = "entity_types"
    ABOUT: ClassVar[str] = "The types of entities."

    id: str = column("Id", "Id of the type.", "organisation")
    label_zh: str = column("Chinese label", "The type's name.", "组织")
    label_en: str = column("English label", "The type's name.", "Organisation")
    definition_zh: str = column("Chinese definition", "What belongs to it.", "……")
    definition_en: str = column("English definition", "What belongs to it.", "...")


@table
@dataclass(frozen=True, slots=True)
class Printing(Row):
    """How a line of a source was printed where it is not the canonical text."""

    TABLE: ClassVar[str] = "printings"
    KEY: ClassVar[int] = 3
    ABOUT: ClassVar[str] = (
        "Every stretch of every source, in order: with the texts it rebuilds the sources exactly."
    )

    source: str = column("Source", "The source.", "wikisource-2020", to="sources")
    char_start: int = column("Start", "Offset in the source file, code points from 0.", 1534)
    char_end: int = column("End", "Offset behind the stretch.", 1535)
    role: str = column(
        "Role",
        "text, heading, label, heading-label, omitted, or layout (what normalisation drops).",
        "text",
        among=("text", "heading", "label", "heading-label", "omitted", "layout"),
    )
    unit: Text = column("Unit", "Id of the record or section it belongs to.", "wic-2020/7")
    lang: Text = column("Language", "Language of the unit's text.", "zh", among=LANGUAGES)
    start: Number = column(
        "Text start",
        "Offset in the canonical text of the unit that the stretch gives; empty if it gives none.",
        12,
    )
    end: Number = column("Text end", "Offset behind it.", 13)
    printed: Text = column(
        "Printed", "What is printed, where that is not the canonical text; empty if it is.", ","
    )


@table
@dataclass(frozen=True, slots=True)
class Redirect(Row):
    """What became of an id that no longer exists."""

    TABLE: ClassVar[str] = "redirects"
    ABOUT: ClassVar[str] = "Where the ids went that were released and no longer exist."

    id: str = column(
        "Id",
        "The id; of a section, an entity, a term or a topic with its kind before it.",
        "wic-2020/7",
    )
    kind: str = column(
        "Kind",
        "moved, split or withdrawn.",
        "moved",
        among=("moved", "split", "withdrawn"),
    )
    targets: Texts = column(
        "Targets", "Ids that stand in its place, as a JSON array.", ["wic-2020/8"]
    )
    date: Day = column("Date", "Day on which the id ceased to exist.", "2027-06-30")
    reason: str = column("Reason", "Why it no longer exists.", "Two items had been taken for one.")


__all__ = ["TABLES", "Row"]
