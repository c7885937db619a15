"""What is kept: SQLAlchemy tables and functions over a Session, for SQLite and PostgreSQL."""
