import { DownOutlined, RightOutlined } from "@ant-design/icons";
import { Alert, Divider, Tabs } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { wholeLayout } from "@/core/form-model/layout";
import type { FormSpec, LayoutItem } from "@/core/form-model/spec";
import { useLocalised } from "@/ui/localised";
import styles from "./FormLayout.module.css";

interface Props {
  spec: FormSpec;
  /** Draws a field; `null` where it is not shown. */
  field: (key: string) => ReactNode;
  /** Whether a part that is shown only sometimes is shown now. */
  shown: (item: { visible_when?: unknown }) => boolean;
}

/** The sections, tabs and columns of a form, with its fields in them. */
export function FormLayout(props: Props) {
  const { t } = useTranslation("fields");
  const items = wholeLayout(props.spec, { "zh-CN": t("rest"), en: t("rest") });
  return <Items {...props} items={items} />;
}

function Items({ items, ...props }: Props & { items: LayoutItem[] }) {
  return (
    <div className={styles.items}>
      {items.map((item, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of a layout have no key and never move
        <Item key={at} item={item} {...props} />
      ))}
    </div>
  );
}

function Item({ item, ...props }: Props & { item: LayoutItem }) {
  const localised = useLocalised();
  if (("section" in item || "note" in item) && !props.shown(item)) {
    return null;
  }
  if ("section" in item) {
    return <Section item={item} {...props} />;
  }
  if ("tabs" in item) {
    const tabs = item.tabs.filter((tab) => props.shown(tab));
    return (
      <Tabs
        items={tabs.map((tab, at) => ({
          key: String(at),
          label: localised(tab.name),
          forceRender: true,
          children: <Items {...props} items={tab.items} />,
        }))}
      />
    );
  }
  if ("columns" in item) {
    return (
      <div className={styles.columns}>
        {item.columns.map((column, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: columns of a layout have no key and never move
          <Items key={at} {...props} items={column} />
        ))}
      </div>
    );
  }
  if ("divider" in item) {
    return <Divider>{localised(item.divider)}</Divider>;
  }
  if ("note" in item) {
    return <Alert type="info" title={localised(item.note)} />;
  }
  return (
    <iframe
      className={styles.embed}
      title={item.embed}
      src={item.embed}
      height={item.height_px ?? 400}
      sandbox="allow-scripts allow-forms allow-popups"
      referrerPolicy="no-referrer"
    />
  );
}

type SectionItem = Extract<LayoutItem, { section: unknown }>;

function Section({ item, field }: Props & { item: SectionItem }) {
  const localised = useLocalised();
  const [open, setOpen] = useState(!item.collapsed);
  const name = localised(item.section);
  const rows = (item.fields ?? []).map((row) =>
    row.map((key) => ({ key, drawn: field(key) })).filter(({ drawn }) => drawn),
  );
  if (rows.every((row) => row.length === 0)) {
    return null;
  }
  return (
    <section className={styles.section}>
      {name ? (
        <h2>
          <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? <DownOutlined aria-hidden /> : <RightOutlined aria-hidden />} {name}
          </button>
        </h2>
      ) : null}
      <div className={styles.rows} hidden={!open}>
        {rows.map((row) =>
          row.length === 0 ? null : (
            <div key={row.map(({ key }) => key).join(" ")} className={styles.row}>
              {row.map(({ key, drawn }) => (
                <div key={key} className={styles.cell}>
                  {drawn}
                </div>
              ))}
            </div>
          ),
        )}
      </div>
    </section>
  );
}
