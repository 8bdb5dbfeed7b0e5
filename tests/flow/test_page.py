"""What docs/postfix.md says is what runs here."""


def test_the_lines_for_postfix(bed, warden):
    """Those that the daemon prints, those of the page, and those of the Postfix of these tests."""
    assert warden().postfix_lines == bed.milter_lines
