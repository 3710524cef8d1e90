"""Hands in poses, drawn like photographs, for people who raise theirs."""
