"""The administrator's surface: the directory, accounts, tiers; never anything of a case."""
