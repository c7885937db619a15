"""The matcher: which people, titles, addresses and bodies a text speaks of."""
