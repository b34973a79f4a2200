"""Of what a text speaks, how much a word says, and which tasks speak of the same."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.cover.align import Aligner, Said
from pipeline.cover.terms import GROUP, PARENT, TermReader
from pipeline.folding import fold
from pipeline.grammar import read_yaml

LISTED = {**read_yaml("synonyms")["verbs"], **read_yaml("synonyms")["things"]}
PARENTS = TermReader(["77/QĐ-TTg"], of_parent=True)
CHILDREN = TermReader(["77/QĐ-TTg"], of_parent=False)


def said(*texts: str, of_parent: bool = False) -> list[Said]:
    reader = PARENTS if of_parent else CHILDREN
    return [Said(reader.terms(text)) for text in texts]


def test_neighbouring_syllables_are_words_and_abbreviations_are_spelled_out() -> None:
    assert PARENTS.terms("UBND xã") >= {"ủy ban", "nhân dân", "dân xã"}
    assert CHILDREN.terms("ứng dụng CNTT") >= CHILDREN.terms("công nghệ thông tin")


def test_a_document_speaks_of_itself_and_is_cited_by_its_number() -> None:
    assert PARENT in PARENTS.terms("quán triệt Quyết định này")
    assert PARENT in CHILDREN.terms("quán triệt Quyết định số 77/QĐ-TTg")
    assert PARENT not in CHILDREN.terms("quán triệt Kế hoạch này")
    assert "kế hoạch" not in CHILDREN.terms("quán triệt Kế hoạch này")
    assert "12/qđ-ttg" in CHILDREN.terms("theo Quyết định số 12/QĐ-TTg")


def test_like_words_share_a_group() -> None:
    one, other = CHILDREN.terms("tập huấn giáo viên"), CHILDREN.terms("bồi dưỡng nhà giáo")
    assert {term for term in one & other if term.startswith(GROUP)} == {"~training", "~teachers"}


def test_every_phrase_of_a_group_is_found() -> None:
    for group, phrases in LISTED.items():
        for phrase in phrases.split("|"):
            assert GROUP + group in CHILDREN.terms(f"việc {phrase} tại tỉnh"), phrase


def test_no_phrase_stands_twice_in_a_group() -> None:
    for group, phrases in LISTED.items():
        folded = [fold(phrase.strip()) for phrase in phrases.split("|")]
        assert [one for one, other in combinations(folded, 2) if one == other] == [], group


def test_what_all_tasks_of_the_parent_say_weighs_less_than_what_one_says() -> None:
    parent = said("Cấp nước cho trường mầm non", "Cấp nước cho bến phà", "Cấp nước cho trại giống", of_parent=True)
    aligner = Aligner(parent, said("Sửa bến phà", "Cấp nước cho chợ"))
    assert aligner.weight(frozenset({"bến phà"})) > 2 * aligner.weight(frozenset({"cấp nước"}))
    assert [pair.child for pair in aligner.task(1)] == [0, 1]


def test_what_is_common_in_legal_texts_says_little_though_one_task_says_it() -> None:
    aligner = Aligner(said("Trong quá trình thực hiện nếu có vướng mắc", "Lọc nước thẩm thấu", of_parent=True), [])
    assert aligner.weight(frozenset({"thực hiện"})) < aligner.weight(frozenset({"thẩm thấu"}))


def test_of_two_like_tasks_the_one_under_the_same_heading_comes_first() -> None:
    terms = CHILDREN.terms("Bố trí cán bộ")
    section = PARENTS.terms("Phòng cháy rừng")
    parent = [Said(PARENTS.terms("Bố trí cán bộ trực"), section), *said("Cấp nước", "Tu sửa kè", of_parent=True)]
    child = [Said(terms, CHILDREN.terms("Nuôi tôm")), Said(terms, CHILDREN.terms("Phòng cháy rừng"))]
    assert [pair.child for pair in Aligner(parent, child).task(0)] == [1, 0]


def test_a_task_that_speaks_much_more_of_another_of_the_parents_is_that_ones() -> None:
    parent = said("Lắp bồn chứa nước ở trường", "Tập huấn giáo viên lọc nước ở trường", "Đắp kè", of_parent=True)
    one = said("Lắp bồn chứa nước ở trường mầm non")
    both = Aligner(parent, one)
    assert [len(both.task(number)) for number in range(3)] == [1, 0, 0]
    assert len(Aligner([parent[1], parent[2]], one).task(0)) == 1


WORDS = st.lists(
    st.sampled_from(["nước sạch", "trường học", "bến phà", "giáo viên", "nuôi tôm", "giữ rừng", "đắp kè"]), max_size=6
)


@given(parent=st.lists(WORDS, min_size=1, max_size=5), child=st.lists(WORDS, max_size=5), more=WORDS)
def test_another_task_of_the_child_changes_no_score_of_the_others(
    parent: list[list[str]], child: list[list[str]], more: list[str]
) -> None:
    above = said(*(" ".join(words) for words in parent), of_parent=True)
    below = said(*(" ".join(words) for words in child))
    for number in range(len(above)):
        before = {pair.child: pair.score for pair in Aligner(above, below).task(number)}
        after = Aligner(above, [*below, *said(" ".join(more))]).task(number)
        assert {pair.child: pair.score for pair in after if pair.child < len(below)} == before
        assert all(0 < pair.score <= 1.1 + 1e-9 for pair in after)
