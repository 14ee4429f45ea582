"""The library: all published content of the agency, as values. Words live in content/ (YAML), never here."""
