"""The rules of the house: what holds for every module, page and table of the project."""
