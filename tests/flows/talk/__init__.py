"""Tests of flows/talk."""
