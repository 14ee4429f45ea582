"""Golden stories: a booking file, what the traveller saw with local times, and what must never occur."""
