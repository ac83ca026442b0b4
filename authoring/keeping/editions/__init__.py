"""Editions of the course in other languages: the same course, with its words replaced from catalogues in languages/.

`language` says what counts as language and what is code. `markdown`, `code` (with `literals`), `pages` and `tables` each
know one kind of file: they give its messages, and write it again with other words. `sources` lists the files of the
course and the catalogue of each; `catalogues` reads and writes these. `build` makes the folder of an edition,
`anchors` lets its links follow its headings, and `proof` holds it against the English one. `stamp` notes that it was proved.
"""

# What an edition is made of. Tests, workflows and catalogues stay with the English course; and nothing else that lies in
# its folder, such as a class's work, may get into one.
FOLDERS = ("authoring", "coursekit", "data", "exercises", "notebooks", "solutions", "teaching")
