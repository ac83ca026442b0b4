"""advice(): what an error means in plain words. Red messages in a notebook and marking take it from here."""

import re

# Kind of error, a pattern of its message, and what is said; the first that fits counts. data() names all tables in a row.
ADVICE = (
    (r"NameError", r"name '(\w+)'", 'No cell that was run gives {0} a value. A word stands in quotation marks: "{0}".'),
    (r"UnboundLocalError", "", "A name inside this function is used before it gets a value there. Give it another name, or its value first."),
    (r"KeyError", "", "There is no column, row or key of this name. Look at the spelling, also at capital letters."),
    (r"AttributeError", r"'NoneType' object has no attribute '(\w+)'", "The thing before .{0} is None, nothing. A step that only prints or shows gives nothing back: take such a step out of the line above."),
    (r"AttributeError", r"attribute 'csv'", "The name of a file stands in quotation marks, as in \"contacts.csv\"."),
    (r"AttributeError", r"attribute '(\w+)'", "There is no step or column called {0} here. Look at the spelling."),
    (r"IndentationError", r"unexpected indent", "This line begins too far to the right. Delete the spaces before it."),
    (r"IndentationError", r"expected an indented block", "After a line that ends with a colon, the next line begins four spaces further to the right."),
    (r"IndentationError|TabError", "", "This line does not begin as far to the right as the lines it belongs to. Count the spaces before it."),
    (r"SyntaxError", r"'(.)' was never closed", "The bracket {0} is opened here and never closed. Where does what belongs inside it end?"),
    (r"SyntaxError", r"unmatched '(.)'", "The bracket {0} is closed here and was not opened. Take it out, or put its partner before it."),
    (r"SyntaxError", r"closing parenthesis '(.)' does not match opening parenthesis '(.)'", "The bracket {1} is closed by {0}. Which of the two is meant?"),
    (r"SyntaxError", r"unterminated", "A quotation mark is missing, or an apostrophe ends the text too soon. A text begins and ends with the same mark, on one line; one with an apostrophe in it stands between \" and \"."),
    (r"SyntaxError", r"cannot assign to literal here", "The name comes first, then =, then its value. To ask whether two things are the same, write ==."),
    (r"SyntaxError", r"cannot assign to expression here", "Left of = stands a name: it can have _ in it, and no - or other sign. To ask whether two things are the same, write ==."),
    (r"SyntaxError", r"Maybe you meant '=='|perhaps you meant \"==\"|cannot assign to .* here", "One = gives a name its value. To ask whether two things are the same, write ==."),
    (r"SyntaxError", r"cannot assign to", "Left of = stands a name, such as answer, and right of it the value."),
    (r"_?IncompleteInputError|SyntaxError", r"incomplete input", "Something is opened here and not closed: a bracket, or three quotation marks. Or a line ends with a colon, and the lines that belong to it are missing."),
    (r"SyntaxError", r"Missing parentheses", "A step such as print needs round brackets around what it works with: print(...)."),
    (r"SyntaxError", r"expected ':'", "A colon (:) is missing at the end of this line."),
    (r"SyntaxError", r"Perhaps you forgot a comma|invalid syntax. Is this intended to be part of the string", "Something is missing between two values: a comma, a sign such as + or ==, a bracket, or a quotation mark."),
    (r"SyntaxError", r"invalid character '([“”„‘’‚«»])'", 'The mark {0} is for print. Python needs straight quotation marks: ".'),
    (r"SyntaxError", r"invalid character '\u2026'", "The sign \u2026 in a hint stands for a part that you write yourself."),
    (r"SyntaxError", r"invalid character '[\u2212\u2013\u2014\u2010]'", "The minus or dash of a printed text is another sign. Type the - of the keyboard."),
    (r"SyntaxError", r"invalid (non-printable )?character", "There is a sign here that Python does not know. Type this place again by hand."),
    (r"SyntaxError", r"invalid decimal literal|leading zeros", "A name does not begin with a digit, a number has no 0 before it, and a date stands in quotation marks. Before a step, a calculation stands in round brackets: (2 + 3).step()."),
    (r"SyntaxError", "", "Python cannot read this line. Look at it and at the line above: is each bracket closed, and each quotation mark? Is a comma or a sign missing?"),
    (r"TypeError", r"Indexing a Series with DataFrame", "In the brackets stands a whole table. Put one column of it there: table[\"column\"]."),
    (r"TypeError", r"'ellipsis'", "Three dots still stand where a value is needed."),
    (r"TypeError", r"'(DataFrame|Series)' object is not callable", "A table or a column takes square brackets [ ]. Round brackets ( ) run a step, such as median()."),
    (r"TypeError", r"'(str|int|float|list|dict|bool)' object is not callable", "Round brackets ( ) run a step, and the name before them stands for a value. Did a line above give the name of a step a value? Then choose another name there, and choose Kernel, Restart Kernel."),
    (r"TypeError", r"'(builtin_function_or_method|method|function)' object is not subscriptable", "A step needs round brackets ( ) before anything else: name.step()[...]. A list stands inside them: isin([...])."),
    (r"TypeError", r"'NoneType'", "A value here is None, nothing. A step that only prints or shows gives nothing back."),
    (r"TypeError", r"string indices must be|indices must be integers", "What stands before the square brackets is no table. Show it in a cell of its own."),
    (r"TypeError", r"for (&|\|)|unary ~|Cannot perform 'r?(and_|or_)'", "Put round brackets around each condition, and name the column in each: (table[\"a\"] == 1) & (table[\"b\"] == 2)."),
    (r"TypeError", r"'(function|method|builtin_function_or_method)'", "Round brackets ( ) are missing after the name of a step, so it was not run."),
    (r"TypeError", r"between instances of ('str' and '(int|float)'|'(int|float)' and 'str')|comparison between dtype=(int|float)\w* and str", "A text is compared with a number here (an empty cell counts as a number). A number stands without quotation marks; show each of the two in a cell of its own."),
    (r"TypeError", r"object of type '.+' has no len\(\)", "len() counts what is in a list, a text or a table, and this is one value."),
    (r"TypeError", r"'(int|float|bool)' object is not (subscriptable|iterable)", "A list, a text or a table is needed here, and this is one value. Did a line above give its name another one?"),
    (r"TypeError", r"location index", "iloc counts places and takes whole numbers: iloc[0] is the first row. A word in a column is found by a condition: table[table[\"column\"] == \"word\"]."),
    (r"TypeError", r"__round__", "round() needs a number. A number stands without quotation marks, and a column has a step of its own: column.round(1)."),
    (r"TypeError", r"can only concatenate|unsupported operand|not supported between|Cannot compare|Invalid comparison|could not convert|Could not convert|can't multiply", "Two things of different kinds are put together here, such as text and a number. A number stands without quotation marks; show each of the two in a cell of its own."),
    (r"UFuncTypeError", "", "Two things of different kinds are put together here, such as text and a number. A number stands without quotation marks; show each of the two in a cell of its own."),
    (r"TypeError", r"isin\(\) takes 2 positional", 'isin() takes one list: put square brackets around the words, as in isin(["one", "two"]).'),
    (r"TypeError", r"only list-like", "A list is needed inside the round brackets: put square brackets around the word or words."),
    (r"TypeError", r"Cannot perform|does not support (operation|reduction)|agg function failed", "This step computes with numbers, and there is text. Choose one column of numbers first."),
    (r"TypeError", r"argument", "The step before the round brackets needs other things inside them: too few, too many, or a wrong name."),
    (r"ValueError", r"truth value", "A whole column is neither true nor false. Write & in place of \"and\", | in place of \"or\", ~ in place of \"not\", and put round brackets around each condition."),
    (r"ValueError", r"Location based indexing", "iloc counts places and takes whole numbers: iloc[0] is the first row. With names, write loc."),
    (r"DateParseError|OutOfBoundsDatetime", "", 'This is no date of the calendar. Write year, month, day in quotation marks: "2004-12-02".'),
    (r"ValueError", r"time data|datetime|day is out of range|day .* must be in range|month must be|isoformat", 'This is no date of the calendar. Write year, month, day in quotation marks: "2004-12-02".'),
    (r"ValueError", r"could not convert|invalid literal", "This text cannot be read as a number."),
    (r"ValueError", r"identically-labeled|Lengths? (of values|must match)", "Two columns with different rows are put together here. Take both from the same table."),
    (r"FileNotFoundError", r"\w+\.csv, \w+\.csv", "Look at the spelling of the file name. The tables are listed in data/README.md."),
    (r"FileNotFoundError", "", 'There is no such file here. A table of the course is read with data("name.csv").'),
    (r"ZeroDivisionError", "", "Something is divided by 0. Show the number under the division line in a cell of its own: did a count find no rows?"),
    (r"IndexError", "", "There are fewer values than that. Counting begins with 0: did a condition leave no rows?"),
    (r"ModuleNotFoundError|ImportError", "", "Look at the spelling. If it is right, this Python is not the one of the course: open the course as its README says."),
    (r"KeyboardInterrupt", "", "You stopped this cell."),
    (r"StdinNotImplementedError", "", "It asks for something to be typed (input()); write the value into the cell instead."),
    (r"SystemExit", "", "It ends the program (exit); a notebook needs no such line."),
)  # fmt: skip
# The same for a line that Python cannot read, by what stands in it.
OF_LINES = (
    (r"\d\s*%\s*($|[#)\],])", "In Python % is no sign for per cent. Write the number alone, without %."),
    (
        r"^\s*(?!(?:for|if|not|del|return|import|from|with|while|assert|lambda|elif|in|is|and|or)\b)[^\W\d]\w*( +[^\W\d]\w*)+ *=(?!=)",
        "A name has no spaces in it. Write _ in their place, as in my_answer.",
    ),
    (
        r"\d[.,]\d{3}[.,]\d{3}|\d +[^\W\d]{4,}",
        "A number is written in digits alone: without signs between the thousands, and without a word after it.",
    ),
    (
        r"^(?!\s*(?:if|for|def|with|while|elif|else|class|lambda|try)\b)[^\[{'\"]*\) *: *[\w(]",
        "The sign for division is / in Python, not :.",
    ),
    (r"=!", "The sign for is not is written != (first ! and then =)."),
    (r"=[<>]", "At least and at most are written >= and <= (the sign = comes last)."),
)


def advice(kind: str, message: str, line: str = "") -> str:
    """Return what an error means in plain words, by its name, its message, and the line that Python cannot read, if any.

    It is an empty text if nothing is known of the error.
    """
    if message.startswith("invalid syntax"):
        for pattern, words in OF_LINES:
            if re.search(pattern, line):
                return words
    for kinds, pattern, words in ADVICE:
        found = re.fullmatch(kinds, kind) and re.search(pattern, message)
        if found:
            return words.format(*found.groups())
    return ""
