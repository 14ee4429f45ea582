"""Use cases: open the transaction, load, call flows, store, ring the bell. A service never calls a service."""
