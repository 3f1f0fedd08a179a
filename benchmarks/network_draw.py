"""Draw the whole network with this course and with netgraph, and compare time and legibility.

    python -m benchmarks.network_draw [rounds]

Both draw the same ties, with every name and every kind of tie as words of at least eight points,
into a picture of the same size, and encode it as SVG.  A third row is the view at a
glance.  Rounds alternate, and medians are compared.  netgraph draws one line for parallel ties and
no commitment, voice or class of tie, so it has less to do.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import combinations

import matplotlib as mpl
import netgraph
import networkx as nx
from matplotlib.figure import Figure
from matplotlib.text import Text

import course_utils as cu
from benchmarks.timing import medians, rounds_wanted
from course_utils.figures.picture import encode
from course_utils.reading.network import build_network

ROUNDS = 9


def ours(graph: nx.MultiDiGraph, whole: bool) -> Figure:
    figure = cu.draw_network(graph, whole=whole).figure
    assert encode(figure)
    return figure


def theirs(graph: nx.MultiDiGraph, size: tuple[float, float]) -> Figure:
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=size)
    netgraph.Graph(
        list(dict.fromkeys(graph.edges())),
        nodes=list(graph),
        node_labels=dict(graph.nodes(data="label")),
        node_label_fontdict={"size": 9},
        edge_labels={(start, end): kind for start, end, kind in graph.edges(data="kind")},
        edge_label_fontdict={"size": 8},
        arrows=True,
        ax=axes,
    )
    figure.savefig(io.StringIO(), format="svg")
    plt.close(figure)
    return figure


def overlaps(figure: Figure) -> int:
    """Pairs of labels that share a spot, less half a pixel of smooth edge."""
    boxes = [
        text.get_window_extent().padded(-0.5)
        for text in figure.findobj(Text)
        if isinstance(text, Text) and text.get_text() and text.get_visible()
    ]
    return sum(
        a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1
        for a, b in combinations(boxes, 2)
    )


def main(rounds: int) -> None:
    """Print a line for each way to draw."""
    mpl.use("agg")
    graph = build_network(cu.load_course())
    figure = ours(graph, whole=True)
    width, height = figure.get_size_inches()
    draws: dict[str, Callable[[], Figure]] = {
        "netgraph": lambda: theirs(graph, (width, height)),
        "course_utils": lambda: ours(graph, whole=True),
        "at a glance": lambda: ours(graph, whole=False),
    }
    touching = {name: overlaps(draw()) for name, draw in draws.items()}
    times = medians(*draws.values(), rounds=rounds)
    print(
        f"{len(graph)} actors, {graph.number_of_edges()} ties, {width:.1f} by {height:.1f} inches"
    )
    for name, median in zip(draws, times, strict=True):
        print(
            f"{name:17} {median:.3f} s, {median / times[0]:.2f} of netgraph,"
            f" {touching[name]} overlapping pairs of labels"
        )


if __name__ == "__main__":
    main(rounds_wanted(ROUNDS))
