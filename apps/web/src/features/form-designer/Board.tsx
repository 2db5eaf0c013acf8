import { AppstoreAddOutlined, SettingOutlined } from "@ant-design/icons";
import { DndContext, type DragEndEvent, DragOverlay, type DragStartEvent, MeasuringStrategy } from "@dnd-kit/core";
import { Button, Drawer, Skeleton } from "antd";
import { Suspense, useContext, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Dragged, placeOf } from "@/core/form-model/design/place";
import { useSlots } from "@/dnd/slots";
import { useMedia } from "@/ui/media";
import { Canvas } from "./Canvas";
import { MarksContext, useActs, useDesign, useMarks } from "./context";
import styles from "./Designer.module.css";
import { toPane } from "./focus";
import { Palette } from "./Palette";
import { Properties } from "./Properties";

/** The three panes, and what is carried between them. `palette` counts how often the list of fields was asked for. */
export function Board({ palette }: { palette: number }) {
  const { t } = useTranslation("designer");
  const { sensors, collision, forget } = useSlots();
  const { spec } = useDesign();
  const acts = useActs();
  const marks = useContext(MarksContext);
  const narrow = useMedia("(max-width: 1023px)");
  const [drawer, setDrawer] = useState<"palette" | "properties" | null>(null);
  useEffect(() => {
    if (palette === 0) {
      return;
    }
    setDrawer("palette");
    const opened = setTimeout(() => toPane("quick"), 300);
    return () => clearTimeout(opened);
  }, [palette]);
  const start = ({ active }: DragStartEvent) => {
    forget();
    const { dragged, name } = active.data.current as { dragged: Dragged; name: string };
    marks?.setState({ dragged: { what: dragged, name, spec } });
  };
  const stop = () => marks?.setState({ dragged: null });
  const end = ({ active, over }: DragEndEvent) => {
    const data = active.data.current as { dragged: Dragged };
    stop();
    if (over) {
      acts.drop(data.dragged, String(over.id));
    }
  };
  const announcements = useMemo(
    () => ({
      onDragStart: ({ active }: { active: { data: { current?: unknown } } }) =>
        t("drag.start", { name: nameOf(active) }),
      onDragOver: ({ over }: { over: { id: string | number } | null }) =>
        over ? t("drag.over", { place: placeText(t, String(over.id)) }) : t("drag.nowhere"),
      onDragEnd: ({ over }: { over: { id: string | number } | null }) =>
        over ? t("drag.end", { place: placeText(t, String(over.id)) }) : t("drag.nowhere"),
      onDragCancel: () => t("drag.cancel"),
    }),
    [t],
  );
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={collision}
      measuring={{ droppable: { strategy: MeasuringStrategy.Always } }}
      accessibility={{ announcements, screenReaderInstructions: { draggable: t("drag.how") } }}
      onDragStart={start}
      onDragEnd={end}
      onDragCancel={stop}
    >
      <div className={styles.board}>
        {narrow ? null : (
          <aside className={styles.palette} data-pane aria-label={t("palette.label")}>
            <Palette />
          </aside>
        )}
        <Canvas />
        {narrow ? null : (
          <aside className={styles.properties} data-pane aria-label={t("properties.label")}>
            <Suspense fallback={<Skeleton active />}>
              <Properties />
            </Suspense>
          </aside>
        )}
      </div>
      {narrow ? (
        <div className={styles.bottom}>
          <Button icon={<AppstoreAddOutlined aria-hidden />} onClick={() => setDrawer("palette")}>
            {t("palette.label")}
          </Button>
          <Button icon={<SettingOutlined aria-hidden />} onClick={() => setDrawer("properties")}>
            {t("properties.label")}
          </Button>
        </div>
      ) : null}
      <Drawer
        placement="bottom"
        size="large"
        open={narrow && drawer !== null}
        title={drawer ? t(`${drawer}.label`) : ""}
        onClose={() => setDrawer(null)}
        styles={{ body: { padding: 0 } }}
      >
        {drawer === "palette" ? <Palette /> : <Properties />}
      </Drawer>
      <Carried />
    </DndContext>
  );
}

/** What is on its way. */
function Carried() {
  const name = useMarks(({ dragged }) => dragged?.name ?? null);
  return (
    <DragOverlay dropAnimation={null}>
      {name === null ? null : <span className={styles.carried}>{name}</span>}
    </DragOverlay>
  );
}

const nameOf = (active: { data: { current?: unknown } }) =>
  (active.data.current as { name?: string } | undefined)?.name ?? "";

type Words = (key: string, params?: Record<string, unknown>) => string;

/** A gap in words. */
function placeText(t: Words, slot: string): string {
  const place = placeOf(slot);
  switch (place.into) {
    case "items":
      return t("place.items", { n: place.index + 1 });
    case "section":
      return t("place.section", { n: place.row + 1 });
    case "row":
      return t("place.row", { n: place.row + 1, cell: place.cell + 1 });
    case "subform":
      return t("place.subform", { n: place.index + 1 });
  }
}
