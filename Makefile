# The SCO and the United Nations, from the sources. Each target is the verb of course.py of the same name:
#
#   make lab           set up the course once, then open it in JupyterLab   (PORT=8899, BROWSER=none)
#   make test          set up the course once, then run every test          (ARGS="-k observers")
#   make help          all of them

# The first Python on this machine that is new enough; PYTHON=... chooses another.
NEW_ENOUGH := 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c $(NEW_ENOUGH) 2>/dev/null && { echo $$p; break; }; done)
VERBS = lab mark briefing slides handouts lite lite-serve lite-stick prepare test test-quick test-pythons run exercises \
	dictionary links asof edition lock update bench binder format

.PHONY: help python-found $(VERBS)

help: python-found
	@$(PYTHON) course.py --help
	@echo "With make: make lab PORT=8899 BROWSER=none, make mark SUBMISSIONS=class2b.zip LESSON=02 OUT=folder SOLUTIONS=1,"
	@echo "make mark SUBMISSIONS=class2b.zip ROSTER=learners.csv FOR=moodle SEMICOLONS=1,"
	@echo "make slides NB=02, make lite-serve CLASSROOM=1, make test ARGS=\"-k observers\","
	@echo "make edition TO=ru, make bench PART=lessons RUNS=3, make update NO_LOCK=1"

python-found:
	@test -n "$(PYTHON)" && $(PYTHON) -c $(NEW_ENOUGH) 2>/dev/null || { \
	echo "This course needs Python 3.11 or newer, and none was found: install one from your system's packages, or follow 'With conda' in README.md." >&2; exit 1; }

# What a variable adds to a verb. A variable of the surroundings, such as PORT, counts only if it is given to make.
given = $(if $(and $($(1)),$(filter command,$(firstword $(origin $(1))))),$(2) "$($(1))")
WORDS_lab = $(call given,PORT,--port) $(call given,BROWSER,--browser)
WORDS_lite-serve = $(WORDS_lab) $(if $(CLASSROOM),--classroom)
WORDS_mark = $(call given,NB) $(call given,SUBMISSIONS) $(call given,LESSON,--lesson) $(call given,OUT,--out) \
	$(call given,ROSTER,--roster) $(call given,FOR,--for) $(if $(SOLUTIONS),--solutions) $(if $(SEMICOLONS),--semicolons)
WORDS_briefing = $(call given,NB)
WORDS_slides = $(call given,NB)
WORDS_handouts = $(call given,NB)
WORDS_run = $(call given,NB)
WORDS_edition = $(call given,TO) $(if $(WORDS),--words)
WORDS_bench = $(PART) $(call given,RUNS,--runs) $(call given,TEST_SECONDS,--test-seconds)
WORDS_update = $(if $(NO_LOCK),--no-lock)

$(VERBS): python-found
	@$(PYTHON) course.py $@ $(WORDS_$@) $(ARGS)
