"""One business verb = one transaction = one function; each takes `now` and knows no Flask."""
