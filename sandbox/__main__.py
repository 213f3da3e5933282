"""The command line: `python -m sandbox quickbooks`, `flxpoint`, `audit`, `shop` or `measure`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from sandbox.audit.report import as_object, as_text
from sandbox.audit.states import NoStateError, compare
from sandbox.flxpoint.switches import SWITCHES as ACCOUNT_SWITCHES
from sandbox.handbook import EVERYWHERE, of_the_account, of_the_company
from sandbox.mishaps import FAULTS
from sandbox.quickbooks.switches import SWITCHES as COMPANY_SWITCHES

_AS_WRITTEN = argparse.RawDescriptionHelpFormatter


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 when all is well, 1 when the audit found something, 2 when it cannot be done."""
    asked = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = asked.command
    try:
        return command(asked)
    except (ValueError, NoStateError) as error:
        return _complain(str(error))
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        if error.filename:
            return _complain(f"{error.filename}: {error.strerror}")
        return _complain(f"cannot serve on port {asked.port}: {error.strerror}; --port 0 takes a free one")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox",
        description="Stand-ins of QuickBooks Online and Flxpoint to try a connector on: HTTP servers on this machine\n"
        "alone, which behave as the real ones do, fail as they are told to, and need no account anywhere.",
        epilog=EVERYWHERE,
        formatter_class=_AS_WRITTEN,
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    company = commands.add_parser(
        "quickbooks",
        help="serve a QuickBooks Online company until stopped",
        description="A QuickBooks Online company with its OAuth and its gateway, until stopped.",
        epilog=of_the_company(COMPANY_SWITCHES, FAULTS),
        formatter_class=_AS_WRITTEN,
    )
    company.add_argument("--seed-company", action="store_true", help="begin with accounts, items, vendors and settings")
    company.add_argument(
        "--books", type=Path, metavar="FILE", help="keep the company in this file, and go on with what it holds"
    )
    company.add_argument(
        "--redirect-uri",
        action="append",
        default=[],
        metavar="URI",
        help="where the consent page may lead back to, beside any address of loopback; may be given several times",
    )
    _add_serving(company)
    company.set_defaults(command=_serve_quickbooks)

    account = commands.add_parser(
        "flxpoint",
        help="serve a Flxpoint account until stopped",
        description="A Flxpoint account, until stopped.",
        epilog=of_the_account(ACCOUNT_SWITCHES, FAULTS),
        formatter_class=_AS_WRITTEN,
    )
    account.add_argument(
        "--records", type=Path, metavar="FOLDER", help="begin with what its *.json files hold (default: one channel)"
    )
    _add_serving(account)
    account.set_defaults(command=_serve_flxpoint)

    audit = commands.add_parser("audit", help="hold the books of a company against the records of an account")
    audit.add_argument("--quickbooks", required=True, metavar="URL", help="where the company is served")
    audit.add_argument("--flxpoint", required=True, metavar="URL", help="where the account is served")
    audit.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    audit.set_defaults(command=_audit)

    shop = commands.add_parser("shop", help="make up a shop's orders, each with how it must end in the books")
    shop.add_argument("--orders", type=_count_of("orders"), required=True, metavar="N", help="how many orders")
    shop.add_argument("--seed", type=int, required=True, metavar="S", help="the same seed makes up the same orders")
    shop.add_argument(
        "--into", type=Path, required=True, metavar="FOLDER", help="where to write them, for: flxpoint --records FOLDER"
    )
    shop.set_defaults(command=_make_up_shop)

    measure = commands.add_parser("measure", help="time a company with many documents, in memory and in a file")
    measure.add_argument(
        "--documents", type=_count_of("documents"), default=10_000, metavar="N", help="how many (default: 10000)"
    )
    measure.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    measure.set_defaults(command=_measure)
    return parser


def _add_serving(command: argparse.ArgumentParser) -> None:
    command.add_argument("--port", type=_port, required=True, metavar="P", help="port on 127.0.0.1; 0 takes a free one")
    command.add_argument(
        "--switch",
        type=_switch,
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="how it behaves; may be given several times",
    )


def _serve_quickbooks(asked: argparse.Namespace) -> int:
    # Each is loaded only when it is the one to serve: a stand-in ought to be there at once.
    from sandbox.quickbooks import server

    server.run(asked.port, asked.seed_company, dict(asked.switch), tuple(asked.redirect_uri), asked.books)
    return 0


def _serve_flxpoint(asked: argparse.Namespace) -> int:
    from sandbox.flxpoint import server

    server.run(asked.port, asked.records, dict(asked.switch))
    return 0


def _audit(asked: argparse.Namespace) -> int:
    comparison = compare(asked.quickbooks, asked.flxpoint)
    print(json.dumps(as_object(comparison), indent=2, ensure_ascii=False) if asked.json else as_text(comparison))
    return 0 if comparison.agrees else 1


def _make_up_shop(asked: argparse.Namespace) -> int:
    from sandbox.made_up.folder import write_folder

    counts = write_folder(asked.into, asked.orders, asked.seed)
    told = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in counts.items())
    print(f"{told} in {asked.into}")
    return 0


def _measure(asked: argparse.Namespace) -> int:
    from sandbox.measuring import as_object, as_table, measure

    measured = measure(asked.documents, lambda text: print(text, file=sys.stderr, flush=True))
    print(json.dumps(as_object(measured), indent=2) if asked.json else as_table(measured))
    return 0


def _count_of(things: str) -> Callable[[str], int]:
    def count(text: str) -> int:
        if text.isascii() and text.isdigit() and int(text):
            return int(text)
        raise argparse.ArgumentTypeError(f"{text} is not a number of {things}: use 1 or more")

    return count


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text} is not a port: use 0 to 65535")


def _switch(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if name and equals:
        return name, value
    raise argparse.ArgumentTypeError(f"{text} is not of the form NAME=VALUE")


def _complain(text: str) -> int:
    print(f"sandbox: {text}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
