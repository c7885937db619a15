"""Who is a subject: what the reporter chose, typed and wrote, read as CONFLICTS §1 says.

A subject is whoever is chosen or typed on the first page and whoever her text names, until she says
on the check page that he is only mentioned; then he is in conflict alone and his line stays in.

- *Ticked* roles and bodies mean everyone in them. A body that the text only *names* is asked about,
  unless the first page settled it (ticked, or `none`); no answer means everyone in it.
- A name that fits several people means all of them as far as they are readers. Where one is senior
  she is asked, and no answer means all; with no senior among them, other namesakes are left alone.
- "Somebody else of that name" lifts nothing for a reader; a mistaken identity is corrected (§4).
- A name that is found by a form of it or near it is asked about like any other; the reporter sees
  the person's own name, and only of those whom the form lists.
- A name *typed* on the first page makes a subject of whom it fits, and leaves out every reader who
  shares one of its words, or whom the matcher finds behind one (a short form, a misspelling).
- Her boss is one of the readers and none is ticked: every reader who leads people in that unit, at
  whatever distance; anywhere, if she gave no unit or one that the directory does not know.

Answers settle the words they came with (`cases.Said`): a name typed in an earlier submission was
settled then; it goes on leaving out readers, and nobody is asked about it again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain import cases, lines, people, roles
from app.domain.mentions import Mention, entries, folding
from app.domain.policy import Policy

# Ways of being named that stand for somebody whatever other words are beside them.
_WHOLE = frozenset({"name", "title", "address", "body"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What her words come to, as facts.

    `accused`: the subjects; `found`: those of them whom names and text gave; `suspected`: left out
    for a shared word, if they read; `mentioned`: C2; `bodies`: the roles and bodies it is about.
    """

    accused: frozenset[str]
    found: frozenset[str]
    suspected: frozenset[str]
    mentioned: frozenset[str]
    bodies: frozenset[str]


@dataclass(frozen=True, slots=True)
class Named:
    """One person whom a name or a text may mean, before any answer of hers.

    `sure` when no answer can change it. `namesakes` are people who are meant as well, as long as
    she does not answer about this one.
    """

    person: str
    typed: bool
    sure: bool
    namesakes: frozenset[str] = frozenset()


def read(
    said: cases.Said,
    mentions: Sequence[Mention],
    *,
    directory: people.Directory,
    readers: Mapping[str, int],
    policy: Policy,
    today: date,
    mistaken: frozenset[str] = frozenset(),
) -> Reading:
    """Return whom the report is about, whom it only mentions, and which bodies it means.

    `mistaken`: whom two people found not to be meant by a name; what she chose stays (§4).
    """
    bodies = said.roles | bodies_named(said, mentions)
    named = people_named(said, mentions, directory=directory, readers=readers, policy=policy)
    found = frozenset(one for meant in named for one in _meant(said, meant, readers)) - mistaken
    accused = (said.about_people | said.accused | found).union(
        _bosses(said, directory=directory, readers=readers, today=today),
        *(
            roles.members(role, directory=directory, readers=readers, policy=policy, today=today)
            for role in bodies
        ),
    )
    by_word = _typed_words(mentions, directory=directory, readers=readers, policy=policy)
    suspected = (said.suspected | _sharing_a_word(said, by_word)) - accused - mistaken
    mentioned = (said.mentioned | said.only_mentioned) - mistaken
    return Reading(accused, found, suspected, mentioned - accused, bodies)


def people_named(
    said: cases.Said,
    mentions: Sequence[Mention],
    *,
    directory: people.Directory,
    readers: Mapping[str, int],
    policy: Policy,
) -> Iterator[Named]:
    """Yield everyone whom a typed name or the text may mean."""
    seniors = directory.ever_ranked(0, policy.senior)
    nearby = seniors.union(readers)
    for mention in mentions:
        typed = mention.where == "names"
        if _is_one_typed_word(mention):
            continue  # What one word of a typed name means is decided by all its words, below.
        alone = len(mention.people) == 1
        for person in mention.people if alone else mention.people & nearby:
            namesakes = mention.people - nearby if person in seniors else frozenset()
            exact = alone and mention.certainty == "sure"
            yield Named(person, typed, typed and (exact or person in readers), namesakes)
    by_word = _typed_words(mentions, directory=directory, readers=readers, policy=policy)
    for name in said.about_names:
        fitting = _fitting(name, by_word)
        for person in fitting & readers.keys() if name in said.settled_names else fitting:
            yield Named(person, typed=True, sure=person in readers)


def bodies_named(said: cases.Said, mentions: Sequence[Mention]) -> frozenset[str]:
    """Return the bodies that names or text speak of and no answer of hers sets aside."""
    settled = said.not_them | said.roles
    return frozenset(
        mention.body
        for mention in mentions
        if mention.body
        and (mention.where == "names" or not (said.no_body or mention.body in settled))
    )


def _meant(said: cases.Said, named: Named, readers: Mapping[str, int]) -> frozenset[str]:
    """Return who is a subject because of this, after her answers."""
    answered = said.only_mentioned | said.other_person
    namesakes = frozenset() if named.person in answered else named.namesakes - answered
    lifts = answered if named.typed else said.only_mentioned | (said.other_person - readers.keys())
    if named.sure or named.person not in lifts:
        return namesakes | {named.person}
    return namesakes


def _bosses(
    said: cases.Said,
    *,
    directory: people.Directory,
    readers: Mapping[str, int],
    today: date,
) -> frozenset[str]:
    if not said.boss_unknown:
        return frozenset()
    there = roles.in_unit(directory, said.unit, today) if said.unit else None
    return lines.leaders(directory, there or None, today=today) & readers.keys()


def _is_one_typed_word(mention: Mention) -> bool:
    """Say whether this is one word of a typed name: who is meant depends on all its words."""
    if mention.where != "names" or mention.how in _WHOLE:
        return False
    return mention.how == "word" or len(folding.phrase(mention.text)) == 1


def _typed_words(
    mentions: Sequence[Mention],
    *,
    directory: people.Directory,
    readers: Mapping[str, int],
    policy: Policy,
) -> Mapping[str, frozenset[str]]:
    """Return who, of readers and senior people, may be meant by each word of a typed name."""
    by_word = _by_word(directory, readers, policy)
    nearby = directory.ever_ranked(0, policy.senior).union(readers)
    found: dict[str, frozenset[str]] = {}
    for mention in filter(_is_one_typed_word, mentions):
        for word in folding.phrase(mention.text):
            known = found.get(word, by_word.get(word, frozenset()))
            found[word] = known | mention.people & nearby
    return {**by_word, **found} if found else by_word


def _by_word(
    directory: people.Directory, readers: Mapping[str, int], policy: Policy
) -> Mapping[str, frozenset[str]]:
    """Return who, of readers and senior people, bears each word of a name."""
    key = ("by word", frozenset(readers), policy.senior)
    return directory.kept(key, lambda: _bearers(directory, readers, policy))


def _bearers(
    directory: people.Directory, readers: Mapping[str, int], policy: Policy
) -> Mapping[str, frozenset[str]]:
    bearers: dict[str, set[str]] = {}
    for person in entries.known_by_one_word(directory, readers, policy):
        for word in entries.name_words(person):
            bearers.setdefault(word, set()).add(person.id)
    return {word: frozenset(borne_by) for word, borne_by in bearers.items()}


def _fitting(name: str, by_word: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return who bears every word of a typed name that can say who is meant."""
    words = [word for word in folding.phrase(name) if entries.says_who(word)]
    borne_by = [by_word.get(word, frozenset()) for word in words]
    return borne_by[0].intersection(*borne_by) if borne_by else frozenset()


def _sharing_a_word(said: cases.Said, by_word: Mapping[str, frozenset[str]]) -> frozenset[str]:
    words = {word for name in said.about_names for word in folding.phrase(name)}
    return frozenset(person for word in words for person in by_word.get(word, ()))
