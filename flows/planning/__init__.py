"""Planning: for every touchpoint of a recipient an answer with its reason. Pure: the moment is an argument."""
