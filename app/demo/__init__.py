"""A complete fictional company, built through the services as a real one would be."""
