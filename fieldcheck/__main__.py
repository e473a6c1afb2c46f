"""`python -m fieldcheck`, and the entry of the frozen program."""

from fieldcheck.cli.main import main

if __name__ == "__main__":
    main()
