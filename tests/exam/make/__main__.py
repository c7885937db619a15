"""Makes the exam again: `python -m tests.exam.make`, from the top of the repository.

Needs names-dataset, faker, pyicu, pypinyin, hangul-romanize in an environment of its own, and the
Debian packages of the README unpacked where `prose.ROOT` says. The same seed gives the same bytes.
"""

import collections
import random
import sys

from tests.exam.make import negatives, output, people, prose, texts, ways, words

SEED = 20261121


def main() -> None:
    """Make every company and every text, and say what was dropped."""
    made: list[people.Company] = []
    written: list[texts.Text] = []
    dropped: dict[str, dict[str, int]] = {}
    for lang in words.LANGUAGES:
        rng = random.Random(f"{SEED} {lang}")
        company = people.build(rng, lang)
        desk = texts.Desk(rng, company, {words.fold(word) for word in prose.vocabulary(lang)})
        ways.write(desk)
        negatives.write(desk)
        made.append(company)
        written += desk.written
        dropped[lang] = desk.dropped
        sys.stderr.write(f"{lang}: {len(company.people)} people, {len(desk.written)} texts\n")
    numbers: collections.Counter[tuple[str, str]] = collections.Counter()
    for text in written:
        numbers[text["lang"], text["way"]] += 1
        text["id"] = f"{text['lang']}-{text['way']}-{numbers[text['lang'], text['way']]:04}"
    output.companies(made)
    output.lines("texts", (text for text in written if text["targets"]))
    output.lines("negatives", (text for text in written if not text["targets"]))
    output.lines("dropped", ({"lang": lang, **counts} for lang, counts in dropped.items()))


if __name__ == "__main__":
    main()
