"""What only the owner knows and writes: how the shop is run around the program."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from tresen.core.failures import Failure
from tresen.operations.house.change_settings import store_settings
from tresen.operations.node import Actor, Node
from tresen.operations.rights import check

LONGEST: Final = 4000


@dataclass(slots=True, frozen=True)
class Question:
    """`title` is a chapter's heading in the document; `hint` says what belongs into it. German and English."""

    title: tuple[str, str]
    hint: tuple[str, str]


QUESTIONS: Final[Mapping[str, Question]] = {
    "organisation": Question(
        ("Organisation und Verantwortung", "Organisation and responsibility"),
        ("Wer führt das Geschäft, wer ist für die Kassen verantwortlich, wer vertritt, wer macht die Buchführung?",
         "Who runs the shop, who is responsible for the tills, who stands in, who keeps the books?"),
    ),
    "instruction": Question(
        ("Einweisung der Mitarbeitenden", "Instruction of the staff"),
        ("Wann und wie werden Mitarbeitende eingewiesen, wo liegt der Nachweis?",
         "When and how are people instructed, where is the proof kept?"),
    ),
    "cash": Question(
        ("Umgang mit Bargeld", "Handling of cash"),
        ("Wie kommt das Wechselgeld in die Lade, wer zählt, wie kommt Geld in den Tresor und zur Bank?",
         "How does the float get into the drawer, who counts, how does cash get to the safe and the bank?"),
    ),
    "papers": Question(
        ("Belege auf Papier", "Papers"),
        ("Wo liegen Eigenbelege, Eingangsrechnungen, Zählprotokolle, und wie lange?",
         "Where are own vouchers, invoices received and count sheets kept, and for how long?"),
    ),
    "outage": Question(
        ("Verhalten bei Ausfall", "When something fails"),
        ("Was tun bei Strom-, Internet-, TSE- oder Geräteausfall, wer wird gerufen?",
         "What is done when power, internet, the TSE or a device fails, who is called?"),
    ),
    "backup": Question(
        ("Datensicherung und Aufbewahrungsort", "Back-ups and where they are kept"),
        ("Wohin wird gesichert, wie oft, wer prüft die Sicherung, wo liegt die Kopie des Archivs?",
         "Where do back-ups go, how often, who checks them, where is the copy of the archive?"),
    ),
    "access": Question(
        ("Zugang zu Räumen und Geräten", "Access to rooms and devices"),
        ("Wo stehen Server und TSE, wer kommt heran, wie ist der Rechner geschützt?",
         "Where are server and TSE, who can reach them, how is the computer protected?"),
    ),
    "control": Question(
        ("Internes Kontrollsystem", "Internal control"),
        ("Wer prüft Abschlüsse, Kassendifferenzen, Stornos und Abweichungen, wie oft?",
         "Who checks closings, cash differences, voids and deviations, how often?"),
    ),
    "other": Question(
        ("Weitere Systeme", "Other systems"),
        ("Was wird außerdem benutzt und wie hängt es zusammen: Waage, Webshop, Buchführung, Zeiterfassung?",
         "What else is used and how does it connect: scale, web shop, accounting, time recording?"),
    ),
}  # fmt: skip


async def write_own_text(node: Node, actor: Actor, key: str, text: str) -> Failure | None:
    """Keep what the owner wrote for a chapter; empty: it is open again."""
    missing = check(node, actor, "fiscal")
    if missing is not None:
        return missing
    cleaned = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if key not in QUESTIONS or len(cleaned) > LONGEST or not all(c.isprintable() or c == "\n" for c in cleaned):
        return Failure("bad_input", {"field": "text", "most": LONGEST})
    async with node.changing:
        settings = node.masterdata.settings
        texts = {name: kept for name, kept in settings.own_texts.items() if name != key} | (
            {key: cleaned} if cleaned else {}
        )
        return await store_settings(node, actor, replace(settings, own_texts=dict(sorted(texts.items()))))
