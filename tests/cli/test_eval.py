"""calwarden eval: over a small collection whose truth and labels the test makes."""
import xml.etree.ElementTree as tree

import pytest

from conftest import mail


@pytest.fixture
def collection(place, tmp_path):
    """30 ordinary mails; 24 of abuse in six campaigns, two of which are nothing that anybody could tell."""
    rows = ["file\tlabel\tattacks\tcampaign\tproducer\tlanguage\tsplit"]
    for i in range(30):
        place(f"set/ham/{i:02}.eml", mail(f"Planning {i}", f"h{i}"))
        rows.append(f"ham/{i:02}.eml\tham\t\tordinary-{i}\t{'google' if i % 2 else 'exchange'}\ten\t")
    for i in range(24):
        lure = "Your account was charged $ 499.00 for the renewal. If this was not you call +1 (888) 555-0142 now for a refund"
        content = mail(f"Invoice {i}", f"s{i}", f"DESCRIPTION:{lure}\r\n") if i >= 2 else mail(f"Meeting {i}", f"s{i}")
        place(f"set/spam/{i:02}.eml", content)
        rows.append(f"spam/{i:02}.eml\tspam\t{'39,41' if i % 2 else '39'}\twave-{i // 4}\t\tde\t{'tuned' if i < 12 else 'heldout'}")
    place("set/labels.tsv", ("\n".join(rows) + "\n").encode())
    return tmp_path / "set"


def sides(folder):
    return "--ham", folder / "ham", "--spam", folder / "spam"


def test_counts_and_rates(run, collection):
    done = run("eval", "--json", *sides(collection))
    assert (done.status, done.said) == (0, "")
    [result] = done.lines()
    assert result["confusion"]["ham"]["items"] == 30 and result["confusion"]["spam"]["items"] == 24
    assert result["prior"] == 0.01 and result["campaigns"] == 36
    spam = result["confusion"]["spam"]
    recall = result["decisions"]["doubtful"]["recall"]
    assert recall["rate"] == pytest.approx((spam["doubtful"] + spam["spam"] + spam["certain"]) / 24, abs=1e-5)
    assert recall["interval"][0] <= recall["rate"] <= recall["interval"][1]
    assert 0.5 < result["auc"] <= 1
    assert result["cross_validated"]["brier"] < 0.05


def test_labels(run, collection):
    [result] = run("eval", "--json", *sides(collection)).lines()
    counted = {(row["by"], row["value"], row["truth"]): row["items"] for row in result["breakdowns"]}
    assert counted == {("attack", "39", "spam"): 24, ("attack", "41", "spam"): 12, ("producer", "exchange", "ham"): 15,
                       ("producer", "google", "ham"): 15, ("language", "de", "spam"): 24, ("language", "en", "ham"): 30,
                       ("split", "heldout", "spam"): 12, ("split", "tuned", "spam"): 12}


def test_labels_elsewhere(run, collection, tmp_path):
    moved = (collection / "labels.tsv").read_text().replace("\nham/", "\nset/ham/").replace("\nspam/", "\nset/spam/")
    (collection / "labels.tsv").unlink()
    [without] = run("eval", "--json", *sides(collection)).lines()
    assert without["breakdowns"] == [] and without["campaigns"] == 54
    (tmp_path / "other.tsv").write_text(moved.replace("spam/05.eml\tspam", "spam/05.eml\tham"))
    done = run("eval", "--json", "--labels", tmp_path / "other.tsv", *sides(collection))
    assert done.lines()[0]["campaigns"] == 36
    assert "1 files are labelled as the other side" in done.said


def test_signals_and_mistakes(run, collection):
    [result] = run("eval", "--json", "--worst", "5", *sides(collection)).lines()
    told = [signal for signal in result["signals"] if signal["spam"] >= 20 and signal["ham"] == 0]
    assert told, result["signals"]
    assert all(signal["measured"] > 1 and signal["spam_campaigns"] >= 5 for signal in told)
    mistakes = [m["file"].rsplit("/", 1)[1] for m in result["mistakes"] if m["truth"] == "spam"]
    assert {"00.eml", "01.eml"} <= set(mistakes)


def test_deterministic_for_people(run, collection):
    first, second = run("eval", *sides(collection)), run("eval", *sides(collection))
    assert first.out == second.out and first.status == 0
    for heading in ("Truth", "Decision", "Area under the ROC", "Reliability", "Spam by attack", "Ham by producer", "Signal"):
        assert heading in first.text, heading


def test_calibration_is_used(run, collection, tmp_path):
    points = tmp_path / "calibration"
    done = run("eval", "--fit-calibration", points, "--prior", "0.05", *sides(collection))
    assert done.status == 0, done
    rows = [tuple(map(float, line.split())) for line in points.read_text().splitlines() if not line.startswith("#")]
    assert 2 <= len(rows) <= 64 and rows == sorted(rows) and all(0 < p < 1 for _, p in rows)
    assert all(a[1] < b[1] for a, b in zip(rows, rows[1:]))


def test_plot_is_a_picture(run, collection, tmp_path):
    path = tmp_path / "plot.svg"
    assert run("eval", "--plot", path, *sides(collection)).status == 0
    root = tree.parse(path).getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"ROC", "Reliability", "Scores"} <= set(texts)


def test_one_side_alone(run, collection):
    done = run("eval", "--ham", collection / "ham")
    assert done.status == 0 and "ROC needs items of both sides" in done.text and "nan" not in done.text
    [result] = run("eval", "--json", "--spam", collection / "spam").lines()
    assert result["auc"] is None and result["confusion"]["ham"]["items"] == 0


@pytest.mark.parametrize("options, word", [
    ((), "--ham DIR or --spam DIR"),
    (("--prior", "1"), "--prior"),
    (("--prior", "lots"), "--prior"),
    (("--folds", "1"), "--folds"),
])
def test_usage(run, collection, options, word):
    done = run("eval", *(sides(collection) if options else ()), *options)
    assert done.status == 64 and word in done.said


def test_failures_are_told_and_the_rest_is_measured(run, collection, tmp_path):
    done = run("eval", "--json", "--ham", collection / "ham", "--spam", collection / "spam", "--spam", tmp_path / "nothing")
    assert done.status == 66 and "nothing" in done.said
    failed, result = done.lines()
    assert failed["error"]["code"] == "not-found", done
    assert result["failures"] == 1 and result["confusion"]["spam"]["items"] == 24


def test_unwritable_file(run, collection, tmp_path):
    done = run("eval", "--plot", tmp_path / "no/such/folder.svg", *sides(collection))
    assert done.status == 74 and "cannot be written" in done.said


def test_bad_table_of_labels(run, collection, place):
    done = run("eval", "--labels", place("bad.tsv", b"name\tvalue\nx\ty\n"), *sides(collection))
    assert done.status == 78 and "columns" in done.said
