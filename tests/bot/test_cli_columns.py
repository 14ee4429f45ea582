"""`reisgenoot columns` and `import --columns`: from a table that nobody knows to bookings.

Not here: what a mapping means (tests/bot/imports).
"""

from __future__ import annotations

import json

from tests.support.shell import Shell, shell

__all__ = ["shell"]

TABLE = (
    b"Dossiernr;Naam;Soort;Van;Naar;Vluchtnr;Vertrekdatum\n"
    b"LIS27A;Ann de Vries;Vlucht;AMS;LIS;TP669;21-05-2027\n"
    b"LIS27B;Bruno de Vries;Vlucht;AMS;LIS;TP669;31-06-2027\n"
)


def test_a_table_is_proposed_saved_and_imported(shell: Shell) -> None:
    """The draft is saved under a name, shown as it is, used in any case, and removed."""
    table = shell.write("export.csv", TABLE)
    proposed = shell("columns", "propose", table)
    assert proposed.code == 0
    draft = shell.write("draft.yaml", proposed.out.encode())
    assert shell("columns", "save", "back-office", draft).out == "back-office is saved.\n"
    assert shell("columns", "save", "Back-Office", draft).out == (
        "Back-Office is saved, in place of the one before.\n"
    )
    assert [one["name"] for one in json.loads(shell("columns", "list", "--json").out)] == ["Back-Office"]
    assert shell("columns", "show", "back-office").out == proposed.out
    said = shell("import", "--columns", "BACK-OFFICE", "--json", table)
    report = json.loads(said.out)
    assert (said.code, [one["reference"] for one in report["bookings"]]) == (1, ["LIS27A"])
    assert [(one["row"], one["field"], one["value"]) for one in report["rejected"]] == [
        (3, "Vertrekdatum", "31-06-2027")
    ]
    assert shell("columns", "remove", "back-office").code == 0
    assert shell("columns", "list").out.startswith("None yet")


def test_a_mapping_may_stay_in_its_file(shell: Shell) -> None:
    """Importing the same table twice changes nothing."""
    table = shell.write("export.csv", TABLE)
    draft = shell.write("draft.yaml", shell("columns", "propose", table).out.encode())
    assert json.loads(shell("import", "--columns", draft, "--json", table).out)["new"] == 1
    assert json.loads(shell("import", "--columns", draft, "--json", table).out)["unchanged"] == 1


def test_a_mapping_that_cannot_be_used_is_one_sentence(shell: Shell) -> None:
    """A wrong name, a wrong word, a file that is none, and nothing is saved."""
    table = shell.write("export.csv", TABLE)
    wrong = shell.write("wrong.yaml", b"colums: {}")
    for arguments, hint in (
        (("import", "--columns", "nobody", table), "columns list"),
        (("import", "--columns", wrong, table), "Did you mean columns?"),
        (("columns", "save", "x", wrong), "Did you mean columns?"),
        (("columns", "save", "no/name", wrong), "no name for a mapping"),
        (("columns", "save", "x", "missing.yaml"), "cannot be read"),
        (("columns", "propose", "missing.csv"), "cannot be read"),
    ):
        said = shell(*arguments)
        assert (said.code, hint in said.err) == (2, True), said
    for command in ("show", "remove"):
        assert shell("columns", command, "x").code == 1


def test_a_reference_is_given_to_papers_that_print_another(shell: Shell) -> None:
    """An airline's boarding pass joins the agency's booking."""
    text = "M1DE VRIES/ANN        EXXX007 AMSLISTP 0669 132Y012A0025 100"
    paper = shell.write("pass.bcbp", text.encode())
    report = json.loads(shell("import", "--reference", "LIS27A", "--json", paper).out)
    assert [one["reference"] for one in report["bookings"]] == ["LIS27A"]
    assert any("is inferred" in note for note in report["bookings"][0]["notes"])


def test_help_names_the_kinds_of_paper(shell: Shell) -> None:
    """All of them, by their endings."""
    told = " ".join(shell("import", "--help").out.split())
    for ending in (".json", ".html", ".eml", ".csv", ".xlsx", ".ics", ".pkpass", ".pkpasses", ".bcbp"):
        assert ending in told
