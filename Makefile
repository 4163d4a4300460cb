# Assay. `make demo` grades real submissions; `make test` runs every test and proves every lab.
# Both set up what they need first; `make help` lists the rest.

SWIFT ?= swift
RELEASE := .build/release

.PHONY: help setup build release demo test unit verify fuzz lint format bench vm-test install clean

help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

## setup    install the missing Debian packages (or print the one command that does)
setup:
	@scripts/setup

## build    build everything for development
build: setup
	$(SWIFT) build

## release  build the programs that are shipped
release: setup
	$(SWIFT) build -c release --static-swift-stdlib --product assay
	$(SWIFT) build -c release --static-swift-stdlib --product assay-launcher
	$(SWIFT) build -c release --static-swift-stdlib --product assay-unpack
	$(SWIFT) build -c release --static-swift-stdlib --product assay-fixture-http

## demo     grade a good and a flawed submission of each lab and show the reports
demo: release
	@scripts/demo $(RELEASE)/assay

## test     lint, run all tests, prove the labs
test: lint unit verify

unit: setup
	$(SWIFT) test --no-parallel

## verify   prove every lab: reference 100, every wrong submission loses what it declares
verify: build
	.build/debug/assay env build --all
	.build/debug/assay verify --all

## fuzz     search with libFuzzer: SECONDS each (60), TARGET one or several (all)
SECONDS ?= 60
fuzz: setup
	@scripts/fuzz $(SECONDS) $(TARGET)

## lint     check the format of every Swift file
lint: setup
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests graders fixtures docs/examples

## format   rewrite every Swift file in the project's format
format:
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests graders fixtures docs/examples

## bench    measure what grading costs, against the bare interpreter in the same run
bench: release
	@bench/grading-cost $(RELEASE)

## vm-test  the sandbox in a virtual machine with control groups of version 2 alone (root, minutes)
vm-test: release
	@scripts/vm-test $(RELEASE)

## install  copy the programs and the labs below PREFIX (default /usr/local)
PREFIX ?= /usr/local
install: release
	install -d $(PREFIX)/bin $(PREFIX)/libexec/assay $(PREFIX)/share/assay
	install $(RELEASE)/assay $(PREFIX)/bin/
	install $(RELEASE)/assay-launcher $(RELEASE)/assay-unpack $(RELEASE)/assay-fixture-http $(PREFIX)/libexec/assay/
	cp -R labs fixtures/attacks templates $(PREFIX)/share/assay/
	install -d $(PREFIX)/share/assay/graderkit
	cp -R Sources/Package.swift Sources/AssayModel Sources/GraderKit Sources/GraderProgram $(PREFIX)/share/assay/graderkit/

clean:
	rm -rf .build
