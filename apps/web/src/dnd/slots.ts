import {
  type CollisionDetection,
  type DroppableContainer,
  type KeyboardCoordinateGetter,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { useMemo, useRef } from "react";
import { KeySensor } from "./KeySensor";

type Point = { x: number; y: number };
type Rect = { left: number; right: number; top: number; bottom: number };

function distance(point: Point, rect: Rect): number {
  const x = Math.max(rect.left - point.x, 0, point.x - rect.right);
  const y = Math.max(rect.top - point.y, 0, point.y - rect.bottom);
  return Math.hypot(x, y);
}

/** The container of a slot: the part of the page that asks the pointer to be over it. */
export interface SlotData {
  container: string;
}

const containerOf = (slot: DroppableContainer) => (slot.data.current as SlotData | undefined)?.container;

/** The containers under a point, innermost first. */
function containersAt(point: Point): string[] {
  const found = new Set<string>();
  for (const hit of document.elementsFromPoint(point.x, point.y)) {
    for (let here = hit.closest<HTMLElement>("[data-container]"); here; ) {
      found.add(here.dataset.container ?? "");
      here = here.parentElement?.closest<HTMLElement>("[data-container]") ?? null;
    }
  }
  return [...found];
}

/**
 * Dragging into gaps, by mouse, touch and keyboard. A pointer chooses the innermost container under it that has a
 * gap for what is dragged, and of that container the nearest gap; arrow keys walk the gaps in reading order, up and
 * down by as many as stand in a row.
 */
export function useSlots(perRow = 1) {
  const chosen = useRef<string | null>(null);
  const collision = useMemo<CollisionDetection>(
    () =>
      ({ pointerCoordinates: point, droppableContainers, droppableRects }) => {
        if (!point) {
          return chosen.current ? [{ id: chosen.current }] : [];
        }
        for (const container of containersAt(point)) {
          const slots = droppableContainers.flatMap((slot) => {
            const rect = droppableRects.get(slot.id);
            return containerOf(slot) === container && rect ? [{ id: slot.id, far: distance(point, rect) }] : [];
          });
          const nearest = slots.reduce<(typeof slots)[number] | null>(
            (best, slot) => (best && best.far <= slot.far ? best : slot),
            null,
          );
          if (nearest) {
            return [{ id: nearest.id }];
          }
        }
        return [];
      },
    [],
  );
  const coordinateGetter = useMemo<KeyboardCoordinateGetter>(
    () =>
      (event, { currentCoordinates }) => {
        const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: perRow, ArrowUp: -perRow }[event.code] ?? 0;
        const slots = [...document.querySelectorAll<HTMLElement>("[data-slot][data-fits]")];
        if (step === 0 || slots.length === 0) {
          return undefined;
        }
        event.preventDefault();
        const from = slots.findIndex((slot) => slot.dataset.slot === chosen.current);
        const at =
          from === -1 ? (step > 0 ? 0 : slots.length - 1) : Math.min(Math.max(from + step, 0), slots.length - 1);
        const slot = slots[at];
        if (!slot) {
          return undefined;
        }
        chosen.current = slot.dataset.slot ?? null;
        slot.scrollIntoView({ block: "nearest" });
        const { left: x, top: y } = slot.getBoundingClientRect();
        // Two gaps may share a corner, and what does not move is not told of.
        return x === currentCoordinates.x && y === currentCoordinates.y ? { x: x + 1, y } : { x, y };
      },
    [perRow],
  );
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 4 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 8 } }),
    useSensor(KeySensor, { coordinateGetter }),
  );
  /** Before something is dragged: from which slot the arrow keys begin, where it stands in one. */
  const forget = (from: string | null = null) => {
    chosen.current = from;
  };
  return { sensors, collision, forget };
}
