"""The shell of Reisgenoot: everything that touches the world. The craft it calls lives in `flows`."""
