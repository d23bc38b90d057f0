"""What a closing says of each TSE, so that DSFinV-K and auditors never need today's masterdata for yesterday."""

import base64
from dataclasses import dataclass

from tresen.operations.node import Node


@dataclass(slots=True)
class SignerFacts:
    """One TSE at the moment of a closing (DSFinV-K `tse.csv`)."""

    id: str
    name: str
    serial: str
    algorithm: str
    time_format: str
    encoding: str
    public_key: str
    """Raw point, base64."""
    certificate: str
    """DER of the leaf, base64."""
    certification: str = ""
    """Number of the BSI certificate."""
    form: str = ""
    maker: str = ""
    simulated: bool = False
    commissioned_at: int = 0


def signer_facts(node: Node) -> tuple[SignerFacts, ...]:
    """Every TSE that the node has learnt of, in the order in which they are used."""
    found = []
    for id, member in node.signing.members.items():
        info, record = member.info, node.masterdata.signers.get(id)
        if info is None:
            continue
        found.append(
            SignerFacts(
                id, record.name if record else "TSE", info.serial, info.algorithm, info.time_format, info.encoding,
                member.public_key, base64.b64encode(info.certificates[0]).decode() if info.certificates else "",
                record.certification if record else "", record.form if record else "", info.maker, info.simulated,
                record.commissioned_at if record else 0,
            )
        )  # fmt: skip
    return tuple(found)
