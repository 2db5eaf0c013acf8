import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, InputNumber } from "antd";
import { useTranslation } from "react-i18next";
import { updateItem } from "@/core/form-model/design/edit";
import { laidOutKeys } from "@/core/form-model/layout";
import type { LayoutItem, LayoutTab } from "@/core/form-model/spec";
import { PropertyRow } from "@/ui/PropertyRow";
import { TextPair } from "@/ui/TextPair";
import { ConditionEditor } from "./ConditionEditor";
import { useActs, useDesign } from "./context";
import { inBoth, renamedPart } from "./kinds";
import styles from "./Properties.module.css";
import { partOf } from "./parts";

interface Props {
  item: LayoutItem;
  path: string;
}

/** What can be said about a part of the page. */
export function PartProperties({ item, path }: Props) {
  const { t } = useTranslation("designer");
  const { spec, change } = useDesign();
  const acts = useActs();
  const kind = partOf(item);
  const set = (next: LayoutItem) =>
    change(
      updateItem(spec, path, () => next),
      `${path} part`,
    );
  return (
    <div className={styles.list}>
      <p className={styles.kind}>{t(kind ? `part.${kind}` : "part.embed")}</p>
      {"section" in item ? (
        <>
          <PropertyRow label={t("part.title")}>
            {(id) => (
              <TextPair
                id={id}
                label={t("part.title")}
                names
                value={item.section}
                onChange={(section) => set({ ...item, section: renamedPart(item.section, section) })}
                onEnter={acts.openPalette}
              />
            )}
          </PropertyRow>
          <Checkbox
            checked={item.collapsed ?? false}
            onChange={(event) => set({ ...item, collapsed: event.target.checked || undefined })}
          >
            {t("part.collapsed")}
          </Checkbox>
        </>
      ) : null}
      {"note" in item ? (
        <PropertyRow label={t("part.note")}>
          {(id) => (
            <TextPair
              id={id}
              label={t("part.note")}
              names
              value={item.note}
              multiline
              onChange={(note) => set({ ...item, note })}
            />
          )}
        </PropertyRow>
      ) : null}
      {"divider" in item ? (
        <PropertyRow label={t("part.title")}>
          {(id) => (
            <TextPair
              id={id}
              label={t("part.title")}
              names
              value={item.divider}
              onChange={(divider) => set({ ...item, divider })}
            />
          )}
        </PropertyRow>
      ) : null}
      {"tabs" in item ? <TabNames tabs={item.tabs} onChange={(tabs) => set({ tabs })} /> : null}
      {"columns" in item ? (
        <PropertyRow label={t("part.columnCount")}>
          {(id) => (
            <InputNumber
              id={id}
              min={Math.max(1, item.columns.findLastIndex((column) => laidOutKeys(column).length > 0) + 1)}
              max={4}
              value={item.columns.length}
              onChange={(count) => set({ columns: withCount(item.columns, count ?? item.columns.length) })}
            />
          )}
        </PropertyRow>
      ) : null}
      {"section" in item || "note" in item ? (
        <PropertyRow label={t("field.visible_when")}>
          {() => (
            <ConditionEditor
              label={t("field.visible_when")}
              value={item.visible_when}
              onChange={(visible_when) => set({ ...item, visible_when })}
            />
          )}
        </PropertyRow>
      ) : null}
    </div>
  );
}

const blankSection = (): LayoutItem => ({ section: { "zh-CN": "", en: "" }, fields: [] });

/** As many columns as asked for; columns with fields are never dropped. */
function withCount(columns: LayoutItem[][], count: number): LayoutItem[][] {
  return Array.from({ length: count }, (_, at) => columns[at] ?? [blankSection()]);
}

function TabNames({ tabs, onChange }: { tabs: LayoutTab[]; onChange: (tabs: LayoutTab[]) => void }) {
  const { t } = useTranslation("designer");
  return (
    <>
      {tabs.map((tab, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: tabs have no key but their place
        <PropertyRow key={at} label={t("part.tab", { n: at + 1 })}>
          {(id) => (
            <div className={styles.condition}>
              <div style={{ flex: 1 }}>
                <TextPair
                  id={id}
                  label={t("part.tab", { n: at + 1 })}
                  value={tab.name}
                  onChange={(name) => onChange(tabs.with(at, { ...tab, name }))}
                />
              </div>
              <Button
                type="text"
                icon={<DeleteOutlined aria-hidden />}
                disabled={tabs.length === 1 || laidOutKeys(tab.items).length > 0}
                title={laidOutKeys(tab.items).length > 0 ? t("part.tabHasFields") : undefined}
                aria-label={t("tool.remove", { name: t("part.tab", { n: at + 1 }) })}
                onClick={() => onChange(tabs.toSpliced(at, 1))}
              />
            </div>
          )}
        </PropertyRow>
      ))}
      <Button
        type="dashed"
        size="small"
        icon={<PlusOutlined aria-hidden />}
        onClick={() =>
          onChange([...tabs, { name: inBoth("new.tab", { n: tabs.length + 1 }), items: [blankSection()] }])
        }
      >
        {t("part.addTab")}
      </Button>
    </>
  );
}
