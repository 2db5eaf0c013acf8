import { useDroppable } from "@dnd-kit/core";
import { memo } from "react";
import { accepts } from "@/core/form-model/design/edit";
import { type Place, placeOf, slotId } from "@/core/form-model/design/place";
import type { SlotData } from "@/dnd/slots";
import styles from "./Canvas.module.css";
import { useMarks } from "./context";

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
export const Slot = ({ place, lies }: Props) => <Gap id={slotId(place)} lies={lies} />;

interface GapProps {
  id: string;
  lies: Props["lies"];
}

const Gap = memo(function Gap({ id, lies }: GapProps) {
  const fits = useMarks(({ dragged }) => dragged !== null && accepts(dragged.spec, dragged.what, placeOf(id)));
  return fits ? <OpenGap id={id} lies={lies} /> : <div className={styles.slot} data-lies={lies} data-slot={id} />;
});

/** A gap is open only while something is dragged that fits into it: a long form has many of them. */
function OpenGap({ id, lies }: GapProps) {
  const data: SlotData = { container: containerName(placeOf(id)) };
  const { setNodeRef, isOver } = useDroppable({ id, data });
  return (
    <div
      ref={setNodeRef}
      className={styles.slot}
      data-lies={lies}
      data-slot={id}
      data-fits=""
      data-over={isOver ? "" : undefined}
    />
  );
}
