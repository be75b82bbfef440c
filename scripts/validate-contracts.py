#!/usr/bin/env python3
"""Checks the topic contracts, and records against them, with an independent JSON Schema validator.

    scripts/validate-contracts.py                   every schema is one, every sample fits its schema
    scripts/validate-contracts.py --records FILE    each line {"topic", "value"} fits its schema too

FILE is NDJSON ("-" is standard input); topics may carry a prefix (--prefix, default "mes."). Values of topics
without a schema are skipped. Exit code 0: all fits, 1: something does not, 2: usage.
Needs the Python package jsonschema.
"""
import argparse
import json
import pathlib
import re
import sys

from jsonschema import Draft202012Validator, FormatChecker

TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
formats = FormatChecker(formats=["date"])


@formats.checks("date-time")
def is_time(value):
    """RFC 3339 with an offset; numbers are left to the type."""
    if not isinstance(value, str):
        return True
    found = TIME.fullmatch(value)
    return bool(found) and 1 <= int(found[2]) <= 12 and 1 <= int(found[3]) <= 31


def load(folder):
    """Validators by topic (None without a schema), and what is wrong with the contracts."""
    validators, problems = {}, []
    paths = sorted(folder.glob("*.json"))
    if not paths:
        problems.append(f"{folder}: no contracts (*.json) here")
    for path in paths:
        contract = json.loads(path.read_text())
        name = contract["topic"]
        if path.name != f"{name}.json":
            problems.append(f"{path}: names the topic {name}")
        schema = contract.get("value")
        validators[name] = None
        if schema is None:
            continue
        try:
            Draft202012Validator.check_schema(schema)
        except Exception as error:
            problems.append(f"{path}: the schema is none: {error}")
            continue
        validator = Draft202012Validator(schema, format_checker=formats)
        validators[name] = validator
        for sample in contract["samples"]:
            for error in validator.iter_errors(sample["value"]):
                problems.append(f"{path}: sample {sample['name']}: {error.json_path}: {error.message}")
    return validators, problems


def refuse_constant(text):
    raise ValueError(f"{text} is not JSON")


def unique(pairs):
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        raise ValueError("a name is repeated")
    return dict(pairs)


def check_records(lines, validators, prefix):
    """How many records fit, by topic, and what is wrong with the others."""
    counts, problems = {}, []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line, parse_constant=refuse_constant, object_pairs_hook=unique)
            topic = record["topic"].removeprefix(prefix)
            # Bytes of an input record have no schema; any of them fit.
            value = None if "value_base64" in record else record["value"]
            if topic not in validators:
                problems.append(f"line {number}: there is no contract for the topic {topic}")
                continue
            validator = validators[topic]
            if validator is not None and value is not None:
                if isinstance(value, str):
                    value = json.loads(
                        value, parse_constant=refuse_constant, object_pairs_hook=unique
                    )
                found = [f"{e.json_path}: {e.message}" for e in validator.iter_errors(value)]
                problems += [f"line {number}: {topic}: {text}" for text in found]
                if found:
                    continue
            counts[topic] = counts.get(topic, 0) + 1
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            problems.append(f"line {number}: no record: {error!r}")
    return counts, problems


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    root = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--topics", type=pathlib.Path, default=root / "topics")
    parser.add_argument("--records", metavar="FILE")
    parser.add_argument("--prefix", default="mes.")
    options = parser.parse_args()
    validators, problems = load(options.topics)
    print(f"{len(validators)} contracts, {len(problems)} problems")
    if options.records:
        source = sys.stdin if options.records == "-" else open(options.records, encoding="utf-8")
        with source:
            counts, wrong = check_records(source, validators, options.prefix)
        for topic in sorted(counts):
            print(f"  {counts[topic]:8} records of {topic} fit")
        print(f"{sum(counts.values())} records fit, {len(wrong)} problems")
        problems += wrong
    for problem in problems[:50]:
        print(problem, file=sys.stderr)
    if len(problems) > 50:
        print(f"and {len(problems) - 50} more", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
