"""The default policy as plain data: tiers, where a report starts, who is paid by what, no bodies.

`NOT_A_BODY` are phrases that contain the name of a body and do not mean it ("on board", "in
compliance with"). Who fits which role is in `policy_roles.py`.
"""

from typing import Any

TIERS: tuple[tuple[int, str, int], ...] = (
    (1, "Ethics committee", 2),
    (2, "Audit committee", 2),
    (3, "Ombudspeople", 1),
)

START: tuple[dict[str, Any], ...] = (
    {
        "why": "top management",
        "tier": 2,
        "roles": ["ceo", "cfo", "management"],
        "fits": ["ceo", "cfo"],
        "top": True,
    },
    {
        "why": "control function",
        "tier": 2,
        "roles": ["compliance", "hr", "legal"],
        "fits": ["compliance", "legal", "audit", "head_of_hr"],
    },
    {"why": "machinery", "tier": 2, "roles": ["it"], "administrators": True},
    {"why": "accounting matter", "tier": 2, "categories": ["accounting"]},
    {"why": "tier 2 or the board", "tier": 3, "roles": ["board"], "fits": ["board"]},
)

# CONFLICTS §3, the table: accused, the tier that receives, skipped or out.
ROWS: tuple[tuple[str, int, str], ...] = (
    ("employee, line manager", 1, "subject's line"),
    ("committee member", 1, "that member, line and kin"),
    ("head of HR, compliance, general counsel, internal audit", 2, "tier 1"),
    ("CFO, accounting matter", 2, "tier 1, finance line"),
    ("CEO, direct reports", 2, "tier 1, administrators"),
    ("audit-committee member, board", 3, "tiers 1 and 2"),
    ("operator, administrator", 2, "tier 1"),
    ("everyone inside", 3, "everyone inside"),
)

# C9: category, and the roles whose pay depends on how such a matter ends.
INCENTIVES: dict[str, tuple[str, ...]] = {"overselling": ("sales",), "credit": ("sales",)}

NOT_A_BODY: tuple[str, ...] = (
    "on board",
    "across the board",
    "board game",
    "board games",
    "message board",
    "notice board",
    "job board",
    "board room",
    "case management",
    "change management",
    "project management",
    "product management",
    "account management",
    "quality management",
    "risk management",
    "stress management",
    "ticket management",
    "time management",
    "workforce management",
    "management system",
    "management software",
    "management style",
    "steering committee",
    "in compliance with",
    "compliance with",
    "compliance training",
    "compliance rules",
    "compliance policy",
    "non compliance",
    "out of compliance",
)
