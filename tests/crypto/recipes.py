"""How the vectors of each format are made: claims, verbs of `replay.OPS` and their inputs.

Called by `tools/make_vectors.py`. A format's entry in `FORMATS` returns its vectors, or its vectors
and the long values that several of them share.
"""

from collections.abc import Callable
from typing import Any

from crypto import (
    attachments,
    context,
    declarations,
    epochs,
    grants,
    keys,
    messages,
    passphrase,
    records,
    recovery,
    register,
    roster,
    sealing,
    ties,
    wire,
    words,
)
from tests.crypto import scene

PLACE = scene.PLACE
IN: dict[str, Any] = {"instance": scene.INSTANCE}


def flipped(raw, at=-1):
    """Change one bit of one byte."""
    at %= len(raw)
    return raw[:at] + bytes((raw[at] ^ 1,)) + raw[at + 1 :]


def contexts():
    fields = {**PLACE, "epoch": 3, "room": "thread", "by": b"reporter"}
    label = context.encode("roll digest", instance=context.NO_INSTANCE)
    return [
        ("a context without further fields", "encode", {"label": "seal", "fields": IN}),
        ("fields are sorted by name and typed", "encode", {"label": "item", "fields": fields}),
        ("a digest", "digest", {"raw": b"raw", "context": label}),
    ]


def people():
    label = context.encode("item", **IN)
    public = scene.ALICE.public.to_bytes()
    signature = scene.ALICE.signer.sign(b"said", context=label)
    judged = {"public": scene.ALICE.public.verify, "message": b"said", "context": label}
    small = public[:1184] + bytes(32) + public[1216:]
    return [
        ("keys from a seed", "public keys", {"seed": scene.seed("alice")}),
        ("public keys are read", "read public keys", {"public": public}),
        ("too short", "read public keys", {"public": public[:-1]}),
        ("a coefficient of 4095", "read public keys", {"public": b"\xff\xff" + public[2:]}),
        ("an X25519 key of order one", "read public keys", {"public": small}),
        (
            "an Ed25519 key of order one",
            "read public keys",
            {"public": public[:-32] + b"\1" + bytes(31)},
        ),
        ("a derivation", "derive", {"secret": scene.seed("x"), "context": label, "size": 48}),
        (
            "a signature",
            "sign",
            {"seed": scene.seed("alice"), "message": b"said", "context": label},
        ),
        ("a signature is good", "verify", {"signature": signature, **judged}),
        ("over another message", "verify", {"signature": signature, **judged, "message": b"sai"}),
        (
            "in another context",
            "verify",
            {"signature": signature, **judged, "context": label + b"x"},
        ),
    ]


def seals():
    label = context.encode("session", **IN)
    here = {"key": scene.seed("key"), "context": label}
    small = sealing.seal(here["key"], b"plaintext", context=label)
    empty = sealing.seal(here["key"], b"", context=label, at_least=4096)
    return [
        ("a seal of 1 KiB", "open sealed", {"sealed": small, **here}),
        ("an empty plaintext in 4 KiB", "open sealed", {"sealed": empty, **here}),
        ("another key", "open sealed", {"sealed": small, **here, "key": bytes(32)}),
        ("another context", "open sealed", {"sealed": small, **here, "context": label + b"x"}),
        ("another salt", "open sealed", {"sealed": flipped(small, 0), **here}),
        ("another commitment", "open sealed", {"sealed": flipped(small, 32), **here}),
        ("another ciphertext", "open sealed", {"sealed": flipped(small, 64), **here}),
        ("another tag", "open sealed", {"sealed": flipped(small), **here}),
        ("cut short", "open sealed", {"sealed": small[:-1], **here}),
    ]


def slots():
    here = {**PLACE, "epoch": 2, "person": scene.account("alice")}
    hers = {**PLACE, "epoch": 2}
    alice = {"seed": scene.seed("alice"), **here}
    rita = {"seed": scene.rita().seed, **hers}
    real = grants.real_slot(scene.seed("secret"), scene.ALICE.public, **here)
    thread = grants.reporter_slot(scene.seed("thread"), scene.rita().identity.public, **hers)
    return [
        ("a real slot", "open slot", {"slot": real, **alice}),
        ("a filler", "open slot", {"slot": grants.filler_slot(**here), **alice}),
        ("another person's key", "open slot", {"slot": real, **alice, "seed": scene.seed("bob")}),
        ("in another epoch", "open slot", {"slot": real, **alice, "epoch": 3}),
        ("in another case", "open slot", {"slot": real, **alice, "case": bytes(16)}),
        ("in another row", "open slot", {"slot": real, **alice, "person": scene.account("bob")}),
        ("another encapsulation", "open slot", {"slot": flipped(real, 0), **alice}),
        (
            "the ignored bit of X25519",
            "open slot",
            {"slot": real[:1119] + bytes((real[1119] ^ 128,)) + real[1120:], **alice},
        ),
        ("another tag", "open slot", {"slot": flipped(real), **alice}),
        ("the reporter's slot", "open reporter slot", {"slot": thread, **rita}),
        ("a real slot as the reporter's", "open reporter slot", {"slot": real, **rita}),
        ("the digest of a slot", "slot digest", {"slot": real}),
    ]


def epoch_keys():
    full = epochs.full_keys(scene.seed("secret"), number=0, **PLACE)
    narrow = {"number": 0, "thread": full.thread, **PLACE}
    held = epochs.full_keys(scene.seed("later"), number=1, **PLACE)
    chest = epochs.seal_chest([full], keys=held, **PLACE)
    thread = {"sealed": chest.thread, "thread_key": held.thread, "number": 1, **PLACE}
    internal = {"sealed": chest.internal, "internal_key": held.internal, "number": 1, **PLACE}
    return [
        ("a full epoch", "full keys", {"secret": scene.seed("secret"), "number": 0, **PLACE}),
        (
            "the same secret in epoch 1",
            "full keys",
            {"secret": scene.seed("secret"), "number": 1, **PLACE},
        ),
        (
            "a narrow epoch for a reader",
            "narrow keys",
            {"secret": scene.seed("new"), "internal": full.internal, **narrow},
        ),
        ("a narrow epoch for the portal", "narrow keys", {"secret": scene.seed("new"), **narrow}),
        ("a thread chest", "open thread chest", thread),
        ("an internal chest", "open internal chest", internal),
        ("a chest with too few keys for its epoch", "open thread chest", {**thread, "number": 2}),
        (
            "the internal chest with the thread key",
            "open internal chest",
            {**internal, "internal_key": held.thread},
        ),
    ]


def rolls():
    held = epochs.full_keys(scene.seed("secret"), number=0, **PLACE)
    places: dict[bytes, epochs.Place] = {
        scene.account("alice"): "recipient",
        scene.account("bob"): "none",
        scene.account("olga"): "standby",
    }
    sealed = epochs.seal_roll(places, keys=held, **PLACE)
    here = {"sealed": sealed, "roll_key": held.roll, "number": 0, **PLACE}
    label = context.encode("roll", epoch=0, **PLACE)
    one, other = sorted(places)[:2]
    return [
        ("a roll", "open roll", here),
        ("the digest of a roll", "roll digest", {"sealed": sealed}),
        ("in another epoch", "open roll", {**here, "number": 1}),
        *(
            (
                claim,
                "open roll",
                {
                    **here,
                    "sealed": sealing.seal(held.roll or b"", raw, context=label, at_least=4096),
                },
            )
            for claim, raw in (
                ("accounts out of order", other + b"\0" + one + b"\0"),
                ("an account twice", one + b"\0" + one + b"\1"),
                ("an unknown place", one + b"\3"),
            )
        ),
    ]


def epoch_records():
    zero = scene.first()
    one = scene.narrow(zero, readers={"alice"})
    two = scene.full(one, last_full=zero, readers={"alice"})
    by_rita = scene.full(one, last_full=one, readers={"alice"})
    by_bob = scene.full(one, last_full=zero, signer=zero.keys.signer(), readers={"bob"})
    rival = records.seal_record(
        scene.narrow(zero, readers={"bob"}).record,
        thread_key=one.keys.thread,
        signer=scene.rita().identity.signer,
        **PLACE,
    )
    shared = {
        "zero": zero.sealed, "one": one.sealed, "two": two.sealed, "changed": flipped(two.sealed),
        "by the reporter": by_rita.sealed, "by somebody left out": by_bob.sealed, "rival": rival,
    }  # fmt: skip
    rows = [[0, "@zero"], [1, "@one"], [2, "@two"]]
    held = [list(pair) for pair in scene.thread_keys(zero, one, two).items()]
    here = {"records_": rows, "thread_keys": held, **PLACE}
    both = [*rows, [1, "@rival"]]
    remembered = {"remembered": [2, two.digest]}

    def ends(name, epoch):
        held_too = [*held[:2], [2, epoch.keys.thread]]
        return {**here, "records_": [*rows[:2], [2, f"@{name}"]], "thread_keys": held_too}

    judged = [
        ("a first, a narrow and a full epoch", here),
        ("as the reporter judges it", {**here, "receipt": scene.rita().identity.public.to_bytes()}),
        ("with another receipt", {**here, "receipt": scene.BOB.public.to_bytes()}),
        ("as remembered", {**here, **remembered}),
        ("older than remembered", {**here, "records_": rows[:2], **remembered}),
        ("other than remembered", {**here, "remembered": [2, bytes(32)]}),
        ("without a first record", {**here, "records_": rows[1:]}),
        ("a full epoch of the reporter's own is left out", ends("by the reporter", by_rita)),
        ("one of somebody just left out is left out", ends("by somebody left out", by_bob)),
        ("a changed record is left out", {**here, "records_": [*rows[:2], [2, "@changed"]]}),
        ("two records of one number", {**here, "records_": both}),
        ("two, one of them remembered", {**here, "records_": both, **remembered}),
    ]
    return [
        *((claim, "verify chain", inputs) for claim, inputs in judged),
        ("the digest of a record", "record digest", {"sealed": "@zero"}),
    ], shared


def items():
    where = {**PLACE, "epoch": 1, "item": scene.account("item"), "sequence": 4}
    thread = {**where, "room": "thread"}
    hers = scene.rita().identity
    sealed = messages.seal_item(
        b"what she said", key=scene.seed("thread"), by=messages.REPORTER, signer=hers.signer,
        room="thread", **where,
    )  # fmt: skip
    forged = messages.seal_item(
        b"I withdraw it all", key=scene.seed("thread"), by=messages.REPORTER,
        signer=scene.BOB.signer, room="thread", **where,
    )  # fmt: skip
    note = messages.seal_item(
        b"a note", key=scene.seed("internal"), by=scene.account("alice"),
        signer=scene.ALICE.signer, room="internal", at_least=4096, **where,
    )  # fmt: skip
    here = {
        "sealed": sealed,
        "key": scene.seed("thread"),
        "verify_key": hers.public.verify,
        **thread,
    }
    return [
        ("what the reporter said", "open item", here),
        (
            "a handler's note",
            "open item",
            {
                "sealed": note,
                "key": scene.seed("internal"),
                "verify_key": scene.ALICE.public.verify,
                **where,
                "room": "internal",
            },
        ),
        ("signed by somebody else", "open item", {**here, "sealed": forged}),
        ("under another number", "open item", {**here, "sequence": 5}),
        ("in the other room", "open item", {**here, "room": "internal"}),
        ("in another epoch", "open item", {**here, "epoch": 0}),
        ("a changed byte", "open item", {**here, "sealed": flipped(sealed, 100)}),
        ("the digest of an item", "item digest", {"sealed": sealed}),
    ]


def stretchings():
    here = {
        "text": scene.RECEIPT, "pepper": scene.PEPPER, "salt": b"sotto receipt v1",
        "context": context.encode("receipt", **IN),
    }  # fmt: skip
    return [
        ("receipts, standard", "stretch", {**here, "passes": 1, "memory_kib": 8192, "lanes": 1}),
        ("staff, standard", "stretch", {**here, "passes": 3, "memory_kib": 65536, "lanes": 4}),
        ("cheap", "stretch", {**here, "passes": 1, "memory_kib": 64, "lanes": 1}),
    ]


def typed_words():
    return [
        ("case, hyphens and spaces", "read words", {"typed": " ABACUS-banana\tcactus "}),
        ("accents and full width", "read words", {"typed": "àbacus ｂａｎａｎａ"}),
        ("numbering and punctuation", "read words", {"typed": "1. abacus, 2. banana."}),
        ("invisible characters", "read words", {"typed": "aba\u00adcus ban\u200bana"}),
        ("unknown words are kept", "read words", {"typed": "abacus bananna яблоко"}),
    ]


def receipts():
    here = {"typed": scene.RECEIPT, "pepper": scene.PEPPER, **IN, "profile": "standard"}
    return [
        ("a receipt", "derive receipt", here),
        ("at the price of tests", "derive receipt", {**here, "profile": "cheap"}),
        ("six words", "derive receipt", {**here, "typed": scene.RECEIPT.rsplit(" ", 1)[0]}),
        ("a word that is not listed", "derive receipt", {**here, "typed": scene.RECEIPT + "x"}),
    ]


def locked_seeds():
    who = {**IN, "account": scene.account("alice")}
    usual: dict[str, Any] = {
        "seed": scene.seed("alice"), "totp_secret": b"twenty bytes of totp", "last_step": 7,
        "passphrase": scene.RECEIPT, "pepper_number": 2, "pepper": scene.PEPPER, **who,
    }  # fmt: skip
    standard = passphrase.lock(profile="standard", **usual)
    cheap = passphrase.lock(profile="cheap", **usual)
    here = {"typed": scene.RECEIPT, "peppers": [[2, scene.PEPPER]], **who}
    return [
        ("a locked seed", "unlock", {"locked": standard, **here}),
        ("at the price of tests", "unlock", {"locked": cheap, **here}),
        ("another passphrase", "unlock", {"locked": cheap, **here, "typed": "abacus"}),
        ("another account", "unlock", {"locked": cheap, **here, "account": bytes(16)}),
        ("without its pepper", "unlock", {"locked": cheap, **here, "peppers": [[1, scene.PEPPER]]}),
        ("another version", "unlock", {"locked": flipped(cheap, 0), **here}),
        ("an unknown profile", "unlock", {"locked": flipped(cheap, 1), **here}),
        ("another salt", "unlock", {"locked": flipped(cheap, 12), **here}),
        ("a stand-in", "unlock", {"locked": passphrase.stand_in("cheap", pepper_number=2), **here}),
    ]


def sheets():
    written = recovery.write(scene.seed("alice"))
    last = written.rsplit(" ", 1)[0] + " " + words.WORDS[0]
    return [
        ("a seed in words", "recovery words", {"seed": scene.seed("alice")}),
        ("the smallest seed", "recovery words", {"seed": bytes(32)}),
        ("the largest seed", "recovery words", {"seed": b"\xff" * 32}),
        ("words to a seed", "seed from recovery", {"typed": written.upper()}),
        ("wrong check bits", "seed from recovery", {"typed": last}),
        ("too large a number", "seed from recovery", {"typed": " ".join([words.WORDS[-1]] * 21)}),
        ("twenty words", "seed from recovery", {"typed": written.rsplit(" ", 1)[0]}),
    ]


def session_keys():
    both = {"cookie_key": scene.seed("cookie"), "day_secret": scene.seed("day"), **IN}
    visit = {"day_secret": scene.seed("day"), **IN, "visit": scene.account("visit")}
    session = {"surface": "desk", "session": scene.account("session")}
    return [
        ("a session", "session key", {**both, **session}),
        ("a hidden field", "hidden key", visit),
    ]


def files():
    # The one part there is, is shared, because it is long.
    file = {**IN, "file": scene.account("file")}
    sealer = attachments.PartSealer(scene.seed("file"), **file)
    sealer.update(b"a very short file")
    part, length = sealer.finish()
    here = {"key": scene.seed("file"), "sealed": "@part", "part": 0, "length": length, **file}
    lengths = (0, 65_536, 65_537, 1_048_576, 1_048_577, 10_000_000, 1_073_741_825)
    return [
        *((f"{n} bytes", "padded length", {"length": n}) for n in lengths),
        ("a file of one part", "open part", here),
        ("another length", "open part", {**here, "length": length + 1}),
        ("another part", "open part", {**here, "part": 1}),
        ("another file", "open part", {**here, "file": bytes(16)}),
        ("another key", "open part", {**here, "key": bytes(32)}),
    ], {"part": part[0]}


def register_rows():
    auditors = [(scene.account(name), scene.identity(name).public) for name in ("ida", "inga")]
    rows: list[Any] = []
    previous = register.START
    for number in range(2):
        sealed = register.seal_row(
            b"opened a case", auditors=auditors, by=scene.account("alice"),
            signer=scene.ALICE.signer, number=number, previous=previous, **IN,
        )  # fmt: skip
        digest = register.row_digest(number, previous, sealed)
        rows.append([number, previous, sealed, digest])
        previous = digest
    number, before, sealed, _ = rows[1]
    here = {
        "sealed": sealed, "seed": scene.seed("ida"), "account": scene.account("ida"),
        "verify_key": scene.ALICE.public.verify, "number": number, "previous": before, **IN,
    }  # fmt: skip
    return [
        ("a row", "open row", here),
        ("by somebody who is no auditor", "open row", {**here, "seed": scene.seed("bob")}),
        ("said to be somebody else's", "open row", {**here, "verify_key": scene.BOB.public.verify}),
        ("under another number", "open row", {**here, "number": 2}),
        ("after another row", "open row", {**here, "previous": bytes(32)}),
        (
            "a changed grant of another auditor",
            "open row",
            {**here, "sealed": flipped(sealed, 2000)},
        ),
        (
            "the digest of a row",
            "row digest",
            {"number": number, "previous": before, "sealed": sealed},
        ),
        ("a chain", "check chain", {"rows": rows}),
        ("a chain without its beginning", "check chain", {"rows": rows[1:]}),
    ]


def rosters():
    zero = roster.first(instance=scene.INSTANCE)
    some = scene.entries(
        scene.entry("alice"),
        scene.entry("bob"),
        scene.entry("dora", tier=2),
        scene.entry("ida", kind="auditor", tier=None),
    )
    founding = scene.proposal(zero, some)
    left = [entry for entry in some if entry.account != scene.account("bob")]
    second = scene.proposal(founding, scene.entries(*left, scene.entry("olga", tier=3)))
    rival = scene.proposal(founding, some, policy=b"rival")
    shared = {"one": founding.encode(), "two": second.encode(), "rival": rival.encode()}
    lists = {"one": founding, "two": second, "rival": rival}

    def row(name, *names):
        signatures = scene.signed(lists[name], *names).signatures
        return [f"@{name}", [list(pair) for pair in signatures]]

    one, two = row("one", "alice", "bob", "dora", "ida"), row("two", "alice", "dora")
    seen = {"at_least": 2, "at_least_digest": second.digest()}
    return [
        ("list 0", "first roster", IN),
        ("nothing but list 0", "newest roster", {"lists": [], **IN}),
        ("lists 1 and 2", "newest roster", {"lists": [two, one], **IN}),
        (
            "list 1 lacks a signature",
            "newest roster",
            {"lists": [row("one", "alice", "bob", "dora")], **IN},
        ),
        (
            "list 2 is signed by one tier",
            "newest roster",
            {"lists": [one, row("two", "alice", "bob")], **IN},
        ),
        (
            "list 2 is signed by an auditor",
            "newest roster",
            {"lists": [one, row("two", "alice", "ida")], **IN},
        ),
        ("older than seen", "newest roster", {"lists": [one], **IN, **seen}),
        (
            "two lists of one number",
            "newest roster",
            {"lists": [one, two, row("rival", "bob", "dora")], **IN},
        ),
        (
            "two, one of them seen",
            "newest roster",
            {"lists": [one, two, row("rival", "bob", "dora")], **IN, **seen},
        ),
    ], shared


def declared():
    auditors = [(scene.account("ida"), scene.IDA.public)]
    alice, bob = scene.account("alice"), scene.account("bob")
    sealed = declarations.seal_declaration(
        b"my sister", owner=alice, identity=scene.ALICE, auditors=auditors, **IN
    )
    his = declarations.seal_declaration(
        b"my brother", owner=bob, identity=scene.BOB, auditors=auditors, **IN
    )
    here = {
        "sealed": sealed, "owner": alice, "verify_key": scene.ALICE.public.verify,
        "seed": scene.seed("ida"), "reader": scene.account("ida"), **IN,
    }  # fmt: skip
    mine = {"seed": scene.seed("alice"), "reader": alice}
    return [
        ("an auditor opens it", "open declaration", here),
        ("the owner opens it", "open declaration", {**here, **mine}),
        ("by another handler", "open declaration", {**here, "seed": scene.seed("bob")}),
        ("somebody else's in its place", "open declaration", {**here, "sealed": his}),
        (
            "signed by somebody else",
            "open declaration",
            {**here, "verify_key": scene.BOB.public.verify},
        ),
        ("a changed byte", "open declaration", {**here, "sealed": flipped(sealed)}),
    ]


def tied():
    keys_ = ties.Keys.from_secret(scene.seed("ties"), **IN)
    secret = {"secret": scene.seed("ties"), **IN}
    tie = {"handler": "alice", "other": "bob", "kind": "near"}
    real = dict([keys_.mark(**tie, day=739_000)])
    firms = {scene.account("firm"): ("Meridian GmbH", "Meridian")}
    table = ties.Table(keys_.filled(real, handlers=1), firms)
    sealed = keys_.seal(table, number=3)
    key = keys.derive(scene.seed("ties"), context=context.encode("tie keys", use="table", **IN))
    label = context.encode("tie table", number=3, **IN)
    marks = b"".join(tag + day for tag, day in sorted(table.marks.items()))

    def by_hand(marks, firms=b""):
        return sealing.seal(key, wire.sized(marks) + wire.sized(firms), context=label)

    here = {"sealed": "@table", "number": 3, **secret}
    twice = marks[36:72] + marks[36:]
    nameless = scene.account("firm") + wire.sized(b"")
    return [
        ("a tie", "mark", {**tie, "day": 739_000, **secret}),
        ("a tie of another kind", "mark", {**tie, "kind": "interest", "day": 739_000, **secret}),
        ("the same tie of another handler", "mark", {**tie, "handler": "dora", "day": 1, **secret}),
        ("fillers", "fillers", {"handlers": 1, **secret}),
        ("a table", "open ties", here),
        ("a tie is found, with its day", "since", {**tie, **here}),
        ("another is not", "since", {**tie, "other": "eve", **here}),
        ("the digest of a table", "tie table digest", here),
        ("another number", "open ties", {**here, "number": 4}),
        ("another secret", "open ties", {**here, "secret": bytes(32)}),
        ("a mark that is gone", "open ties", {**here, "sealed": by_hand(marks[36:])}),
        ("a mark twice", "open ties", {**here, "sealed": by_hand(twice)}),
        ("a firm without a name", "open ties", {**here, "sealed": by_hand(marks, nameless)}),
    ], {"table": sealed}


def recognised():
    label = context.encode("session", **IN)
    return [
        ("a mac", "mac", {"key": scene.seed("mac"), "message": b"message", "context": label}),
        ("a token", "token digest", {"token": bytes(16), "purpose": "session", **IN}),
    ]


FORMATS: dict[str, Callable[[], Any]] = {
    "context": contexts,
    "keys": people,
    "sealing": seals,
    "slots": slots,
    "epochs": epoch_keys,
    "rolls": rolls,
    "records": epoch_records,
    "items": items,
    "stretching": stretchings,
    "words": typed_words,
    "receipt": receipts,
    "locked": locked_seeds,
    "recovery": sheets,
    "sessions": session_keys,
    "attachments": files,
    "register": register_rows,
    "roster": rosters,
    "declarations": declared,
    "ties": tied,
    "macs": recognised,
}
