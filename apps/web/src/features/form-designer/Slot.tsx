import { useDroppable } from "@dnd-kit/core";
import { accepts } from "@/core/form-model/design/edit";
import { type Place, slotId } from "@/core/form-model/design/place";
import type { SlotData } from "@/dnd/slots";
import styles from "./Canvas.module.css";
import { useDesign } from "./context";

interface Props {
  place: Place;
  /** Whether it lies between things below each other or beside each other. */
  lies: "across" | "upright";
}

export const containerName = (place: Place): string =>
  place.into === "items"
    ? `list:${place.list}`
    : place.into === "subform"
      ? `subform:${place.subform}`
      : `section:${place.section}`;

/** A gap that takes what is dragged; the joint in it shows where that will fit. */
export function Slot({ place, lies }: Props) {
  const { spec, dragged } = useDesign();
  const fits = dragged !== null && accepts(spec, dragged, place);
  const id = slotId(place);
  const { setNodeRef, isOver } = useDroppable({
    id,
    disabled: !fits,
    data: { container: containerName(place) } satisfies SlotData,
  });
  return (
    <div
      ref={setNodeRef}
      className={styles.slot}
      data-lies={lies}
      data-slot={id}
      data-fits={fits ? "" : undefined}
      data-over={isOver ? "" : undefined}
    />
  );
}
