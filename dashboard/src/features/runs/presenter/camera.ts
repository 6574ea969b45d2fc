import type { Box, Layout } from './layout';

export interface Camera {
  x: number;
  y: number;
  scale: number;
}

/** Below this names cannot be read: then part of the graph is shown, and not all of it too small. */
const readable = 0.8;

/** Shows the whole graph where it can be read; else the part around the step that matters now, or its beginning. */
export function frameOf(layout: Layout, frame: { width: number; height: number }, focus?: Box): Camera {
  const at = focus ?? beginningOf(layout);
  const scale = Math.min(1, Math.max(readable, Math.min(frame.width / layout.width, frame.height / layout.height)));
  return {
    scale,
    x: placeOn(frame.width, layout.width * scale, at && (at.x + at.width / 2) * scale),
    y: placeOn(frame.height, layout.height * scale, at && (at.y + at.height / 2) * scale),
  };
}

/** The uppermost step of the first column: where the run begins. */
function beginningOf({ boxes }: Layout): Box | undefined {
  const steps = boxes.filter(box => !box.group);
  const first = steps.reduce<Box | undefined>((left, box) => (left && left.x <= box.x ? left : box), undefined);
  const column = steps.filter(box => first && box.x < first.x + first.width / 2);
  return column.reduce<Box | undefined>((top, box) => (top && top.y <= box.y ? top : box), undefined);
}

function placeOn(frame: number, whole: number, focus = 0): number {
  if (whole <= frame) return (frame - whole) / 2;
  return Math.min(0, Math.max(frame - whole, frame / 2 - focus));
}
