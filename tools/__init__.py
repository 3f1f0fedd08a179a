"""Commands for those who keep the course: each is a script that `make` calls."""
