"""Pagefind, with its Python package and records API."""
