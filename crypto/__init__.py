"""Bytes in, bytes out: every stored byte string of Sotto, as `FORMAT.md` defines it.

Read in this order:

- `errors`, `wire`, `context`: one silent refusal a family; strict containers; what bytes are for
- `keys`, `sealing`: a person's keys, HKDF, signatures; AES-256-GCM under a key used once
- `words`, `stretching`, `receipt`, `passphrase`, `sessions`: from what people type to keys
- `grants`, `epochs`, `record`, `records`, `messages`: slots, keys, signed records, items of a case
- `attachments`: files, in parts
- `lists`, `roster`, `letters`, `register`: who is believed, what was done
- `declarations`, `ties`, `macs`: what was declared, who is tied to whom, what is recognised again

The package has no clock, no database, no web framework and no configuration. A function that opens
something either returns what was sealed or raises the error of its family, which says nothing more.
"""
