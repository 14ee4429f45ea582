"""Storage: SQLModel tables with their queries, one aggregate a file. The only importer of sqlmodel and sqlalchemy."""
