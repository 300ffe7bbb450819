"""`python -m generator` is the same as `certsite`."""

from generator.cli import main

if __name__ == "__main__":
    main()
