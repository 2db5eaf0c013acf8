import { useDraggable } from "@dnd-kit/core";
import { Input } from "antd";
import type { ComponentType } from "react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { insertField, insertItem, placeAfter } from "@/core/form-model/design/edit";
import { newPart } from "@/core/form-model/design/layout";
import { type Dragged, fitsInRows, type PartKind, partKinds, splitRef } from "@/core/form-model/design/place";
import type { FieldKindName } from "@/core/form-model/kinds";
import { fieldOf, rowFields } from "@/core/form-model/spec";
import { kindUi } from "@/fields/index";
import { focusName } from "@/ui/focusName";
import { useDesign } from "./context";
import { inBoth, linkable, newField, paletteGroups } from "./kinds";
import styles from "./Palette.module.css";
import { partIcons } from "./parts";

/** What can be put on the page: click it, or drag it to its place. */
export function Palette() {
  const { t } = useTranslation("designer");
  const [search, setSearch] = useState("");
  const { addKind, addPart } = useAdd();
  const wanted = search.trim().toLowerCase();
  const groups = paletteGroups.map(({ key, kinds }) => ({
    key,
    kinds: kinds.filter((kind) => !wanted || `${t(`kind.${kind}`)} ${kind}`.toLowerCase().includes(wanted)),
  }));
  return (
    <div className={styles.palette}>
      <Input
        allowClear
        value={search}
        placeholder={t("palette.search")}
        aria-label={t("palette.search")}
        onChange={(event) => setSearch(event.target.value)}
      />
      {groups.map(({ key, kinds }) =>
        kinds.length === 0 ? null : (
          <section key={key}>
            <h3>{t(`palette.${key}`)}</h3>
            <div className={styles.grid}>
              {kinds.map((kind) => (
                <Tile
                  key={kind}
                  dragged={{ take: "kind", kind }}
                  icon={kindUi(kind).icon}
                  family={kindUi(kind).family}
                  name={t(`kind.${kind}`)}
                  onAdd={() => addKind(kind)}
                />
              ))}
            </div>
          </section>
        ),
      )}
      {wanted ? null : (
        <section>
          <h3>{t("palette.layout")}</h3>
          <div className={styles.grid}>
            {partKinds.map((part) => (
              <Tile
                key={part}
                dragged={{ take: "part", part }}
                icon={partIcons[part]}
                family="special"
                name={t(`part.${part}`)}
                onAdd={() => addPart(part)}
              />
            ))}
          </div>
        </section>
      )}
    </div>
  );
}

/** Adds below what is chosen, else at the end. */
function useAdd() {
  const { forms, spec, selection, change, select } = useDesign();
  const addKind = (kind: FieldKindName) => {
    const at = selection && "field" in selection ? selection.field : null;
    const chosen = at === null ? undefined : fieldOf(spec, splitRef(at).subform ?? at);
    const subform = chosen?.type.kind === "subform" && fitsInRows(kind) ? chosen : null;
    const field = newField(spec, kind, subform?.key ?? null, linkable(forms));
    const place = subform
      ? { into: "subform" as const, subform: subform.key, index: rowFields(subform).length }
      : placeAfter(spec, at);
    change(insertField(spec, place, field));
    select({ field: subform ? `${subform.key}/${field.key}` : field.key });
    focusName();
  };
  const addPart = (part: PartKind) => {
    const index = (spec.layout ?? []).length;
    change(
      insertItem(
        spec,
        "",
        index,
        newPart(part, (word, n) => inBoth(`new.${word}`, { n })),
      ),
    );
    select({ item: String(index) });
  };
  return { addKind, addPart };
}

interface TileProps {
  dragged: Dragged;
  icon: ComponentType;
  family: string;
  name: string;
  onAdd: () => void;
}

function Tile({ dragged, icon: Icon, family, name, onAdd }: TileProps) {
  const id = `palette ${JSON.stringify(dragged)}`;
  const { setNodeRef, listeners } = useDraggable({ id, data: { dragged, name } });
  // Space and Enter add at once; dragging by keyboard starts from the page, where the field then is.
  const { onKeyDown: _, ...byPointer } = listeners ?? {};
  return (
    <button ref={setNodeRef} type="button" className={styles.tile} data-family={family} {...byPointer} onClick={onAdd}>
      <span aria-hidden="true">
        <Icon />
      </span>
      <span>{name}</span>
    </button>
  );
}
