from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_utils.network_layout import Box, Layout, Node, Sizes, lay_out
from course_utils.network_rails import Ends, Tie, assign_tracks, bundle, columns

HEADINGS = {f"g{n}": 24.0 + 12 * (n % 2) for n in range(30)}
SIZES = Sizes(80, 76, 66, 58, 4.6, HEADINGS)
ROOM = 8.0  # from a box to the words of a line


def tie(start: str, end: str, directed: bool = True) -> Tie:
    return Tie(f"{start}{end}", start, end, directed)


Scene = tuple[list[Node], list[Tie]]


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    count = draw(st.integers(1, 14))
    groups = st.integers(0, draw(st.integers(0, 6)))
    heights = st.sampled_from([15.0, 26.0, 38.0, 50.0])
    levels = st.integers(0, 4)
    nodes = [Node(f"n{n}", f"g{draw(groups)}", draw(levels), draw(heights)) for n in range(count)]
    ends = st.integers(0, count - 1)
    above, below = st.sampled_from([11.6, 21.2]), st.sampled_from([0.0, 11.6, 21.2, 30.8])
    drawn = draw(st.lists(st.tuples(ends, ends, st.booleans(), above, below), max_size=3 * count))
    ties = [
        Tie(f"t{n}", f"n{start}", f"n{end}", directed, up, down)
        for n, (start, end, directed, up, down) in enumerate(drawn)
        if start != end
    ]
    return nodes, ties


Segment = tuple[str, float, float, float, float]


def segments(layout: Layout) -> Iterator[Segment]:
    """Every piece of line: the rail it belongs to, and its left, top, right and bottom."""
    for number, route in enumerate(layout.routes):
        for line in (route.stub, route.spine, *(branch.points for branch in route.branches)):
            for (x, y), (to_x, to_y) in pairwise(line):
                yield str(number), min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y)


def words(layout: Layout, ties: list[Tie]) -> Iterator[tuple[str, Box]]:
    """Where the words of each tie stand, with the room kept above and below its line."""
    by_id = {tie.id: tie for tie in ties}
    for route in layout.routes:
        for branch in route.branches:
            own, (x, y) = by_id[branch.tie], branch.at
            near, far = sorted((x - branch.heading * ROOM, x - branch.heading * 50))
            yield own.id, Box(near, y - own.above + 1, far, y + own.below - 1)


def meet(a: Box, b: Box) -> bool:
    return a.left < b.right and b.left < a.right and a.top < b.bottom and b.top < a.bottom


@given(scenes())
@settings(deadline=None)
def test_no_box_lies_on_a_box_and_each_lies_in_its_frame(scene: Scene) -> None:
    nodes, ties = scene
    layout = lay_out(nodes, ties, SIZES)
    assert not [pair for pair in combinations(layout.boxes.values(), 2) if meet(*pair)]
    assert not [pair for pair in combinations(layout.frames.values(), 2) if meet(*pair)]
    for node in nodes:
        box, frame = layout.boxes[node.id], layout.frames[node.group]
        assert frame.left < box.left < box.right < frame.right
        assert frame.top < box.top < box.bottom < frame.bottom
        assert box.bottom - box.top >= node.height
        assert frame.bottom <= layout.height
        assert frame.right <= layout.width


@given(scenes())
@settings(deadline=None)
def test_no_line_runs_through_a_box(scene: Scene) -> None:
    layout = lay_out(*scene, SIZES)
    for rail, left, top, right, bottom in segments(layout):
        assert left == right or top == bottom, rail
        line = Box(left + 0.01, top, right - 0.01, bottom)
        assert not [actor for actor, box in layout.boxes.items() if meet(line, box)]


@given(scenes())
@settings(deadline=None)
def test_every_tie_joins_the_boxes_of_its_two_actors(scene: Scene) -> None:
    nodes, ties = scene
    layout = lay_out(nodes, ties, SIZES)
    drawn = {branch.tie: (route, branch) for route in layout.routes for branch in route.branches}
    assert set(drawn) == {tie.id for tie in ties}
    for own in ties:
        route, branch = drawn[own.id]
        leaf = own.source if route.owner == own.target else own.target
        assert {route.owner, leaf} == {own.source, own.target}
        for actor, (x, y) in ((route.owner, route.foot), (leaf, branch.at)):
            box = layout.boxes[actor]
            assert x in (box.left, box.right)
            assert box.top < y < box.bottom


@given(scenes())
@settings(deadline=None)
def test_no_line_lies_on_the_line_of_another_rail(scene: Scene) -> None:
    pieces = list(segments(lay_out(*scene, SIZES)))
    for (one, *first), (other, *second) in combinations(pieces, 2):
        if one != other:
            for low, high in ((0, 1), (1, 0)):  # both upright, both level
                same = first[low] == first[low + 2] and second[low] == second[low + 2]
                close = abs(first[low] - second[low]) < 2.9
                along = first[high] < second[high + 2] and second[high] < first[high + 2]
                assert not (same and close and along)


@given(scenes())
@settings(deadline=None)
def test_no_words_of_a_tie_meet_a_box_a_rail_or_the_words_of_another(scene: Scene) -> None:
    nodes, ties = scene
    layout = lay_out(nodes, ties, SIZES)
    written = list(words(layout, ties))
    assert not [pair for pair in combinations(written, 2) if meet(pair[0][1], pair[1][1])]
    for route in layout.routes:
        for (x, top), (_, bottom) in [route.spine] if route.spine else []:
            assert not [own for own, box in written if meet(box, Box(x, top, x + 0.1, bottom))]
    assert not [own for own, box in written for here in layout.boxes.values() if meet(box, here)]


@given(scenes())
@settings(deadline=None)
def test_the_same_network_is_laid_out_the_same(scene: Scene) -> None:
    assert lay_out(*scene, SIZES) == lay_out(*scene, SIZES)


def test_nothing_takes_no_room() -> None:
    layout = lay_out([], [], SIZES)
    assert (layout.width, layout.height, layout.routes) == (0, 0, ())


def test_both_sides_are_about_equally_high() -> None:
    nodes = [Node(f"n{n}", f"g{n}", 0, 26.0) for n in range(10)]
    layout = lay_out(nodes, [tie("n0", f"n{n}") for n in range(1, 10)], SIZES)
    assert sorted(layout.sides.values()) == [False] * 5 + [True] * 5


def test_who_is_nearer_to_command_stands_higher() -> None:
    nodes = [Node(name, "g0", level, 26.0) for level, name in enumerate("abcd")]
    ties = [tie(name, "z") for name in "abcd"]
    for turned in (nodes, nodes[::-1]):
        layout = lay_out([*turned, Node("z", "g1", 0, 26.0)], ties, SIZES)
        assert sorted("abcd", key=lambda name: layout.boxes[name].top) == list("abcd")


def test_exchanging_neighbours_undoes_crossings() -> None:
    nodes = [Node(name, "g1" if name in "uvwxyz" else "g0", 0, 26.0) for name in "abcdefuvwxyz"]
    ties = [tie(one, other) for one, other in zip("abcdef", "zyxwvu", strict=True)]
    depth = {name: box.top for name, box in lay_out(nodes, ties, SIZES).boxes.items()}
    left = sorted("abcdef", key=depth.__getitem__)
    right = sorted("uvwxyz", key=depth.__getitem__)
    assert [left.index(own.source) for own in ties] == [right.index(own.target) for own in ties]


# Columns, rails, tracks


def test_an_actor_with_a_tie_to_another_group_stands_near() -> None:
    groups = {"a": "g0", "b": "g0", "c": "g1"}
    assert columns(groups, [tie("a", "c"), tie("a", "b")]) == {
        "a": "near",
        "b": "far",
        "c": "near",
    }


def test_actors_of_one_group_share_the_columns_out() -> None:
    groups = dict.fromkeys("abcdef", "g0")
    ties = [tie("a", "b"), tie("c", "d"), tie("e", "f")]
    column = columns(groups, ties)
    assert [column[own.source] != column[own.target] for own in ties] == [True] * 3


def test_ties_that_leave_one_actor_share_a_rail() -> None:
    rails = bundle([tie("a", "b"), tie("a", "c"), tie("d", "b")])
    assert [(rail.owner, rail.incoming, len(rail.ties)) for rail in rails] == [
        ("a", False, 2),
        ("d", False, 1),
    ]


def test_ties_that_reach_one_actor_share_a_rail() -> None:
    rails = bundle([tie("b", "a"), tie("c", "a")])
    assert [(rail.owner, rail.incoming, rail.members) for rail in rails] == [
        ("a", True, ("a", "b", "c"))
    ]


def test_a_tie_without_direction_never_hangs_on_an_incoming_rail() -> None:
    (rail,) = bundle([tie("b", "a", directed=False), tie("a", "c")])
    assert (rail.owner, rail.incoming) == ("a", False)


@given(scenes())
@settings(deadline=None)
def test_every_tie_hangs_on_one_rail(scene: Scene) -> None:
    rails = bundle(scene[1])
    hung = [own.id for rail in rails for own in rail.ties]
    assert sorted(hung) == sorted(own.id for own in scene[1])
    for rail in rails:
        assert all(rail.owner in (own.source, own.target) for own in rail.ties)
        assert not rail.incoming or all(own.directed for own in rail.ties)


depths = st.lists(st.integers(0, 60).map(float), max_size=4).map(tuple)


@given(st.lists(st.builds(Ends, depths, depths).filter(lambda e: e.left + e.right), max_size=12))
def test_rails_that_meet_take_different_tracks(ends: list[Ends]) -> None:
    tracks = assign_tracks(ends)
    assert all(track >= 0 for track in tracks)
    for one, other in combinations(range(len(ends)), 2):
        assert not ends[one].meets(ends[other]) or tracks[one] != tracks[other]


def test_rails_far_apart_share_a_track() -> None:
    assert assign_tracks([Ends((0.0, 20.0), ()), Ends((40.0, 60.0), ())]) == [0, 0]


@pytest.mark.parametrize("flip", [False, True])
def test_a_rail_stands_on_the_side_where_its_ties_are(flip: bool) -> None:
    left, right = Ends((0.0, 30.0, 60.0), ()), Ends((), (0.0, 30.0, 60.0))
    tracks = assign_tracks([right, left] if flip else [left, right])
    assert tracks == ([1, 0] if flip else [0, 1])
