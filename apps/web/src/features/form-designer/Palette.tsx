import { useDraggable } from "@dnd-kit/core";
import { type ComponentType, memo, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Dragged } from "@/core/form-model/design/place";
import { kindWords, matching } from "@/core/form-model/design/quick";
import { kindUi } from "@/fields/index";
import { addables } from "./addables";
import { useActs } from "./context";
import { paletteGroups } from "./kinds";
import styles from "./Palette.module.css";
import { partIcons } from "./parts";
import { QuickAdd } from "./QuickAdd";

/** What can be put on the page: click it, drag it to its place, or type what it is. */
export const Palette = memo(function Palette() {
  const { t, i18n } = useTranslation("designer");
  const [typed, setTyped] = useState("");
  const acts = useActs();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words are those of the language
  const all = useMemo(addables, [i18n.language]);
  const meant = useMemo(() => matching(all, kindWords(all, typed)), [all, typed]);
  const groups = [
    ...paletteGroups.map(({ key, kinds }) => ({
      key,
      tiles: meant.filter(({ add }) => "kind" in add && kinds.includes(add.kind)),
    })),
    { key: "layout", tiles: meant.filter(({ add }) => "part" in add) },
  ];
  return (
    <div className={styles.palette}>
      <QuickAdd typed={typed} onType={setTyped} />
      {groups.map(({ key, tiles }) =>
        tiles.length === 0 ? null : (
          <section key={key}>
            <h3>{t(`palette.${key}`)}</h3>
            <div className={styles.grid}>
              {tiles.map(({ add, name }) =>
                "kind" in add ? (
                  <Tile
                    key={add.kind}
                    dragged={{ take: "kind", kind: add.kind }}
                    icon={kindUi(add.kind).icon}
                    family={kindUi(add.kind).family}
                    name={name}
                    onAdd={() => acts.addKind(add.kind)}
                  />
                ) : (
                  <Tile
                    key={add.part}
                    dragged={{ take: "part", part: add.part }}
                    icon={partIcons[add.part]}
                    family="special"
                    name={name}
                    onAdd={() => acts.addPart(add.part)}
                  />
                ),
              )}
            </div>
          </section>
        ),
      )}
    </div>
  );
});

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
