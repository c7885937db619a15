"""Words that say little about who is meant: common words that are also names, and parts of names.

All are folded words. `COMMON` words count as somebody's name only with a capital, and `OPENERS`,
with which sentences begin, only with a capital inside a sentence. `PARTICLES` and `HONORIFICS` are
never a name by themselves.
"""

_OPENERS = """
alt an april august buy can close coming da daily das day days dear den di die do draw early
east fall fine first free frei good grant herr holder home hope in joy just keen kurz lang less
light little long love low may miss more needs neu new nice north old read reason rich say so
still sue they true under was way weeks well will win work yes you young
"""

_COMMON = """
able al angel art autumn bank banks bell best bill bin bird black blue bond book booth bridge
brook brown bush case cash chance chase church clay cook cross dale dean du el faith fest field
fish flow flower ford forest fox frank frost gain gay gift glass gold grace gray green grey
gross grun guy hall hand hardy harm hill house hunt jewel judge june jung kalt key king klein
lane law le les lo lord lucky major mark market markt marsh mast mercy mile miles mill moon moor
moss noble olive page park parks pat patience peace pearl penny pike pleasant pool poor pope
power price pride prince proud queen rain rainy reed rise river rivers rock rose rule rush sage
sale sales san savage shade sharp short silver sky small smart snow son song south speaker
spring star stark steel stern stone street strong summer sun swift temple to town trail van ward
west white wild winter wise wood woods word worth year zu
"""

_PARTICLES = """
am auf aus bint dal dalla de dei del della der des dos en het ibn la las los of op santa st te
ten ter the und vom von zum zur
"""

_HONORIFICS = """
dame dipl doctor dott dottssa dr fr frau herr hr ii iii ing iv jr lady madame mba miss mlle mme
monsieur mr mrs ms msc mx phd prof professor senor senora sig signor signora sir sr sra
"""

# After one of these follows a name.
_ADDRESS = """
avv colega colegas collega collegue colleague dhr doktor don dona dott dottor dottore dottoressa
frl geom heer herrn ing juffrouw kolega kolegi kolezanka kolezanki kollege kollegen kollegin m
meneer mevr mevrouw mevrow mgr mw pan pana panem pani pania panie panstwo panu rag sig signore
signorina sigra srta senorita
"""

OPENERS: frozenset[str] = frozenset(_OPENERS.split())
COMMON: frozenset[str] = frozenset(_COMMON.split()) | OPENERS
PARTICLES: frozenset[str] = frozenset(_PARTICLES.split())
HONORIFICS: frozenset[str] = frozenset(_HONORIFICS.split())
ADDRESS: frozenset[str] = HONORIFICS | frozenset(_ADDRESS.split())
