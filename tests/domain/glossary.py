"""What the default policy calls people and bodies, written down once more by hand.

One line for each role: titles that make somebody fit it, units, and words for the body. A phrase
that is taken out of the policy by mistake is missed here.
"""

TITLES: dict[str, str] = {
    "ceo": (
        "CEO; chief executive; chief executive officer; managing director; Geschäftsführer; "
        "Geschäftsführerin; Vorstandsvorsitzender; Vorstandsvorsitzende; PDG; directeur "
        "général; directrice générale; amministratore delegato; consejero delegado; consejera "
        "delegada"
    ),
    "cfo": (
        "CFO; chief financial officer; finance director; head of finance; VP finance; "
        "Finanzvorstand; Leiter Finanzen; Leiterin Finanzen; directeur financier; directrice "
        "financière; direttore finanziario; director financiero"
    ),
    "head_of_hr": (
        "CHRO; chief human resources officer; chief people officer; head of HR; head of human "
        "resources; head of people; HR director; director of HR; director of human resources; "
        "VP HR; VP people; Personalleiter; Personalleiterin; Leiter Personal; Leiterin "
        "Personal; DRH"
    ),
    "audit": (
        "head of internal audit; internal audit; internal auditor; chief audit executive; "
        "Leiter Revision; Leiterin Revision"
    ),
    "general_counsel": "general counsel; chief legal officer; chief counsel; Chefjustiziar",
    "board": (
        "chair of the board; chairman of the board; board member; member of the board; non "
        "executive director; supervisory board; Aufsichtsrat; Aufsichtsrätin"
    ),
    "compliance": "compliance; chief compliance officer",
    "hr": "HR; human resources; chief people officer; head of people",
    "legal": (
        "legal; general counsel; legal counsel; counsel; Justiziar; Justiziarin; Syndikus; juriste"
    ),
    "it": "IT; system administrator; systems administrator; sysadmin; CIO",
}

UNITS: dict[str, str] = {
    "audit": "internal audit; Revision; Interne Revision",
    "compliance": "compliance; conformité",
    "hr": (
        "HR; human resources; people; people team; personnel; Personalwesen; "
        "Personalabteilung; ressources humaines; risorse umane; recursos humanos"
    ),
    "legal": "legal; law; Recht; Rechtsabteilung; juridique; affari legali",
    "it": "IT; ICT; information technology; informatique; Informatik; EDV",
    "sales": "sales; Vertrieb; ventes; vendite; ventas; verkoop; sprzedaż",
}

WORDS: dict[str, str] = {
    "board": (
        "board; board of directors; supervisory board; board members; the chairman; the chair "
        "of the board; audit committee; Aufsichtsrat; Prüfungsausschuss; conseil "
        "d'administration; conseil de surveillance; comité d'audit; consiglio di "
        "amministrazione; consejo de administración"
    ),
    "management": (
        "management; management team; management board; executive board; executive committee; "
        "executive team; executives; leadership team; senior leadership; C suite; "
        "Geschäftsführung; Geschäftsleitung; Vorstand; la direction; direction générale; "
        "comité de direction; direzione"
    ),
    "committee": (
        "committee; ethics committee; ethics board; ethics team; ethics commission; "
        "Ethikkommission; Ethikkomitee; comité d'éthique; comité éthique; comitato etico; "
        "comité de ética; comité ético"
    ),
    "compliance": (
        "compliance; compliance department; compliance team; compliance office; "
        "Compliance-Abteilung; service conformité"
    ),
    "hr": (
        "HR; hr; human resources; HR department; HR team; personnel department; people team; "
        "people department; people operations; Personalabteilung; ressources humaines; les "
        "RH; risorse umane; recursos humanos"
    ),
    "legal": (
        "legal department; legal team; legal dept; our lawyers; in house counsel; in house "
        "lawyers; company lawyers; told legal; asked legal; from legal; legal said; legal "
        "knows; legal knew; LEGAL; Rechtsabteilung; service juridique; ufficio legale; "
        "departamento legal"
    ),
    "it": (
        "IT; ICT; it department; it dept; it team; it support; it admins; information "
        "technology; sysadmins; IT-Abteilung; EDV; service informatique"
    ),
}

NOT_A_BODY = (
    "on board; across the board; board game; board games; message board; notice board; job "
    "board; board room; case management; change management; project management; product "
    "management; account management; quality management; risk management; stress management; "
    "ticket management; time management; workforce management; management system; management "
    "software; management style; steering committee; in compliance with; compliance with; "
    "compliance training; compliance rules; compliance policy; non compliance; out of "
    "compliance"
)


def phrases(text: str) -> list[str]:
    """Part a line of the glossary."""
    return text.split("; ")
