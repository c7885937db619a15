"""The rules, pure: people, conflicts, routing, workflow, deadlines, access; no clock, no I/O."""
