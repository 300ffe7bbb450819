"""certsite: the public disclosure site and certificate check of a certification body."""

__version__ = "0.1.0"
