"""What we decided the reports mean: layouts, code lists, sentences, published tables. Imports nothing of `pipeline`."""
