"""The rendered pages of tests/portal, for a browser to look at."""

from tests.portal.conftest import page, shell

__all__ = ["page", "shell"]
