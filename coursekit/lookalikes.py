"""Letters that look alike in two alphabets, such as Latin A and Cyrillic А: a reader does not see what is wrong."""

_LATIN = str.maketrans("АВСЕНІЈКМОРЅТХУ", "ABCEHIJKMOPSTXY")  # the first are Cyrillic


def shape(text: str) -> str:
    """Return how a text looks in capitals, with Latin letters where a Cyrillic one looks the same."""
    return text.upper().translate(_LATIN)


def alike(typed: str, meant: str) -> str:
    """Return what is said where a word only looks like the one that is meant; an empty text if that is not so."""
    if typed.upper() == meant.upper() or shape(typed) != shape(meant):
        return ""
    odd = [letter for letter in dict.fromkeys(typed) if letter.isalpha() and letter.upper() not in meant.upper()]
    letters = ", ".join(f"{letter} ({'Latin' if letter.isascii() else 'Cyrillic'})" for letter in odd)
    return f"It looks the same, and has letters of another alphabet: {letters}. Switch the keyboard, or copy the word."
