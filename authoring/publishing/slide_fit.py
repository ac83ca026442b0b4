"""How much stands on a slide: tables and sentences cut to fit, and the largest size of type for code and tables."""

import itertools
import math

from bs4 import BeautifulSoup, Tag

from authoring.publishing.pages import LONGEST_UNBROKEN, count_words

MOST_WORDS = 90  # on a slide
MOST_WORDS_TOGETHER = 60  # of sentences or of items of a list
MOST_COLUMNS, MOST_SLIDES_OF_A_TABLE = 8, 3
# Sizes of type for code and tables, in pixels, as in slides.css; the largest that fits is taken.
SIZES = {"large": 32, "medium": 28, "small": 24, "least": 22}
WIDTH, HEIGHT = 1160, 640  # pixels of a slide that can be filled
OF_A_LETTER, OF_CODE = 0.58, 0.602  # width of a letter as a share of the size of type: on average, and in code


def filled(amounts: list[tuple[float, ...]], most: tuple[float, ...]) -> list[list[int]]:
    """Fill slides one after the other with items; return the places of those that stand together.

    Each item has one or more amounts (words, pixels of height); on a slide none of their sums goes over its most, except
    where a single item does.
    """
    spread: list[list[int]] = []
    sums: tuple[float, ...] = ()
    for place, item in enumerate(amounts):
        grown = tuple(map(sum, zip(sums, item, strict=True))) if spread else item
        if not spread or any(amount > limit for amount, limit in zip(grown, most, strict=True)):
            spread.append([])
            grown = item
        spread[-1].append(place)
        sums = grown
    return spread


def chunks(amounts: list[tuple[float, ...]], most: tuple[float, ...]) -> list[list[int]]:
    """Spread items over as few slides as `filled` needs, and as evenly as it can be done."""
    fewest = len(filled(amounts, most))
    tried = (filled(amounts, tuple(limit * per_cent / 100 for limit in most)) for per_cent in range(40, 101, 5))
    return next(spread for spread in tried if len(spread) == fewest)


def by_words(texts: list[str]) -> list[list[int]]:
    """Spread sentences or the items of a list over slides."""
    return chunks([(count_words(text),) for text in texts], (MOST_WORDS_TOGETHER,))


def row_heights(table: Tag, size: int) -> list[float]:
    """Return the height in pixels of each row of a table, as far as it can be told from its letters; the head comes first."""
    rows = [[cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]
    longest = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    # Short columns keep their width; the long ones share what is left.
    letters = WIDTH / (OF_A_LETTER * size) - 2 * len(longest) - sum(n for n in longest if n <= LONGEST_UNBROKEN)
    share = min(1.0, letters / max(1, sum(n for n in longest if n > LONGEST_UNBROKEN)))
    widths = [n if n <= LONGEST_UNBROKEN else max(6, n * share) for n in longest]
    lines = [max(math.ceil(len(text) / max(1, widths[n])) for n, text in enumerate(row)) for row in rows]
    return [1.25 * size * number + 11 for number in lines]


def narrowest(table: Tag, size: int) -> float:
    """Return the width in pixels that a table needs at least: its longest unbroken words, side by side."""
    rows = [[cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]
    longest = [max(len(word) for row in rows for word in row[n].split() or [""]) for n in range(len(rows[0]))]
    return sum(length * 0.62 * size + 22 for length in longest)


def height_of_head(heading: str) -> float:
    """Return the height in pixels of the lines above and of the heading of a slide."""
    return 34 + 22 + 44 * math.ceil(len(heading) / 50)


def fitting_sizes(heading: str, code: str, printed: str, table: Tag | None) -> str:
    """Return the largest sizes of type at which all of this stands on one slide; an empty text if there are none.

    They are names of classes in slides.css, such as `code-small table-large`. Code comes first: it may not be folded.
    """
    words = sum(map(count_words, (heading, code, printed, table.get_text(" ") if table else "")))
    if words > MOST_WORDS:
        return ""
    texts = [text.splitlines() for text in (code, printed) if text]
    for (in_code, code_size), (in_table, table_size) in itertools.product(SIZES.items(), SIZES.items()):
        height = height_of_head(heading) + sum(1.4 * code_size * len(lines) + 50 for lines in texts)
        widest = max((OF_CODE * code_size * max(map(len, lines)) + 46 for lines in texts), default=0.0)
        if table:
            height += sum(row_heights(table, table_size)) + 56
            widest = max(widest, narrowest(table, table_size))
        if height <= HEIGHT and widest <= WIDTH:
            return f"code-{in_code} table-{in_table}"
    return ""


def table_pieces(table: Tag, heading: str) -> list[tuple[Tag, str]]:
    """Return a table cut into pieces for slides, each with what is to be said about its rows and those left out."""
    small = SIZES["small"]
    if len(table.find("tr").find_all(["th", "td"])) > MOST_COLUMNS or narrowest(table, small) > WIDTH:
        return []
    rows = table.tbody.find_all("tr")
    head, *heights = row_heights(table, small)
    words = MOST_WORDS - count_words(heading) - count_words(table.thead.get_text(" ")) - 10
    room = HEIGHT - height_of_head(heading) - head - 56
    amounts = [(count_words(row.get_text(" ")), height) for row, height in zip(rows, heights, strict=True)]
    spread = chunks(amounts, (words, room))
    cut = len(spread) > MOST_SLIDES_OF_A_TABLE
    pieces = []
    for places in filled(amounts, (words, room))[:1] if cut else spread:
        piece = BeautifulSoup(str(table), "html.parser").find("table")
        for place, row in enumerate(piece.tbody.find_all("tr")):
            if place not in places:
                row.decompose()
        first, last = places[0] + 1, places[-1] + 1
        those = f"Rows {first} to {last}" if last > first else f"Row {first}"
        of = f"{those} of {len(rows)}." if len(spread) > 1 else ""
        pieces.append((piece, f"{of} All are in the lesson." if cut else of))
    return pieces
