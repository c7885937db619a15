"""A judge of slots: told which of half the rows are fillers, it tries to say it of the other half.

It plays the accused with a copy of everything that is stored beside the slots, and with every seed
he could get hold of. It never imports the code it judges: what it knows of the format it knows from
FORMAT.md, written down here a second time.

Each *learner* is fitted on the rows of half the cases and asked about the rows of the other half.
Where truth was drawn by a coin for each row, its answers are right as often as coins fall heads; so
how unlikely the number of right answers is by chance is known exactly. It `tells` when the best
learner does better than chance would in one of a million judgements.
"""

import hashlib
import math
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import getitem
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import ed25519, mlkem, x25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FALSE_ALARM = 1e-6
PAGE = 25
SLOT_SIZE = 1168
ENCAPSULATION_M, ENCAPSULATION_X = 1088, 1120
Q = 3329

Row = Mapping[str, Any]
Column = Sequence[float]
Predict = Callable[[int], bool]


@dataclass(frozen=True)
class Evidence:
    """Everything that lies beside the slots, in the order in which the database gives it.

    `truth` says of a row that it is real, or nothing where it is not to be judged. `public_keys`
    are those on the roster by account, `seeds` whatever seeds he has, his own among them.
    """

    rows: Sequence[Row]
    truth: Sequence[bool | None]
    instance: bytes
    public_keys: Mapping[bytes, bytes]
    seeds: Sequence[bytes] = ()


@dataclass(frozen=True)
class Verdict:
    """A learner, how often it was right, and how likely it is that any of them was by chance."""

    learner: str
    right: int
    asked: int
    chance: float

    @property
    def tells(self) -> bool:
        """Whether it tells fillers from real slots."""
        return self.chance < FALSE_ALARM


def judge(evidence: Evidence) -> list[Verdict]:
    """Fit every learner on half the cases and ask it about the other half; the best comes first."""
    cases = sorted({row["case_id"] for row in evidence.rows})
    known = set(cases[::2])
    judged = [at for at, truth in enumerate(evidence.truth) if truth is not None]
    training = [at for at in judged if evidence.rows[at]["case_id"] in known]
    asked = [at for at in judged if evidence.rows[at]["case_id"] not in known]
    truth = [bool(each) for each in evidence.truth]
    learners = _learners(evidence)
    verdicts = []
    for name, fit in learners.items():
        predict = fit(training, truth)
        right = sum(predict(at) == truth[at] for at in asked)
        chance = min(1.0, by_chance(right, len(asked)) * len(learners))
        verdicts.append(Verdict(name, right, len(asked), chance))
    return sorted(verdicts, key=lambda verdict: verdict.chance)


def by_chance(right: int, asked: int) -> float:
    """Say how likely at least this many heads are in so many throws."""
    ways = term = math.comb(asked, right)
    for heads in range(right, asked):
        term = term * (asked - heads) // (heads + 1)
        ways += term
    return ways / (1 << asked)


# --- learners ---


def _learners(evidence: Evidence) -> dict[str, Callable[..., Predict]]:
    learners: dict[str, Callable[..., Predict]] = {
        name: _threshold(column) for name, column in columns(evidence).items()
    }
    slots = [row["slot"].ljust(SLOT_SIZE, b"\0")[:SLOT_SIZE] for row in evidence.rows]
    learners["bytes by position"] = _naive_bayes(slots)
    learners["best bit by position"] = _best_bit(slots)
    return learners


def _threshold(column: Column) -> Callable[..., Predict]:
    """Cut a column in two where it tells most of the training rows."""

    def fit(training: Sequence[int], truth: Sequence[bool]) -> Predict:
        ordered = sorted((column[at], truth[at]) for at in training)
        real = sum(truth[at] for at in training)
        below_real = below_filler = 0
        best = (max(real, len(ordered) - real), math.inf, real < len(ordered) - real)
        for at, (value, is_real) in enumerate(ordered):
            if at and value != ordered[at - 1][0]:
                high = (real - below_real) + below_filler
                best = max(best, (high, value, True), (len(ordered) - high, value, False))
            below_real, below_filler = below_real + is_real, below_filler + (not is_real)
        _, cut, real_above = best
        return lambda at: (column[at] >= cut) == real_above

    return fit


def _naive_bayes(slots: Sequence[bytes]) -> Callable[..., Predict]:
    """Learn how often each byte stands at each position, in real slots and in fillers."""

    def fit(training: Sequence[int], truth: Sequence[bool]) -> Predict:
        weights: list[list[float]] = []
        sides = [[slots[at] for at in training if truth[at] is side] for side in (True, False)]
        for real, filler in zip(*(zip(*side, strict=True) for side in sides), strict=True):
            seen, other = Counter(real), Counter(filler)
            weights.append(
                [
                    math.log((seen[byte] + 1) / (len(real) + 256))
                    - math.log((other[byte] + 1) / (len(filler) + 256))
                    for byte in range(256)
                ]
            )
        return lambda at: sum(map(getitem, weights, slots[at])) > 0

    return fit


def _best_bit(slots: Sequence[bytes]) -> Callable[..., Predict]:
    """Find the one bit of a slot that tells most of the training rows."""

    def fit(training: Sequence[int], truth: Sequence[bool]) -> Predict:
        sides = [[slots[at] for at in training if truth[at] is side] for side in (True, False)]
        best = (0, 0, 0, True)
        for position, columns in enumerate(
            zip(*(zip(*s, strict=True) for s in sides), strict=True)
        ):
            real, filler = map(bytes, columns)
            for bit in range(8):
                agree = _set(real, bit) + len(filler) - _set(filler, bit)
                against = len(training) - agree
                best = max(best, (agree, position, bit, True), (against, position, bit, False))
        _, position, bit, when_set = best
        return lambda at: bool(slots[at][position] >> bit & 1) is when_set

    return fit


def _set(column: bytes, bit: int) -> int:
    """Count the bytes that have this bit set."""
    mask = int.from_bytes(bytes((1 << bit,)) * len(column), "big")
    return (int.from_bytes(column, "big") & mask).bit_count()


# --- what can be measured of a row ---


def columns(evidence: Evidence) -> dict[str, Column]:
    """Measure every row in every way that takes no learning."""
    rows = evidence.rows
    slots = [row["slot"] for row in rows]
    return {
        "length": [len(slot) for slot in slots],
        "nulls": [sum(value is None for value in row.values()) for row in rows],
        "epoch": [row["epoch"] for row in rows],
        "account": [_number(row["account_id"]) for row in rows],
        "case": [_number(row["case_id"]) for row in rows],
        "id": [_number(row["id"]) for row in rows],
        "row order": list(range(len(rows))),
        "page position": [at % PAGE for at in range(len(rows))],
        "place in its epoch": _places(rows, by=None),
        "rank of its id in its epoch": _places(rows, by="id"),
        "rank of its bytes in its epoch": _places(rows, by="slot"),
        "sum of bytes": [sum(slot) for slot in slots],
        "bits set": [int.from_bytes(slot, "big").bit_count() for slot in slots],
        "evenness of bytes": [_evenness(slot) for slot in slots],
        "compressed length": [len(zlib.compress(slot, 1)) for slot in slots],
        "copies": _copies(slots),
        "blocks seen elsewhere": _shared_blocks(slots),
        "same as in another epoch": _not_renewed(rows),
        "top bit of the X25519 key": [_top_bit(slot) for slot in slots],
        "ML-KEM coefficients": [coefficients(slot) for slot in slots],
        "a public key inside": _keys_inside(evidence),
        "opens with a seed": _opened(evidence),
    }


def _number(raw: bytes) -> float:
    return float(int.from_bytes(raw[:6], "big"))


def _places(rows: Sequence[Row], *, by: str | None) -> Column:
    """Say which place each row has among those of its case and epoch."""
    groups: dict[tuple[bytes, int], list[int]] = {}
    for at, row in enumerate(rows):
        groups.setdefault((row["case_id"], row["epoch"]), []).append(at)
    places = [0.0] * len(rows)
    for group in groups.values():
        ordered = sorted(group, key=lambda at: rows[at][by]) if by else group
        for place, at in enumerate(ordered):
            places[at] = place
    return places


def _evenness(slot: bytes) -> float:
    return sum(count * count for count in Counter(slot).values())


def _copies(slots: Sequence[bytes]) -> Column:
    seen = Counter(slots)
    return [seen[slot] for slot in slots]


def _blocks(slot: bytes) -> list[bytes]:
    return [slot[at : at + 16] for at in range(0, len(slot), 16)]


def _shared_blocks(slots: Sequence[bytes]) -> Column:
    seen = Counter(block for slot in slots for block in _blocks(slot))
    return [sum(seen[block] > 1 for block in _blocks(slot)) for slot in slots]


def _not_renewed(rows: Sequence[Row]) -> Column:
    seen = Counter((row["case_id"], row["account_id"], row["slot"]) for row in rows)
    return [seen[row["case_id"], row["account_id"], row["slot"]] for row in rows]


def _top_bit(slot: bytes) -> int:
    # An X25519 public key is below 2^255; random bytes need not be.
    return slot[ENCAPSULATION_X - 1] >> 7 if len(slot) >= ENCAPSULATION_X else 0


# Of the 1,024 values of a coefficient compressed to ten bits, those that four numbers modulo 3,329
# are rounded to; the others have three. So in a ciphertext they stand more often than in noise.
FULL = bytes(
    count == 4
    for _, count in sorted(Counter((x * 1024 + Q // 2) // Q % 1024 for x in range(Q)).items())
)


def coefficients(slot: bytes) -> int:
    """Count the coefficients of the ML-KEM ciphertext that have four numbers behind them."""
    packed = int.from_bytes(slot[:960], "little")
    found = 0
    for _ in range(768):
        found += FULL[packed & 1023]
        packed >>= 10
    return found


def _keys_inside(evidence: Evidence) -> Column:
    points = [public[1184:1216] for public in evidence.public_keys.values()]
    return [
        sum(point in row["slot"] for point in points)
        + (evidence.public_keys.get(row["account_id"], b"?")[:32] in row["slot"])
        for row in evidence.rows
    ]


# --- trying to open, by FORMAT.md §3, §4 and §6 ---

SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


def _opened(evidence: Evidence) -> Column:
    opened = [0.0] * len(evidence.rows)
    for seed in evidence.seeds:
        key, digest = key_pair(seed)
        for at, row in enumerate(evidence.rows):
            opened[at] += opens(row, key, digest, instance=evidence.instance)
    return opened


def key_pair(seed: bytes) -> tuple[hpke.MLKEM768X25519PrivateKey, bytes]:
    """Derive the key that opens slots, and the digest of the public keys that they name."""
    expanded = hashlib.shake_256(seed).digest(96)
    lattice = mlkem.MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
    curve = x25519.X25519PrivateKey.from_private_bytes(expanded[64:])
    signing = ed25519.Ed25519PrivateKey.from_private_bytes(
        HKDF(SHA256(), 32, None, context("signing key", instance=bytes(16))).derive(seed)
    )
    public = b"".join(half.public_key().public_bytes_raw() for half in (lattice, curve, signing))
    label = context("public keys", instance=bytes(16))
    digest = hashlib.sha256(len(label).to_bytes(4, "big") + label + public).digest()
    return hpke.MLKEM768X25519PrivateKey(lattice, curve), digest


def opens(row: Row, key: hpke.MLKEM768X25519PrivateKey, digest: bytes, *, instance: bytes) -> bool:
    """Say whether a slot opens in its place with this key."""
    where = context(
        "slot",
        instance=instance,
        case=row["case_id"],
        epoch=row["epoch"],
        person=row["account_id"],
    )
    info = context("wrap", instance=bytes(16), context=where, recipient=digest)
    try:
        SUITE.decrypt(row["slot"], key, info=info)
    except InvalidTag:
        return False
    return True


def context(label: str, /, **fields: bytes | int) -> bytes:
    """Encode what something is for (FORMAT.md §3), for bytes and numbers."""
    encoded = b"sotto\x01" + bytes((len(label),)) + label.encode() + bytes((len(fields),))
    for name in sorted(fields):
        value = fields[name]
        kind, raw = (b"i", value.to_bytes(8, "big")) if isinstance(value, int) else (b"b", value)
        encoded += bytes((len(name),)) + name.encode() + kind + len(raw).to_bytes(4, "big") + raw
    return encoded
