import { useTranslation } from "react-i18next";
import { fieldAt } from "@/core/form-model/design/edit";
import type { FieldRef } from "@/core/form-model/design/place";
import { usesOf } from "@/core/form-model/design/uses";
import type { FormSpec } from "@/core/form-model/spec";
import { useLocalised } from "@/ui/localised";
import styles from "./Properties.module.css";

interface Props {
  spec: FormSpec;
  refs: FieldRef[];
  onJump?: (ref: FieldRef) => void;
}

/** What of the form goes by these fields; nothing where nothing does. */
export function UsesList({ spec, refs, onJump }: Props) {
  const { t } = useTranslation("designer");
  const localised = useLocalised();
  const uses = refs.flatMap((ref) => usesOf(spec, ref)).filter(({ by }) => by === null || !refs.includes(by));
  if (uses.length === 0) {
    return null;
  }
  return (
    <div>
      <p className={styles.help}>{t("uses.title")}</p>
      <ul className={styles.uses}>
        {uses.map(({ by, as }) => {
          const name = by === null ? t("uses.form") : localised(fieldAt(spec, by)?.label) || t("unnamed");
          return (
            <li key={`${by} ${as}`}>
              {by !== null && onJump ? (
                <button type="button" onClick={() => onJump(by)}>
                  {name}
                </button>
              ) : (
                name
              )}
              {" · "}
              {t(`uses.${as}`)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
