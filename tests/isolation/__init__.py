"""Who gets which answer from which address of the admin. `answers.txt` is the table, `test_matrix.py` holds it true."""
