# The two commands of the house are `make run` and `make test`; each installs what it needs.
PYTHON ?= python3
PORT ?= 8000
ARGS ?=
# One more than the cores: what waits for Chromium or for PostgreSQL leaves its core to another.
PROCESSES ?= $(shell expr $$(nproc) + 1)

BIN := .venv/bin
TEMPLATES := find templates -name '*.html' -print0 | xargs -0 --no-run-if-empty
COMPILE := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --quiet \
	--generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links

# A process that may not keep what Python compiles spends two seconds on it each time.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help install run test quick one lint fix bench drill migrations lock

help: ## Affiche cette aide
	@sed -n 's/^\([a-z]*\):.*## /\1 /p' Makefile | while read -r target text; do \
		printf '  make %-12s %s\n' "$$target" "$$text"; done

install: ## Installe dans .venv les bibliothèques du verrou, s’il a changé
	@$(PYTHON) -m scripts.environment

run: install ## Lance le site de démonstration (PORT=8000)
	@exec $(BIN)/python -m scripts.serve $(PORT)

test: lint ## Vérifie tout : style, tests unitaires, base, navigateur
	@$(PYTHON) -m scripts.chromium
	$(BIN)/python -m pytest --numprocesses=$(PROCESSES) $(ARGS)

quick: install ## Vérifie l’essentiel en deux minutes : ni navigateur, ni table des accès
	$(BIN)/python -m pytest --numprocesses=$(PROCESSES) \
		-m "not drill and not browser and not slow and not hypothesis" $(ARGS)

one: install ## Lance les tests d’un fichier ou d’un dossier (T=tests/test_pages.py)
	@$(if $(T),,$(error make one T=tests/…))
	$(BIN)/python -m pytest --numprocesses=0 $(T) $(ARGS)

lint: install ## Vérifie le style, sans rien changer
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(TEMPLATES) $(BIN)/djade --target-version 5.2 --check

fix: install ## Corrige le style de ce qui peut l’être
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(TEMPLATES) $(BIN)/djade --target-version 5.2

bench: install ## Mesure les temps, seul sur la machine
	$(BIN)/python -m pytest tests/bench --capture=no -p no:randomly -p no:xdist $(ARGS)

drill: install ## Coupe imports, envois, publications et base ; vérifie tout ce que test abrège, à d’autres dates
	@$(PYTHON) -m scripts.chromium
	$(BIN)/python -m pytest -m "drill or hypothesis or browser" --hypothesis-profile=full
	$(BIN)/python -m scripts.drill $(ARGS)
	$(BIN)/python -m scripts.drill_clock

migrations: install ## Écrit les migrations (ARGS="atlas --name themes"), les applique, vérifie
	$(BIN)/python manage.py makemigrations $(ARGS)
	$(BIN)/python manage.py migrate
	$(BIN)/python manage.py makemigrations --check --dry-run

lock: install ## Refait les verrous depuis pyproject.toml (ARGS=--upgrade)
	$(COMPILE) $(ARGS) --output-file requirements/production.txt
	$(COMPILE) $(ARGS) --extra dev --constraint requirements/production.txt \
		--output-file requirements/development.txt
