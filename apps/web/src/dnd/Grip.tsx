import { HolderOutlined } from "@ant-design/icons";
import { useDraggable } from "@dnd-kit/core";
import styles from "./Grip.module.css";

/** Something that can be taken up: with a pointer wherever it is touched, with keys by its grip. */
export function useGripped(id: string, data: Record<string, unknown>, movable: boolean) {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, isDragging } = useDraggable({
    id,
    data,
    disabled: !movable,
  });
  return {
    /** What the thing itself gets. */
    item: {
      ref: setNodeRef,
      "data-gripped": isDragging ? "dragging" : "",
      ...(movable ? listeners : {}),
    },
    /** What its grip gets; nothing where it stays in its place. */
    grip: movable ? { ref: setActivatorNodeRef, ...attributes, ...listeners } : null,
  };
}

interface Props {
  of: ReturnType<typeof useGripped>;
  label: string;
  /** It is seen only when it is needed. */
  shy?: true;
}

/** Where something is taken up with keys. */
export function Grip({ of: { grip }, label, shy }: Props) {
  return grip ? (
    <button type="button" {...grip} className={`${styles.grip} ${shy ? styles.shy : ""}`} aria-label={label}>
      <HolderOutlined aria-hidden />
    </button>
  ) : null;
}
