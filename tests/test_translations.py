"""What translators wrote: nothing is left in English, the words are in the dictionary, and each term has its own word."""

import polib
import pytest
from needs import LANGUAGES, NEEDS

from authoring.keeping.editions import wording
from authoring.keeping.editions.wording import Wording


@pytest.fixture(scope="module", params=LANGUAGES)
def written(request) -> Wording:
    """Return the catalogues of each language of the course."""
    return Wording(request.param)


def test_nothing_is_left_in_english(written):
    assert list(written.left_in_english()) == []


@pytest.mark.needs("hunspell")
def test_each_word_is_in_the_dictionary(written):
    assert list(written.misspelt()) == []


def test_each_term_has_its_word(written):
    assert list(written.other_terms()) == []


def test_the_lists_hold_nothing_that_no_message_needs(written):
    assert written.unused() == []


@pytest.fixture
def catalogue(tmp_path):
    """Return what makes a language of pairs of messages, with its lists."""

    def made(language: str, *pairs: tuple[str, str], names: str = "", terms: str = "") -> Wording:
        folder = tmp_path / language
        folder.mkdir()
        file = polib.POFile()
        file.extend(polib.POEntry(msgid=english, msgstr=said) for english, said in pairs)
        file.save(str(folder / "lesson_02.po"))
        (folder / "names.txt").write_text(names, encoding="utf-8")
        (folder / "terms.txt").write_text(terms, encoding="utf-8")
        return Wording(language, tmp_path)

    return made


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Откройте table и посмотрите на строки", "table"),
        ("Cмотрите на строки", "Cмотрите"),  # a Latin C
        ("Выберите Run All", "Run, All"),
        ("Выберите Run All Cells: все ячейки", ""),
        ("Впишите `more_yes` или {answer}, [здесь](page.md), в столбец granted_year, как в \"did not vote\"", ""),
        (r"молодеж\w*|терроризм|culture", "culture"),  # what is looked for in a table
        ("Запустите print(...) с --port 8902, смотрите SCO-24 и A/RES/59/48", ""),
    ],
)  # fmt: skip
def test_a_word_left_in_english_is_named(catalogue, said, left):
    found = list(catalogue("ru", ("Open the table", said), names="# a menu\nRun All Cells; Enter").left_in_english())
    assert found == ([f"lesson_02, 'Open the table': left in English: {left}"] if left else [])


def test_a_sentence_left_in_english_is_named_in_a_language_of_latin_letters(catalogue):
    pairs = [("Open the table", "Ouvrez le tableau"), ("How many rows?", "How many rows?"), ("Table", "Table")]
    found = list(catalogue("fr", *pairs).left_in_english())
    assert found == ["lesson_02, 'How many rows?': left in English: How, many, rows"]


def test_words_of_a_language_without_spaces_are_told_from_english(catalogue):
    pairs = [("Run the cell", "在Python中运行the单元格"), ("The General Assembly", "大会"), ("A resolution", "文件")]
    chinese = catalogue("zh", *pairs, names="Python")
    assert list(chinese.left_in_english()) == ["lesson_02, 'Run the cell': left in English: the"]
    assert list(chinese.other_terms()) == ["lesson_02, 'A resolution': a term has another word: resolution (决议)"]


@pytest.mark.needs("hunspell")
@pytest.mark.parametrize(
    ("said", "unknown"),
    [
        ("Генеральная Асамблея и Гутерриш", "Асамблея"),
        ("Гутерреш говорит: `асамблея`", "Гутерреш"),
        ("Таблиця показує голоси держав", "Таблиця, показує, голоси"),  # Ukrainian
        ("Всё ещё верно, или еще не все", ""),
        ("климат|экономическ", ""),  # what is looked for in a table
    ],
)
def test_a_word_that_the_dictionary_lacks_is_named(catalogue, said, unknown):
    found = list(catalogue("ru", ("Open", said), names="Гутерриш").misspelt())
    assert found == ([f"lesson_02, 'Open': not in the dictionary: {unknown}"] if unknown else [])


def test_without_a_dictionary_the_translator_is_told(catalogue, monkeypatch):
    monkeypatch.setattr(wording, "dictionary", lambda language: None)
    assert list(catalogue("ru", ("A", "Асамблея")).findings())[-1].startswith("The spelling was not looked at")
    assert NEEDS["hunspell"].here() is False


@pytest.mark.parametrize(
    ("english", "said", "wrong"),
    [
        ("In the General Assembly", "В Генеральной Ассамблее", ""),
        ("In the General Assembly", "В Генассамблее", "general assembly (Генеральная Ассамблея)"),
        ("In the General Assembly", "В Ассамблее", ""),  # terms.txt
        ("The UN Charter", "Хартия ООН", "un charter (Устав ООН)"),
        ("Members of both groups", "Члены обеих групп", ""),
        ("Two resolutions and a `resolution`", "Два решения", "resolution (резолюция)"),
        ("The resolution", "Слово resolution", ""),  # the other test lets it stand, or not
        ("That is right", "Это так", ""),  # everyday English
    ],
)  # fmt: skip
def test_another_word_for_a_term_is_named(catalogue, english, said, wrong):
    found = list(catalogue("ru", (english, said), terms="general assembly: Ассамблея  # alone").other_terms())
    assert found == ([f"lesson_02, {english!r}: a term has another word: {wrong}"] if wrong else [])


def test_what_a_list_need_not_hold_is_named(catalogue):
    lists = {"names": "Run All Cells; Python; браузерный", "terms": "general asembly: Ассамблея"}
    assert catalogue("ru", ("A", "Браузерный Python"), **lists).unused() == ["Run All Cells", "general asembly"]
