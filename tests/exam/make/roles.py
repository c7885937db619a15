"""Writes the texts that name somebody by title or function only.

Every title used here is held by at most five people; all of them are targets. Titles are said as
the directory writes them, all small, by the form for the other sex, or in other words.
"""

from tests.exam.make import people, texts, words

OTHER = {"m": "f", "f": "m"}
# Articles and endings that change with the sex of the holder, masculine and feminine.
TURNS = {
    "{der}": ("der", "die"), "{unser}": ("unser", "unsere"), "{leiter}": ("Leiter", "Leiterin"),
    "{in}": ("", "in"), "{le}": ("le", "la"), "{notre}": ("notre", "notre"), "{e}": ("", "e"),
    "{eur}": ("eur", "rice"), "{el}": ("el", "la"), "{nuestro}": ("nuestro", "nuestra"),
    "{jefe}": ("jefe", "jefa"), "{o}": ("o", "a"), "{or}": ("or", "ora"), "{il}": ("il", "la"),
    "{nostro}": ("il nostro", "la nostra"), "{direttore}": ("direttore", "direttrice"),
    "{dyrektor}": ("dyrektor", "dyrektorka"),
    "{nasz}": ("nasz", "nasza"), "{obecny}": ("obecny", "obecna"),
}  # fmt: skip


def write(desk: texts.Desk) -> None:
    """Write one text for every holder of a rare title."""
    for group, holders in desk.company.by_group.items():
        kind, key = group.split(":", 1)
        for person in holders:
            how, said = {"chief": chief, "site": site}.get(kind, department)(
                desk, person, kind, key
            )
            frame = "role_frames"
            texts.keep(desk, "role", how, person, said, slot="r", frames=frame, targets=holders)


def turned(template: str, sex: str) -> str:
    """Give a phrase the form for a man or a woman."""
    for mark, forms in TURNS.items():
        template = template.replace(mark, forms[sex == "f"])
    return template


def chief(desk: texts.Desk, _person: people.Somebody, _kind: str, key: str) -> tuple[str, str]:
    """Say the one holder of a high office: our CFO."""
    said = words.of(desk.lang)["chiefs"][int(key)][1:]
    which = desk.rng.randrange(len(said))
    return f"chief, {('ours', 'short', 'other words')[which]}", said[which]


def site(desk: texts.Desk, person: people.Somebody, _kind: str, key: str) -> tuple[str, str]:
    """Say the director of a site."""
    said = desk.rng.choice(words.of(desk.lang)["site_say"])
    return "site", turned(said, person.sex).format(s=key)


def department(desk: texts.Desk, person: people.Somebody, kind: str, key: str) -> tuple[str, str]:
    """Say the head, or a deputy head, of a department."""
    spoken = words.of(desk.lang)
    dept = spoken["depts"][int(key)]
    how = desk.rng.choice(("written", "written", "written", "small", "other sex", "reworded"))
    if how == "other sex" and spoken[f"{kind}_m"] == spoken[f"{kind}_f"]:
        how = "written"
    sex = OTHER[person.sex] if how == "other sex" else person.sex
    if how == "reworded":
        return how, reworded(desk, kind, dept, sex)
    template = turned(
        desk.rng.choice(spoken["role_lower" if how == "small" else "role_written"]), sex
    )
    title = spoken[f"{kind}_{sex}"].format(d=dept.split("|")[0])
    if how == "small":
        title = title.lower()
    return how, agreed(desk.lang, template, title)


def agreed(lang: str, template: str, title: str) -> str:
    """Put the title behind its article, as grammar wants it."""
    if template == "{t}":
        return title
    if lang == "de":
        weak = "stellvertretende" if template.startswith(("der", "die")) else "stellvertretender"
        title = title.replace("Stellvertretender", weak).replace(
            "Stellvertretende ", "stellvertretende "
        )
        if template.startswith("der"):
            title = title.replace("stellvertretender", "stellvertretende")
    elif lang != "en":
        title = title[0].lower() + title[1:]
    return template.format(t=title)


def reworded(desk: texts.Desk, kind: str, dept: str, sex: str) -> str:
    """Say the title in other words."""
    spoken = words.of(desk.lang)
    template = turned(desk.rng.choice(spoken[f"role_reworded_{kind}"]), sex)
    first, _, full = dept.partition("|")
    if desk.lang in {"en", "nl"}:
        first = first.lower()
    short = people.unit_of(first)
    small = full or short[0].lower() + short[1:]
    return template.format(d=first, d1=small)
