"""A list of certificate numbers, checked against a published register: rows in, the same rows with a verdict out.

`sheet` reads a file, `columns` finds the number in it, `checking` asks the register, `table` writes what came out. The
browser does the same in `site_templates/theme/assets/batch/`; the columns of both are the same.
"""
