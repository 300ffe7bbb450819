"""The check in one HTML file with the register inside: `bundle` puts modules into it, `page` makes the whole."""

from generator.offline.bundle import BundleError
from generator.offline.page import MOST, Maker, TooManyError, make

__all__ = ["MOST", "BundleError", "Maker", "TooManyError", "make"]
