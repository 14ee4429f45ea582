"""The shapes that content may have. The only room with pydantic.

Not here: how single values are written (scalars), how shapes become the library (reading), whether they make sense (lint).
"""
