import type { Box, Layout } from './layout';

export interface Camera {
  x: number;
  y: number;
  scale: number;
}

/** Below this names cannot be read: then part of the graph is shown, and not all of it too small. */
const readable = 0.8;
const margin = 12;

/** Shows the whole graph where it can be read; else the part around the step that matters now, or its beginning. */
export function frameOf(layout: Layout, frame: { width: number; height: number }, focus?: Box): Camera {
  const scale = Math.min(1, Math.max(readable, Math.min(frame.width / layout.width, frame.height / layout.height)));
  return {
    scale,
    x: placeOn(frame.width, layout.width * scale, focus && (focus.x + focus.width / 2) * scale),
    y: placeOn(frame.height, layout.height * scale, focus && (focus.y + focus.height / 2) * scale),
  };
}

function placeOn(frame: number, whole: number, focus: number | undefined): number {
  if (whole <= frame) return (frame - whole) / 2;
  const wanted = focus === undefined ? margin : frame / 2 - focus;
  return Math.min(0, Math.max(frame - whole, wanted));
}
