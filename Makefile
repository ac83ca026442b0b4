# The SCO and the United Nations, from the sources
#
#   make lab           set up the course once, then open it in JupyterLab   (PORT=8899, BROWSER=none)
#   make test          set up the course once, then run every test          (ARGS="-k observers")
#   make help          all commands

# The first Python on this machine that is new enough; PYTHON=... chooses another.
NEW_ENOUGH := 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c $(NEW_ENOUGH) 2>/dev/null && { echo $$p; break; }; done)
PORT ?= 8888
BROWSER ?=
ARGS ?=
LAUNCH = $(PYTHON) -I authoring/command.py
VENV_PYTHON = .venv/bin/python

.PHONY: help lab test test-pythons briefing mark slides handouts lite lite-serve lite-stick python-found bench binder update run exercises dictionary lock format

help:
	@echo "make lab           open the course in JupyterLab (PORT=8899 BROWSER=none)"
	@echo "make test          run every test (ARGS=\"-k observers\")"
	@echo "make test-pythons  run every test on each of Python 3.11, 3.12 and 3.13 that this machine has"
	@echo "make briefing      print the briefing of lesson 06 as one page, HTML and PDF, in briefing/ (NB=exercises/06_your_briefing.ipynb)"
	@echo "make mark          mark one notebook (NB=exercises/02_observer_status.ipynb) or a class (SUBMISSIONS=folder_or_zip"
	@echo "                   LESSON=02 SOLUTIONS=1 OUT=folder): marks, a page of feedback each, a summary, in marking/"
	@echo "make slides        make slides from the lessons, in build/slides/ (NB=notebooks/02_observer_status.ipynb)"
	@echo "make handouts      make handouts and the teacher's sheet of answers to print, in build/handouts/ (NB=...)"
	@echo "make lite          make the browser edition, in build/lite/; make lite-serve opens it (PORT=8899;"
	@echo "                   CLASSROOM=1 for other computers of the room), make lite-stick packs it for a memory stick"
	@echo "make run           run the lessons and keys again and store their outputs (NB=notebooks/02_observer_status.ipynb)"
	@echo "make exercises     make the learner's copies in exercises/ from solutions/"
	@echo "make dictionary    make data/README.md from data/datapackage.json"
	@echo "make lock          choose the newest fitting versions of all packages"
	@echo "make update        choose the newest packages, run everything again, and show which printed facts changed"
	@echo "make bench         measure times and sizes, and write teaching/bench.md (PART=lessons for one part)"
	@echo "make binder        build the environment that Binder builds, on Python 3.12, and run every notebook in it"
	@echo "make format        sort imports and mend what the linter can mend"

python-found:
	@test -n "$(PYTHON)" && $(PYTHON) -c $(NEW_ENOUGH) 2>/dev/null || { \
	echo "This course needs Python 3.11 or newer, and none was found: install one from your system's packages, or follow 'With conda' in README.md." >&2; exit 1; }

lab: python-found
	@$(LAUNCH) lab --port "$(PORT)" --browser "$(BROWSER)"

test: python-found
	@$(LAUNCH) test $(if $(ARGS),-- $(ARGS))

test-pythons: python-found
	@$(LAUNCH) test-pythons $(if $(ARGS),-- $(ARGS))

briefing: python-found
	@test -x $(VENV_PYTHON) || $(LAUNCH) prepare
	@$(VENV_PYTHON) -m authoring.publishing.briefing $(NB)

mark: python-found
	@test -x $(VENV_PYTHON) && $(VENV_PYTHON) -c "import nbval, rich" 2>/dev/null || $(LAUNCH) prepare
	@$(VENV_PYTHON) -m authoring.marking $(if $(NB),--notebook "$(NB)") $(if $(SUBMISSIONS),--submissions "$(SUBMISSIONS)") \
	$(if $(LESSON),--lesson "$(LESSON)") $(if $(OUT),--out "$(OUT)") $(if $(SOLUTIONS),--solutions)

slides handouts: python-found
	@$(LAUNCH) prepare && $(VENV_PYTHON) -m authoring.publishing.$@ $(NB)

lite: python-found
	@$(LAUNCH) prepare && $(VENV_PYTHON) -m authoring.publishing.lite build

lite-serve: python-found
	@$(LAUNCH) prepare && $(VENV_PYTHON) -m authoring.publishing.lite serve $(if $(filter file,$(origin PORT)),,--port "$(PORT)") --browser "$(BROWSER)" $(if $(CLASSROOM),--classroom)

lite-stick: python-found
	@$(LAUNCH) prepare && $(VENV_PYTHON) -m authoring.publishing.lite stick

# What follows is for authors.

run: python-found
	@$(LAUNCH) prepare && $(VENV_PYTHON) -m authoring.keeping.run $(NB)

exercises: python-found
	@$(LAUNCH) prepare && $(VENV_PYTHON) -m authoring.keeping.exercises

dictionary: python-found
	@$(LAUNCH) prepare && $(VENV_PYTHON) -m authoring.keeping.dictionary

lock: python-found
	@$(LAUNCH) prepare && export UV_CUSTOM_COMPILE_COMMAND="make lock" && \
	lock="$(VENV_PYTHON) -m uv pip compile --quiet --upgrade --universal --python-version 3.11 --no-emit-index-url --no-annotate pyproject.toml" && \
	$$lock -o requirements.txt && $$lock --group dev -c requirements.txt -o requirements-dev.txt

bench: python-found
	@$(LAUNCH) prepare && $(VENV_PYTHON) -m authoring.keeping.bench $(PART) $(if $(RUNS),--runs "$(RUNS)") $(if $(TEST_SECONDS),--test-seconds "$(TEST_SECONDS)")

binder: python-found
	@$(LAUNCH) prepare && $(VENV_PYTHON) -m authoring.keeping.binder

update: python-found
	@$(LAUNCH) prepare && $(VENV_PYTHON) -m authoring.keeping.update $(if $(NO_LOCK),--no-lock)

format: python-found
	@$(LAUNCH) prepare && $(VENV_PYTHON) -m ruff check --fix coursekit authoring tests && $(VENV_PYTHON) -m ruff format coursekit authoring tests
