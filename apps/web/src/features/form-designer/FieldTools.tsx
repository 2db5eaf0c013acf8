import { ArrowDownOutlined, ArrowUpOutlined, CopyOutlined, DeleteOutlined, HolderOutlined } from "@ant-design/icons";
import { useDraggable } from "@dnd-kit/core";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { FieldRef } from "@/core/form-model/design/place";
import styles from "./Canvas.module.css";
import { useActs } from "./context";

/** What can be done with the field that is chosen, or under the pointer. */
export function FieldTools({ fieldRef, name }: { fieldRef: FieldRef; name: string }) {
  const { t } = useTranslation("designer");
  const acts = useActs();
  const { setNodeRef, attributes, listeners } = useDraggable({
    id: `field ${fieldRef}`,
    data: { dragged: { take: "field", field: fieldRef }, name },
  });
  return (
    <span className={styles.tools}>
      <Button
        size="small"
        type="text"
        icon={<ArrowUpOutlined aria-hidden />}
        aria-label={t("tool.up", { name })}
        onClick={() => acts.move(fieldRef, -1)}
      />
      <Button
        size="small"
        type="text"
        icon={<ArrowDownOutlined aria-hidden />}
        aria-label={t("tool.down", { name })}
        onClick={() => acts.move(fieldRef, 1)}
      />
      <Button
        size="small"
        type="text"
        icon={<CopyOutlined aria-hidden />}
        aria-label={t("tool.copy", { name })}
        onClick={() => acts.duplicate([fieldRef])}
      />
      <Button
        size="small"
        type="text"
        icon={<DeleteOutlined aria-hidden />}
        aria-label={t("tool.remove", { name })}
        onClick={() => void acts.remove([fieldRef])}
      />
      <Button
        ref={setNodeRef}
        size="small"
        type="text"
        className={styles.grip}
        icon={<HolderOutlined aria-hidden />}
        {...attributes}
        {...listeners}
        aria-label={t("tool.drag", { name })}
      />
    </span>
  );
}
