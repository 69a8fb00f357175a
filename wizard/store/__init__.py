"""What is kept between runs: secrets, sessions, answer files."""
