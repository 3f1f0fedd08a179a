from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from course_utils.argument_layout import (
    ROOM,
    Block,
    Layout,
    Net,
    Trunk,
    columns,
    lanes,
    place_tree,
    trunks,
)
from course_utils.cells import LinkKind

GAP = 6.0
Links = list[tuple[int, int, LinkKind]]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[float], Links]:
    """Boxes by their heights, and links from a lower to a higher number."""
    heights = draw(st.lists(st.integers(10, 80).map(float), min_size=2, max_size=9))
    pairs = [(start, end) for end in range(len(heights)) for start in range(end)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=14))
    kinds: list[LinkKind] = ["supports", "attacks"]
    return heights, [(start, end, draw(st.sampled_from(kinds))) for start, end in chosen]


def placed(heights: list[float], links: Links) -> Layout:
    names = [f"C{n}" for n in range(len(heights))]
    goals = {
        f"C{n}": [f"C{end}" for start, end, _ in links if start == n] for n in range(len(names))
    }
    found = columns(names, goals, 0)
    column = {name: found[name] - min(found.values()) for name in names}
    blocks = {
        name: Block(
            name,
            column[name],
            heights[n],
            tuple(dict.fromkeys((f"C{end}", kind) for start, end, kind in links if start == n)),
            tuple(dict.fromkeys(kind for _, end, kind in links if end == n)),
        )
        for n, name in enumerate(names)
    }
    layout = Layout.empty(column, GAP)
    feeders = {
        f"C{n}": [f"C{start}" for start, end, _ in links if end == n] for n in range(len(names))
    }
    cursor = 0.0
    for name in reversed(names):
        if name not in layout.middles:
            cursor = place_tree(layout, name, blocks, feeders, cursor)
    return layout


def test_an_item_stands_one_column_before_its_nearest_goal() -> None:
    goals = {"a": ["b", "d"], "b": ["c"], "c": ["d"]}
    assert columns(["a", "b", "c", "d"], goals, 5) == {"d": 5, "c": 4, "b": 3, "a": 2}


def test_items_without_a_goal_stand_last() -> None:
    assert columns(["a", "b"], {"a": ["elsewhere"]}, 3) == {"a": 3, "b": 3}


@given(graphs())
def test_no_box_lies_on_a_box(case: tuple[list[float], Links]) -> None:
    layout = placed(*case)
    for one, first in layout.blocks.items():
        for other, second in layout.blocks.items():
            if one != other and first.column == second.column:
                apart = abs(layout.middles[one] - layout.middles[other])
                assert apart >= (first.height + second.height) / 2 + GAP - 1e-6


@given(graphs())
def test_no_level_line_runs_through_a_box(case: tuple[list[float], Links]) -> None:
    layout = placed(*case)
    for name, block in layout.blocks.items():
        for goal, kind in block.feeds:
            depth = layout.middles[name] + block.leave(kind)
            for other, box in layout.blocks.items():
                if block.column < box.column < layout.goals[goal]:
                    assert abs(depth - layout.middles[other]) > box.height / 2


@given(graphs())
def test_level_lines_of_different_nets_keep_apart_in_a_channel(
    case: tuple[list[float], Links],
) -> None:
    layout = placed(*case)
    for column in range(1, 1 + max(layout.goals.values())):
        depths: list[tuple[float, frozenset[Net]]] = []
        for name, block in layout.blocks.items():
            for kind in {kind for _, kind in block.feeds}:
                nets = frozenset(net for net in block.feeds if net[1] == kind)
                last = max(layout.goals[goal] for goal, _ in nets)
                if block.column < column <= last:
                    depths.append((layout.middles[name] + block.leave(kind), nets))
            if block.column == column:
                depths += [
                    (layout.middles[name] + block.enter(kind), frozenset({(name, kind)}))
                    for kind in block.enters
                ]
        for place, (depth, nets) in enumerate(depths):
            for other, theirs in depths[:place]:
                assert abs(depth - other) > ROOM or nets == theirs


@given(graphs())
def test_upright_lines_that_overlap_take_different_lanes(case: tuple[list[float], Links]) -> None:
    layout = placed(*case)
    for column in range(1, 1 + max(layout.goals.values())):
        found = trunks(layout, column)
        places = lanes(found)
        for place, one in enumerate(found):
            for other in found[:place]:
                apart = one.foot < other.top or other.foot < one.top
                assert apart or places[one.net] != places[other.net]


@given(graphs())
def test_the_same_boxes_are_placed_alike(case: tuple[list[float], Links]) -> None:
    assert placed(*case).middles == placed(*case).middles


def test_a_box_stands_beside_the_middle_of_what_feeds_it() -> None:
    layout = placed([20.0, 20.0, 20.0], [(0, 2, "supports"), (1, 2, "supports")])
    assert layout.middles["C2"] == (layout.middles["C0"] + layout.middles["C1"]) / 2


def test_a_low_box_stands_beside_the_middle_of_the_tall_one_it_feeds() -> None:
    layout = placed([20.0, 80.0], [(0, 1, "supports")])
    assert layout.middles["C0"] == layout.middles["C1"]


def test_lines_of_both_kinds_meet_a_box_apart() -> None:
    block = Block("C1", 0, 20.0, (), ("supports", "attacks"), port=4.0)
    assert {block.enter("supports"), block.enter("attacks")} == {4.0, -4.0}
    assert Block("C1", 0, 20.0, (), ("supports",)).enter("supports") == 0.0


def test_lanes_are_chosen_so_that_few_lines_cross() -> None:
    # The lower goal's lines come from above: its lane must be the left one.
    low = Trunk(("low", "supports"), (0.0,), 40.0)
    high = Trunk(("high", "supports"), (20.0,), 60.0)
    found = lanes([low, high])
    assert sorted(found.values()) == [(0, 2), (1, 2)]
