"""Words that say little about who is meant: common words that are also names, and parts of names.

All are folded words. `COMMON` words count as somebody's name only where they are written like one:
with a capital, inside a sentence. `PARTICLES` and `HONORIFICS` are never a name by themselves.
"""

_COMMON = """
able al alt an angel april art august autumn bach bank banks bauer becker bell berg best bill
bin bird bishop black blue bond book booth braun bridge brook brown bush buy can carpenter case
cash chance chase church clay close coming cook cross da daily dale das day days dean dear den
di die do draw du early east el ernst faith fall fest field fine first fish flow flower ford
forest fox frank free frei frost fuchs gain gay gift glass gold good grace grant gray green grey
gross grun guy hahn hall hand hardy harm haus herr hill hof holder holz home hope house hunt
hunter in iris ivy jack jade jewel joy judge june jung just kaiser kalt keen key king klein
knight koch konig krug kurz lake lane lang law le les less light little lo long lord love low
lucky major mark market markt marsh mason mast may mercy mile miles mill miss moon moor more
moss muller needs neu new nice noble north old olive page park parks pat patience peace pearl
penny pike pleasant pool poor pope power price pride prince proud queen rain rainy read reason
reed rich richter rise river rivers rob robin rock rose ruby rule rush sage sale sales san
savage say shade sharp short silver sky small smart snow so sommer son song south speaker spring
star stark steel stein stern still stone street strong sue summer sun swift temple they to town
trail true turner under van violet vogt ward warner was way weeks weiss well west white wild
will win winter wise wolf wood woods word work worth year yes you young zimmer zu
"""

_PARTICLES = """
am auf aus bint dal dalla de dei del della der des dos en het ibn la las los of op santa st te
ten ter the und vom von zum zur
"""

_HONORIFICS = """
dame dipl doctor dott dottssa dr fr frau herr hr ii iii ing iv jr lady madame mba miss mlle mme
monsieur mr mrs ms msc mx phd prof professor senor senora sig signor signora sir sr sra
"""

COMMON: frozenset[str] = frozenset(_COMMON.split())
PARTICLES: frozenset[str] = frozenset(_PARTICLES.split())
HONORIFICS: frozenset[str] = frozenset(_HONORIFICS.split())
