"""How each kind of vector is replayed: one entry of `OPS` a verb, from hex to hex.

Used by `test_vectors.py`, which compares, and by `tools/make_vectors.py`, which fills in what a new
vector expects. Bytes are hex; a value that begins with "@" names one of the file's `shared` values.
"""

from typing import Any

from crypto import (
    attachments,
    context,
    declarations,
    epochs,
    errors,
    grants,
    keys,
    macs,
    messages,
    passphrase,
    receipt,
    records,
    recovery,
    register,
    roster,
    sealing,
    sessions,
    stretching,
    ties,
    words,
)

PLACE = ("instance", "case")
TEXTS = {
    "handler",
    "other",
    "kind",
    "label",
    "text",
    "typed",
    "profile",
    "surface",
    "room",
    "use",
    "purpose",
}


def read(inputs, shared):
    """Turn the inputs of a vector into arguments: hex to bytes, names to shared values."""
    return {name: _read(name, value, shared) for name, value in inputs.items()}


def _read(name, value, shared):
    if isinstance(value, str):
        value = shared[value[1:]] if value.startswith("@") else value
        return value if name in TEXTS else bytes.fromhex(value)
    if isinstance(value, list):
        return [_read(name, each, shared) for each in value]
    if isinstance(value, dict):
        return {key: _read(key, each, shared) for key, each in value.items()}
    return value


def show(value: Any) -> Any:
    """Turn what an operation gives into JSON."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list | tuple):
        return [show(each) for each in value]
    if isinstance(value, dict):
        return {_key(key): show(each) for key, each in value.items()}
    return value


def _key(key):
    return key.hex() if isinstance(key, bytes) else str(key)


def run(vector: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    """Replay a vector; give its `expected` or its `refused`."""
    try:
        result = OPS[vector["do"]](**read(vector["inputs"], shared))
    except errors.CryptoError as error:
        return {"refused": type(error).__name__}
    return {"expected": show(result)}


def _numbered(pairs):
    return dict(pairs)


def encode(label, fields):
    return context.encode(label, **fields)


def public_keys(seed):
    public = keys.Identity.from_seed(seed).public
    return {
        "public": public.to_bytes(),
        "digest": public.digest(),
        "fingerprint": public.fingerprint(),
    }


def read_public_keys(public):
    return keys.PublicKeys.from_bytes(public).digest()


def sign(seed, message, context):
    return keys.Signer.from_seed(seed).sign(message, context=context)


def verify(public, signature, message, context):
    keys.verify(public, signature, message, context=context)
    return True


def open_slot(slot, seed, **where):
    return grants.open_slot(slot, keys.Identity.from_seed(seed), **where)


def open_reporter_slot(slot, seed, **where):
    return grants.open_reporter_slot(slot, keys.Identity.from_seed(seed), **where)


def _held(found):
    return {
        "number": found.number,
        "thread": found.thread,
        "internal": found.internal,
        "roll": found.roll,
        "verify": found.signer().public,
    }


def full_keys(secret, **where):
    return _held(epochs.full_keys(secret, **where))


def narrow_keys(secret, *, number, thread, instance, case, internal=None):
    before = epochs.EpochKeys(number, thread=thread, internal=internal, roll=None)
    return _held(epochs.narrow_keys(secret, before=before, instance=instance, case=case))


def verify_chain(records_, *, thread_keys, instance, case, receipt=None, remembered=None):
    chain = records.verify_chain(
        [(number, sealed) for number, sealed in records_],
        thread_keys=_numbered(thread_keys),
        instance=instance,
        case=case,
        receipt=keys.PublicKeys.from_bytes(receipt) if receipt else None,
        remembered=tuple(remembered) if remembered else None,
    )
    return {
        "number": chain.number,
        "digest": chain.digest,
        "kinds": [record.kind for record in chain.records],
        "newest": chain.newest.encode(),
        "ignored": chain.ignored,
        "ahead": chain.ahead,
    }


def open_item(sealed, key, verify_key, **where):
    item = messages.open_item(sealed, key=key, **where)
    messages.check_author(item, verify_key)
    return {"by": item.by, "body": item.body}


def stretch(text, *, pepper, salt, context, passes, memory_kib, lanes):
    profile = stretching.Profile(0, passes, memory_kib, lanes)
    return stretching.stretch(text, pepper=pepper, salt=salt, profile=profile, context=context)


def read_words(typed):
    return {"read": words.normalise(typed), "unknown": words.unknown(typed)}


def derive_receipt(typed, pepper, instance, profile):
    found = receipt.derive(typed, pepper=pepper, instance=instance, profile=profile)
    return {"tag": found.tag, "seed": found.seed}


def unlock(locked, typed, peppers, instance, account):
    opened = passphrase.unlock(
        locked, typed, peppers=_numbered(peppers), instance=instance, account=account
    )
    return {"seed": opened.seed, "totp": opened.totp_secret, "last_step": opened.last_step}


def recovery_words(seed):
    return recovery.write(seed)


def seed_from_recovery(typed):
    return recovery.read(typed)


def open_row(sealed, seed, verify_key, **where):
    row = register.open_row(sealed, identity=keys.Identity.from_seed(seed), **where)
    register.check_author(row, verify_key)
    return {"by": row.by, "body": row.body}


def check_chain(rows):
    return register.check_chain([tuple(row) for row in rows])


def _lists(lists):
    return [
        roster.Signed(raw, tuple((account, signature) for account, signature in signatures))
        for raw, signatures in lists
    ]


def newest_roster(lists, instance, at_least=0, at_least_digest=None):
    found = roster.newest(
        _lists(lists), instance=instance, at_least=at_least, at_least_digest=at_least_digest
    )
    return {
        "number": found.roster.number,
        "digest": found.roster.digest(),
        "accounts": [entry.account for entry in found.roster.entries],
        "pending": found.pending,
        "ignored": found.ignored,
    }


def first_roster(instance):
    return {
        "list": roster.first(instance=instance).encode(),
        "digest": roster.first(instance=instance).digest(),
    }


def open_declaration(sealed, seed, **who):
    identity = keys.Identity.from_seed(seed)
    return declarations.open_declaration(sealed, identity=identity, **who)


def _ties(secret, instance):
    return ties.Keys.from_secret(secret, instance=instance)


def mark(secret, instance, **tie):
    return _ties(secret, instance).mark(**tie)


def fillers(secret, instance, handlers):
    marks = _ties(secret, instance).filled({}, handlers=handlers)
    return context.digest(b"".join(tag + day for tag, day in marks.items()), context=b"")


def open_ties(secret, instance, sealed, number):
    table = _ties(secret, instance).open(sealed, number=number)
    return {"real": _ties(secret, instance).real(table.marks), "firms": table.firms}


def since(secret, instance, sealed, number, **tie):
    held = _ties(secret, instance)
    return held.since(held.open(sealed, number=number).marks, **tie)


def tie_table_digest(secret, instance, sealed, number):
    return _ties(secret, instance).digest(sealed, number=number)


OPS: dict[str, Any] = {
    "encode": encode,
    "digest": context.digest,
    "derive": keys.derive,
    "public keys": public_keys,
    "read public keys": read_public_keys,
    "sign": sign,
    "verify": verify,
    "open sealed": sealing.open_sealed,
    "open slot": open_slot,
    "open reporter slot": open_reporter_slot,
    "slot digest": grants.slot_digest,
    "full keys": full_keys,
    "narrow keys": narrow_keys,
    "open thread chest": epochs.open_thread_chest,
    "open internal chest": epochs.open_internal_chest,
    "open roll": epochs.open_roll,
    "roll digest": epochs.roll_digest,
    "record digest": records.record_digest,
    "verify chain": verify_chain,
    "open item": open_item,
    "item digest": messages.item_digest,
    "stretch": stretch,
    "read words": read_words,
    "derive receipt": derive_receipt,
    "unlock": unlock,
    "recovery words": recovery_words,
    "seed from recovery": seed_from_recovery,
    "session key": sessions.session_key,
    "hidden key": sessions.hidden_key,
    "padded length": attachments.padded_length,
    "open part": attachments.open_part,
    "open row": open_row,
    "row digest": register.row_digest,
    "check chain": check_chain,
    "first roster": first_roster,
    "newest roster": newest_roster,
    "open declaration": open_declaration,
    "mark": mark,
    "fillers": fillers,
    "open ties": open_ties,
    "since": since,
    "tie table digest": tie_table_digest,
    "mac": macs.mac,
    "token digest": macs.token_digest,
}
