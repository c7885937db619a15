"""What the three audiences share: guards, sessions, headers, errors, limits, pages."""
