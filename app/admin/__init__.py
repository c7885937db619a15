"""The administrators' and auditors' surface: directory, accounts, tiers, register; no case."""
