"""The handlers' surface: sign in, roster, list, case, reply, status."""
