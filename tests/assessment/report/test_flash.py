"""The picture of the flash: every stretch in its place, none too thin to read."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from mamoru.assessment.report import Region
from mamoru.assessment.report.html_form.flash import EMPTY, LABEL, MOST, flash
from material.reports import IMAGE_VIEW

SPANS = st.lists(
    st.tuples(st.integers(0, 1 << 24), st.integers(0, 1 << 24), st.booleans()), min_size=2, max_size=60
)


@given(SPANS)
def test_stretches_follow_each_other_and_leave_room_for_a_name(spans: list[tuple[int, int, bool]]) -> None:
    regions = tuple(Region(name="x", format="y", offset=o, bytes=b, opened=opened) for o, b, opened in spans)
    picture = flash(msgspec.structs.replace(IMAGE_VIEW, bytes=1 << 25, regions=regions))
    assert picture is not None
    assert len(picture.stretches) <= MOST
    for above, below in zip(picture.stretches, picture.stretches[1:], strict=False):
        assert abs(above.y + above.height - below.y) < 0.2
        assert above.region.offset <= below.region.offset
    assert all(s.height >= (EMPTY if s.region.padding else LABEL) for s in picture.stretches)


def test_erased_bytes_between_two_parts_are_drawn_as_empty() -> None:
    parts = (
        Region(name="a", format="raw", offset=1 << 20, bytes=1 << 20),
        Region(name="b", format="raw", offset=4 << 20, bytes=1 << 20),
    )
    picture = flash(msgspec.structs.replace(IMAGE_VIEW, bytes=8 << 20, regions=parts))
    assert picture is not None
    assert [s.region.padding for s in picture.stretches] == [True, False, True, False, True]
    assert picture.end == "0x00800000"


def test_a_folder_or_a_single_part_is_no_picture() -> None:
    assert flash(msgspec.structs.replace(IMAGE_VIEW, regions=IMAGE_VIEW.regions[:1])) is None
