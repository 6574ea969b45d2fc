import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { GraphNode, Step, StepStatus } from '@/api/types';
import { Button } from '@/ui/Button';
import { lookOf } from '@/ui/status';
import { StatusMark } from '@/ui/Status';
import { Lasting } from '@/ui/Time';
import { frameOf, type Camera } from '../presenter/camera';
import type { Box, Layout } from '../presenter/layout';
import './graph.css';

interface Props {
  layout: Layout;
  statusOf: (node: GraphNode) => StepStatus | undefined;
  detailOf?: (node: GraphNode) => Step | undefined;
  chosen?: string;
  onChoose?: (path: string) => void;
}

const nearest = 1.6;
const farthest = 0.15;

/** A drawn graph of steps: dragged, zoomed, and walked through with the Tab key. */
export function GraphView({ layout, statusOf, detailOf, chosen, onChoose }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const active = layout.boxes.find(box => box.node.path === chosen) ?? layout.boxes.find(box => isActive(statusOf(box.node)));
  const { camera, zoom, fit, handlers } = useCamera(frame, layout, active);
  return (
    <div className="graph" ref={frame} {...handlers}>
      <div
        className="graph-canvas"
        style={{ width: layout.width, height: layout.height, transform: `translate(${camera.x}px, ${camera.y}px) scale(${camera.scale})` }}
      >
        <svg className="graph-wires" width={layout.width} height={layout.height} aria-hidden="true">
          <defs>
            <marker id="arrow" viewBox="0 0 8 8" refX="4" refY="4" markerWidth="6" markerHeight="6" orient="auto">
              <path d="M1 1l4 3-4 3" className="graph-arrow" />
            </marker>
          </defs>
          <g transform={`translate(${-layout.left} ${layout.above})`}>
            {layout.wires.map(wire => {
              const from = layout.boxes.find(box => box.node.path === wire.from)?.node;
              const tone = from ? lookOf(statusOf(from) ?? 'pending').tone : 'idle';
              const near = chosen !== undefined && (wire.from === chosen || wire.to === chosen);
              return (
                <path
                  key={`${wire.from} ${wire.to}`}
                  d={wire.path}
                  className={`graph-wire ${tone}${near ? ' near' : ''}`}
                  markerEnd="url(#arrow)"
                />
              );
            })}
          </g>
        </svg>
        {layout.boxes.map(box => (
          <button
            key={box.node.path}
            type="button"
            data-step={box.node.path}
            data-status={statusOf(box.node)}
            aria-pressed={onChoose ? chosen === box.node.path : undefined}
            className={nodeClass(box.group, statusOf(box.node))}
            style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
            onClick={() => onChoose?.(box.node.path)}
          >
            {statusOf(box.node) && <StatusMark of={statusOf(box.node)!} />}
            <span className="graph-text">
              <span className="graph-name clip">{box.node.key}</span>
              {!box.group && <NodeDetail node={box.node} step={detailOf?.(box.node)} />}
            </span>
          </button>
        ))}
      </div>
      <div className="graph-tools">
        <Button small icon="plus" aria-label="Closer" onClick={() => zoom(1.25)} />
        <Button small icon="minus" aria-label="Farther" onClick={() => zoom(0.8)} />
        <Button small icon="fit" aria-label="All of it" onClick={fit} />
      </div>
    </div>
  );
}

function nodeClass(group: boolean, status: StepStatus | undefined): string {
  const tone = status ? lookOf(status).tone : 'idle';
  return ['graph-node', tone, group && 'group', status === 'running' && 'running', status === 'pending' && 'pending']
    .filter(Boolean)
    .join(' ');
}

function NodeDetail({ node, step }: { node: GraphNode; step?: Step }) {
  const what = node.label && node.label !== node.key ? node.label : node.kind;
  return (
    <span className="graph-detail">
      <span className="clip">{what}</span>
      {step?.startedAt && step.status !== 'waiting' && step.status !== 'skipped' && <Lasting from={step.startedAt} to={step.endedAt} />}
    </span>
  );
}

function isActive(status: StepStatus | undefined): boolean {
  return status === 'running' || status === 'waiting' || status === 'failed';
}

function useCamera(frame: React.RefObject<HTMLDivElement | null>, layout: Layout, focus: Box | undefined) {
  const [camera, setCamera] = useState<Camera>({ x: 0, y: 0, scale: 1 });
  const [moved, setMoved] = useState(false);
  const grip = useRef<{ x: number; y: number; camera: Camera }>(undefined);

  const fit = () => {
    const { clientWidth: width = 0, clientHeight: height = 0 } = frame.current ?? {};
    if (width === 0) return;
    setMoved(false);
    setCamera(frameOf(layout, { width, height }, focus));
  };
  const latestFit = useRef(fit);
  latestFit.current = fit;
  useLayoutEffect(() => {
    if (!moved) latestFit.current();
  }, [layout, moved]);
  useEffect(() => {
    const observer = new ResizeObserver(() => !moved && latestFit.current());
    if (frame.current) observer.observe(frame.current);
    return () => observer.disconnect();
  }, [frame, moved]);

  const zoom = (by: number, x?: number, y?: number) => {
    setMoved(true);
    setCamera(before => {
      const scale = Math.min(nearest, Math.max(farthest, before.scale * by));
      const px = x ?? (frame.current?.clientWidth ?? 0) / 2;
      const py = y ?? (frame.current?.clientHeight ?? 0) / 2;
      const ratio = scale / before.scale;
      return { scale, x: px - (px - before.x) * ratio, y: py - (py - before.y) * ratio };
    });
  };
  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    // React listens passively to wheels, and a page must not scroll or zoom while a graph does.
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const place = element.getBoundingClientRect();
      zoom(Math.exp(-event.deltaY / 300), event.clientX - place.left, event.clientY - place.top);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [frame]);

  const handlers = {
    onPointerDown: (event: React.PointerEvent) => {
      if (event.button !== 0 || (event.target as HTMLElement).closest('.graph-tools, .graph-node:not(.group)')) return;
      grip.current = { x: event.clientX, y: event.clientY, camera };
    },
    onPointerMove: (event: React.PointerEvent) => {
      const held = grip.current;
      if (!held) return;
      setMoved(true);
      setCamera({ ...held.camera, x: held.camera.x + event.clientX - held.x, y: held.camera.y + event.clientY - held.y });
    },
    onPointerUp: () => {
      grip.current = undefined;
    },
    onPointerLeave: () => {
      grip.current = undefined;
    },
  };
  return { camera, zoom, fit, handlers };
}
