"""What the index looks for: the keys a directory and a policy give, one generator for each kind.

A key is a tuple of folded words. Names give a key for the whole name and one for its first and
last word, in every spelling; addresses one for the whole and one for the user name; titles are
names only where few hold them (CONFLICTS §1); bodies and roles are called what the policy says.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from app.domain import cases, people, roles
from app.domain.mentions import common, folding
from app.domain.mentions.folding import Key
from app.domain.policy import Policy, RoleRule

FEW = 5  # A title held by up to so many people is a name (CONFLICTS §1).
LONGEST = 12  # Words of one key; a longer "name" in a file is a sentence.
_SHORTEST_USER_NAME = 3
_SYLLABLE = 5
CALLED = frozenset({"name", "alias", "former"})


def names(person: people.Person, today: date) -> frozenset[Key]:
    """Return the keys of everything this person is or was called, as far as it counts.

    A double name is there in one word as well: *Anna-Maria* and *Annamaria*, *van der Berg* and
    *Vanderberg*, *Min Jun* and *Minjun*.
    """
    keys: set[Key] = set()
    for name in person.names:
        if name.kind in CALLED and name.counts(today):
            for key in folding.spellings(name.text):
                keys.add(key)
            keys.update(_joined(folding.words(name.text)))
    return frozenset(key for key in keys if 0 < len(key) <= LONGEST)


def _joined(words: list[folding.Word]) -> Iterator[Key]:
    """Yield the name with words put together that people write as one; nothing for most names."""
    if len(words) <= 2 and not any(word.joint for word in words):  # noqa: PLR2004 - two words
        return
    for belongs in (_is_joint, _after_particle, _is_short):
        parts: list[str] = []
        for before, word in zip([None, *words], words, strict=False):
            if before and parts and belongs(before, word):
                parts[-1] += word.folded
            else:
                parts.append(word.folded)
        if 1 < len(parts) < len(words):
            yield tuple(parts)
    if len(words) == 3:  # noqa: PLR2004 - two of three
        first, second, third = (word.folded for word in words)
        if _is_short(words[1], words[2]):
            yield (first, second + third)
        if _is_short(words[0], words[1]):
            yield (first + second, third)


def _is_joint(_: folding.Word, word: folding.Word) -> bool:
    return word.joint


def _after_particle(before: folding.Word, _: folding.Word) -> bool:
    return before.folded in common.PARTICLES


def _is_short(before: folding.Word, word: folding.Word) -> bool:
    """Say whether both are as short as the syllables of a Korean or Chinese name."""
    return max(len(before.folded), len(word.folded)) <= _SYLLABLE and before.folded not in (
        common.PARTICLES
    )


def addresses(person: people.Person, today: date) -> frozenset[Key]:
    """Return the keys of addresses and user names; one of his own names alone is none."""
    keys: set[Key] = set()
    for name in person.names:
        if name.kind == "email" and name.counts(today):
            keys.add(folding.phrase(name.text))
            user = folding.phrase(name.text.partition("@")[0])
            if len(user) > 1 or _is_user_name("".join(user), person):
                keys.add(user)
    return frozenset(key for key in keys if 0 < len(key) <= LONGEST)


def name_words(person: people.Person) -> frozenset[str]:
    """Return each word this person is or ever was called that can stand for him alone."""
    words = {
        word
        for name in person.names
        if name.kind in CALLED
        for key in folding.spellings(name.text)
        for word in key
    }
    return frozenset(word for word in words if says_who(word))


def says_who(word: str) -> bool:
    """Say whether a folded word can stand for a person: no initial, particle or form of address."""
    return len(word) > 1 and word not in common.PARTICLES and word not in common.HONORIFICS


def titles(everyone: Iterable[people.Person], today: date) -> Iterator[tuple[Key, frozenset[str]]]:
    """Yield each title held by few, with all who held it in the last 24 months."""
    held: dict[str, tuple[set[str], set[str]]] = {}
    for person in everyone:
        for name in person.names:
            if name.kind == "title" and name.counts(today):
                now, ever = held.setdefault(name.text, (set(), set()))
                ever.add(person.id)
                if name.until is None and (person.end_on is None or person.end_on > today):
                    now.add(person.id)
    for key, (now, ever) in _folded(held).items():
        if len(now) <= FEW and key not in {(word,) for word in common.COMMON}:
            yield key, frozenset(ever)


def single_roles(
    directory: people.Directory, policy: Policy, today: date
) -> Iterator[tuple[Key, frozenset[str], str | None]]:
    """Yield what a text may call a role, with who is meant, or with the role if nobody fits."""
    for role, rule in policy.roles.items():
        if rule.body:
            continue
        meant = _meant(directory, rule, today)
        asked = role if not meant and role in cases.ROLES else None
        if asked or 0 < len(meant) <= FEW:
            for title in rule.titles:
                yield folding.phrase(title), meant, asked


def bodies(policy: Policy) -> Iterator[tuple[str, str]]:
    """Yield what a text may call a body, as the policy writes it, and the body; tiers by name."""
    by_tier = {rule.tier: role for role, rule in policy.roles.items() if rule.tier}
    for tier in policy.tiers:
        if tier.number in by_tier:
            yield tier.name, by_tier[tier.number]
    for role, rule in policy.roles.items():
        if rule.body:
            yield from ((word, role) for word in rule.words)


def known_by_one_word(
    directory: people.Directory, readers: Collection[str], policy: Policy
) -> Iterator[people.Person]:
    """Yield whom a single word of the name may mean: readers, and who is or ever was senior."""
    for person in directory.ever_ranked(0, policy.senior).union(readers):
        if person in directory.people:
            yield directory.people[person]


def _meant(directory: people.Directory, rule: RoleRule, today: date) -> frozenset[str]:
    """Return who bears one of the titles exactly; else as part of a longer one; else by rank."""
    return (
        roles.titled(directory, rule, today, exactly=True)
        or roles.titled(directory, rule, today)
        or roles.ranked(directory, rule, today)
    )


def _is_user_name(user: str, person: people.Person) -> bool:
    return (
        len(user) >= _SHORTEST_USER_NAME
        and user not in common.COMMON
        and user not in name_words(person)
    )


def _folded(
    held: dict[str, tuple[set[str], set[str]]],
) -> dict[Key, tuple[set[str], set[str]]]:
    folded: dict[Key, tuple[set[str], set[str]]] = {}
    for text, (now, ever) in held.items():
        key = folding.phrase(text)
        if 0 < len(key) <= LONGEST:
            all_now, all_ever = folded.setdefault(key, (set(), set()))
            all_now |= now
            all_ever |= ever
    return folded
