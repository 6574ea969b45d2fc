import dagre from '@dagrejs/dagre';
import type { Graph, GraphNode } from '@/api/types';

export interface Box {
  node: GraphNode;
  x: number;
  y: number;
  width: number;
  height: number;
  /** Whether other steps are drawn inside it. */
  group: boolean;
}

export interface Wire {
  from: string;
  to: string;
  path: string;
}

export interface Layout {
  boxes: Box[];
  wires: Wire[];
  /** How far the wires lie below and left of where they were drawn, in pixels. */
  above: number;
  left: number;
  width: number;
  height: number;
}

const boxHeight = 52;
const margin = 16;
/** The room that the name of a frame takes above what is in it. */
const title = 26;

/** Places the steps of a graph from left to right, steps of a step inside its frame. */
export function layOut(graph: Graph, parents: ReadonlyMap<string, string>): Layout {
  const net = new dagre.graphlib.Graph({ compound: true, multigraph: false });
  net.setGraph({ rankdir: 'LR', nodesep: 14, ranksep: 44, marginx: margin, marginy: margin });
  net.setDefaultEdgeLabel(() => ({}));
  const known = new Set(graph.nodes.map(node => node.path));
  const parentOf = (node: GraphNode) => {
    const parent = node.parent ?? parents.get(node.path);
    return parent && known.has(parent) && parent !== node.path ? parent : undefined;
  };
  const groups = new Set(graph.nodes.map(parentOf).filter(parent => parent !== undefined));
  for (const node of graph.nodes) {
    net.setNode(node.path, groups.has(node.path) ? {} : { width: widthOf(node), height: boxHeight });
  }
  for (const node of graph.nodes) {
    const parent = parentOf(node);
    if (parent) net.setParent(node.path, parent);
  }
  for (const edge of graph.edges) {
    // A frame has no place of its own in the order: its first and last inner steps stand for it.
    const from = groups.has(edge.from) ? lastOf(edge.from, graph, parentOf) : edge.from;
    const to = groups.has(edge.to) ? firstOf(edge.to, graph, parentOf) : edge.to;
    if (known.has(from) && known.has(to) && from !== to) net.setEdge(from, to);
  }
  holdToTheLeft(net, graph, parentOf, groups);
  dagre.layout(net);
  net.removeNode(beginning);
  evenColumns(net, graph, parentOf, groups);
  return read(graph, groups, net);
}

const beginning = ' beginning';

/** Whatever waits for nothing stands in the first column, not as near as possible to what waits for it: that is where the run begins. In reverse, for then the first is laid at the top. */
function holdToTheLeft(
  net: InstanceType<typeof dagre.graphlib.Graph>,
  graph: Graph,
  parentOf: ParentOf,
  groups: ReadonlySet<string>,
): void {
  const waiting = new Set(graph.edges.map(edge => edge.to));
  net.setNode(beginning, { width: 0, height: 0 });
  for (const node of [...graph.nodes].reverse()) {
    if (parentOf(node) || waiting.has(node.path)) continue;
    net.setEdge(beginning, groups.has(node.path) ? firstOf(node.path, graph, parentOf) : node.path, { weight: 100 });
  }
}

/** Steps below each other are as wide as the widest of them: their edges make one line. Dagre keeps room for that one already. */
function evenColumns(net: InstanceType<typeof dagre.graphlib.Graph>, graph: Graph, parentOf: ParentOf, groups: ReadonlySet<string>): void {
  const columns = new Map<string, Placed[]>();
  for (const node of graph.nodes.filter(node => !groups.has(node.path))) {
    const placed = net.node(node.path) as Placed;
    const column = `${Math.round(placed.x)} ${parentOf(node) ?? ''}`;
    columns.set(column, [...(columns.get(column) ?? []), placed]);
  }
  for (const column of columns.values()) {
    const width = Math.max(...column.map(placed => placed.width));
    column.forEach(placed => (placed.width = width));
  }
}

type ParentOf = (node: GraphNode) => string | undefined;

function innerOf(path: string, graph: Graph, parentOf: ParentOf): GraphNode[] {
  return graph.nodes.filter(node => parentOf(node) === path);
}

function lastOf(path: string, graph: Graph, parentOf: ParentOf): string {
  const inner = innerOf(path, graph, parentOf).at(-1);
  return inner ? lastOf(inner.path, graph, parentOf) : path;
}

function firstOf(path: string, graph: Graph, parentOf: ParentOf): string {
  const inner = innerOf(path, graph, parentOf)[0];
  return inner ? firstOf(inner.path, graph, parentOf) : path;
}

/** The room for how long a step took, right of what it does. */
const time = 44;

function widthOf(node: GraphNode): number {
  const letters = Math.max(node.key.length * 7.4, (node.label ?? node.kind).length * 5.9 + time);
  return Math.min(280, Math.max(148, Math.round(letters) + 58));
}

interface Placed {
  x: number;
  y: number;
  width: number;
  height: number;
}

function read(graph: Graph, groups: ReadonlySet<string>, net: InstanceType<typeof dagre.graphlib.Graph>): Layout {
  const boxes = graph.nodes.map((node): Box => {
    const { x, y, width, height } = net.node(node.path) as Placed;
    const group = groups.has(node.path);
    const top = group ? title : 0;
    return { node, x: x - width / 2, y: y - height / 2 - top, width, height: height + top, group };
  });
  const wires = net
    .edges()
    .map(({ v, w }) => ({ from: v, to: w, path: curve(net.node(v) as Placed, net.node(w) as Placed, bends(net, v, w)) }));
  const { width = 0, height = 0 } = net.graph() as { width?: number; height?: number };
  const left = boxes.length === 0 ? 0 : Math.max(0, Math.min(...boxes.map(box => box.x)) - margin);
  // Frames are drawn first, so that what is inside them lies above.
  const above = Math.max(0, ...boxes.map(box => margin - box.y));
  const shifted = boxes.map(box => ({ ...box, x: box.x - left, y: box.y + above }));
  return {
    boxes: shifted.sort((a, b) => Number(b.group) - Number(a.group)),
    wires,
    above,
    left,
    width: width - left,
    height: height + above,
  };
}

interface Point {
  x: number;
  y: number;
}

/** The places that a wire goes through between its ends, where it passes other steps. */
function bends(net: InstanceType<typeof dagre.graphlib.Graph>, v: string, w: string): Point[] {
  const points = (net.edge(v, w) as { points?: Point[] }).points ?? [];
  return points.length > 3 ? points.slice(1, -1) : [];
}

function curve(from: Placed, to: Placed, through: Point[]): string {
  const points = [{ x: from.x + from.width / 2, y: from.y }, ...through, { x: to.x - to.width / 2 - 5, y: to.y }];
  return points.slice(1).reduce((path, end, index) => {
    const start = points[index]!;
    const bend = Math.max(through.length > 0 ? 0 : 18, (end.x - start.x) / 2);
    return `${path}C${start.x + bend} ${start.y} ${end.x - bend} ${end.y} ${end.x} ${end.y}`;
  }, `M${points[0]!.x} ${points[0]!.y}`);
}
