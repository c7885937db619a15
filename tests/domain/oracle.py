"""What CONFLICTS §1 and §3 say, once more: slow, plain, and without a line of the code it judges.

Everything is dictionaries and strings. Lines are looked at day by day, and ways through the company
are spelled out one by one.

A company is `{"people": {id: {"words", "title", "unit", "rank"}}, "lines": [(person, boss, kind,
since, until)], "tiers": {id: tier}, "quorum": {tier: n}, "administrators": set}`; a report is a
dictionary of what she ticked, typed and answered, with `"mentions": [(people, body, how, where)]`.
"""

from datetime import date, timedelta

DAY = timedelta(days=1)


def first_day(today):
    """Take the day before today two years ago; 29 February is taken for the 28th."""
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return date(today.year - 2, today.month, day) - DAY


def days(company, today):
    """Every day on which the organisation can differ from the day before, and the ends."""
    near = {today, first_day(today)}
    for _, _, _, since, until in company["lines"]:
        near |= {since, since + DAY, since - DAY}
        if until:
            near |= {until, until + DAY, until - DAY}
    return sorted(day for day in near if first_day(today) <= day <= today)


def steps(company, today, day):
    """Who answered to whom on that day: person -> [(boss, kind)]."""
    board = supervising_board(company, today)
    found: dict[str, list[tuple[str, str]]] = {}
    for person, boss, kind, since, until in company["lines"]:
        stood = since <= day and (until is None or day < until)
        if stood and (kind == "deputy" or (person not in board and boss not in board)):
            found.setdefault(person, []).append((boss, kind))
    return found


def supervising_board(company, today):
    rank = {one: person["rank"] for one, person in company["people"].items()}
    employed = {
        person
        for person, boss, kind, _, until in company["lines"]
        if kind == "solid" and rank.get(boss) != 0 and (until is None or until > first_day(today))
    }
    return {one for one in rank if rank[one] == 0 and one not in employed}


def ways_up(bosses, start, passed=()):
    """Every way upward: [(where it ends, the kinds of its steps)]."""
    for boss, kind in bosses.get(start, ()):
        if kind != "deputy" and boss not in passed:
            yield boss, (kind,)
            for end, kinds in ways_up(bosses, boss, (*passed, start, boss)):
                if end != start:
                    yield end, (kind, *kinds)


def is_above(bosses, high, low):
    """Solid all the way; the first step from either of the two may be dotted."""
    return any(
        end == high and all(kind == "solid" for kind in kinds[1:-1])
        for end, kinds in ways_up(bosses, low, (low,))
    )


def stands_in_for(bosses, person):
    everyone, new = {person}, [person]
    while new:
        for boss, kind in bosses.get(new.pop(), ()):
            if kind == "deputy" and boss not in everyone:
                everyone.add(boss)
                new.append(boss)
    return everyone


def in_line(company, handler, subject, today):
    if handler == subject:
        return False
    for day in days(company, today):
        bosses = steps(company, today, day)
        for one in stands_in_for(bosses, handler):
            if one == subject or is_above(bosses, one, subject) or is_above(bosses, subject, one):
                return True
    return False


def fits(company, role):
    """Say the default policy again for the few titles and units these companies have."""
    people, tiers = company["people"], company["tiers"]
    titles = {
        "ceo": {"CEO"}, "cfo": {"CFO"}, "head_of_hr": {"Head of HR"}, "general_counsel": {},
        "audit": {"Internal auditor"}, "board": {"Board member"}, "hr": {"Head of HR"},
        "compliance": {"Compliance officer"}, "it": {"IT support"},
    }.get(role, {})  # fmt: skip
    units = {"hr": {"HR"}, "compliance": {"Compliance"}, "legal": {"Legal"}, "it": {"IT"}}
    ranks = {"ceo": {1}, "board": {0}, "management": {1, 2}}.get(role, set())
    found = {
        one
        for one, person in people.items()
        if person["title"] in titles
        or person["unit"] in units.get(role, {})
        or person["rank"] in ranks
    }
    if role in {"committee", "board"}:
        found |= {one for one, tier in tiers.items() if tier == (1 if role == "committee" else 2)}
    if role == "it":
        found |= company["administrators"]
    return found


def senior(company):
    return {one for one, person in company["people"].items() if person["rank"] in {0, 1, 2}}


def bodies_of(report):
    """Return what it is about: ticked, typed, or named in the text and not set aside."""
    bodies = set(report["roles"]) - {"none"}
    for _, body, _, where in report["mentions"]:
        settled = report["roles"] == {"none"} or body in report["not_them"]
        if body and (where == "names" or not settled):
            bodies.add(body)
    return bodies


def named_in_text(company, report):
    """Return whom her words name, less those about whom her answers lift it."""
    tiers = company["tiers"]
    mentioned, lifted = report["only_mentioned"], report["other_person"]
    near = set(tiers) | senior(company)
    found = set()
    for who, _, how, where in report["mentions"]:
        for one in who if len(who) == 1 else who & near:
            if where != "names":
                spared = one in mentioned or (one in lifted and one not in tiers)
            else:
                unsure = len(who) > 1 and one not in tiers
                spared = how == "word" or (unsure and one in mentioned | lifted)
            if not spared:
                found.add(one)
            answered = one in mentioned | lifted
            if len(who) > 1 and one in senior(company) and not answered and how_counts(how, where):
                found |= {other for other in who - near if other not in mentioned | lifted}
    return found


def how_counts(how, where):
    """Skip one word of a typed name: all its words decide."""
    return how != "word" or where != "names"


def typed(company, report):
    """Return whom the typed names fit, and which readers only share a word with one."""
    tiers, people = company["tiers"], company["people"]
    fit, sharing = set(), set()
    for name in report["names"]:
        words = set(name.split())
        for one in (set(tiers) | senior(company)) & set(people):
            answered = one in report["only_mentioned"] | report["other_person"]
            if words <= people[one]["words"] and (one in tiers or not answered):
                fit.add(one)
            if one in tiers and words & people[one]["words"]:
                sharing.add(one)
    return fit, sharing


def judged(company, report, today):
    """Return accused, left out by C1, mentioned, left out by C3, and the bodies it is about."""
    bodies = bodies_of(report)
    fit, sharing = typed(company, report)
    accused = set(report["people"]) | named_in_text(company, report) | fit
    if report["boss"] == "reader" and not report["people"]:
        accused |= bosses_there(company, report["unit"], today)
    for body in bodies:
        accused |= fits(company, body)
    line = {
        one for one in company["tiers"] if any(in_line(company, one, who, today) for who in accused)
    }
    return accused, sharing | accused, set(report["only_mentioned"]) - accused, line, bodies


def bosses_there(company, unit, today):
    there = {one for one, person in company["people"].items() if unit and person["unit"] == unit}
    led = there or set(company["people"])
    found = set()
    for day in days(company, today):
        bosses = steps(company, today, day)
        found |= {
            one
            for one in company["tiers"]
            for low in led
            if (is_in_a_ring(bosses, one) if one == low else is_above(bosses, one, low))
        }
    return found


def is_in_a_ring(bosses, one):
    """He leads himself, if an import ever let that through."""
    ways = [((), one), *((kinds, end) for end, kinds in ways_up(bosses, one, (one,)))]
    rings = [
        (*kinds, kind)
        for kinds, end in ways
        for boss, kind in bosses.get(end, ())
        if boss == one and kind != "deputy"
    ]
    return any(all(kind == "solid" for kind in kinds[1:-1]) for kinds in rings)


def start(company, report, accused, bodies):
    tier = 1
    top = {one for one, person in company["people"].items() if person["rank"] in {0, 1, 2}}
    control = set().union(
        *(fits(company, role) for role in ("compliance", "legal", "audit", "head_of_hr"))
    )
    chiefs = fits(company, "ceo")
    unranked = {
        person
        for person, boss, kind, _, until in company["lines"]
        if kind == "solid" and boss in chiefs and company["people"][person]["rank"] is None
        and (until is None or until > first_day(company["today"]))
        and not {person, boss} & supervising_board(company, company["today"])
    }  # fmt: skip
    higher = top | control | chiefs | fits(company, "cfo") | company["administrators"] | unranked
    if bodies - {"committee", "board"} or accused & higher or report["category"] == "accounting":
        tier = 2
    if "board" in bodies or accused & fits(company, "board"):
        tier = 3
    return tier


def routed(company, report, today, private=()):
    """Return the tier and who holds a key; nobody is `(None, set())`."""
    accused, left_out, mentioned, line, bodies = judged(company, report, today)
    out = left_out | mentioned | line | set(report["veto"])
    tier, last = start(company, report, accused, bodies), max(company["quorum"])

    def clean(number, away=()):
        here = {one for one, tier in company["tiers"].items() if tier == number}
        return here - out - set(away)

    while tier < last and len(clean(tier)) < company["quorum"][tier]:
        tier += 1
    holders = set().union(*(clean(number, private) for number in range(tier, last + 1)))
    return (tier, holders) if holders else (None, set())
