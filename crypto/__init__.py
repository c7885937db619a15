"""Bytes in, bytes out: every stored byte string of Sotto, as `FORMAT.md` defines it."""
