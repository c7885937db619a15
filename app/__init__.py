"""Sotto: tell the ethics committee, and the accused never receives it (the map of the house).

Arrows point downward only; `lint-imports` proves it.

    cli                         the command `sotto`
    demo | bench                a fictional company; measurements against the floor
    factory                     `create_app`: settings in, one Flask application out
    settings | paths            the environment; where templates and migrations lie
    portal | desk | admin       three audiences: reporters, handlers, administrators and auditors
    web                         guards, sessions, headers, errors, limits: what the audiences share
    services                    one business verb = one transaction = one function that takes `now`
    store                       the tables, as functions over a Session
    domain                      the rules, pure: who is out, who reads, by when
    (crypto)                    a package of its own, below all: bytes in, bytes out

A feature stops at the same four places: domain rule, service verb, route with form and template,
test. The same noun is the same file name in every layer.

Ten minutes for a newcomer: SECURITY.md, this page, `domain/conflicts.py`, `domain/routing.py`,
`services/intake.py`, `crypto/FORMAT.md`, `tests/journeys/`.
"""
