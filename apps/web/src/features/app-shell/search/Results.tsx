import { useTranslation } from "react-i18next";
import type { FoundForm, FoundRecord, Piece } from "@/api/queries/search";
import { useLocalised } from "@/ui/localised";
import { choicesOf } from "./choices";
import styles from "./SearchDialog.module.css";

interface Props {
  id: string;
  items: FoundForm[];
  /** The place of the choice that Enter would open. */
  chosen: number;
  onHover: (index: number) => void;
  onGo: (index: number) => void;
}

/** What was found, by form; each record and each way to all of a form is one choice of the list. */
export function Results({ id, items, chosen, onHover, onGo }: Props) {
  const { t } = useTranslation("search");
  const localised = useLocalised();
  const choices = choicesOf(items);
  const option = (index: number) => ({
    id: `${id}-${index}`,
    role: "option",
    tabIndex: -1,
    "aria-selected": index === chosen,
    className: index === chosen ? `${styles.option} ${styles.chosen}` : styles.option,
    onMouseMove: () => onHover(index),
    onClick: () => onGo(index),
  });
  return (
    <div id={`${id}-list`} role="listbox" aria-label={t("results")} className={styles.list} hidden={items.length === 0}>
      {items.map((item, group) => (
        // biome-ignore lint/a11y/useSemanticElements: a list of choices has groups of choices
        <div role="group" key={`${item.app}/${item.form}`} aria-labelledby={`${id}-group-${group}`}>
          <div className={styles.group} id={`${id}-group-${group}`} role="presentation">
            {localised(item.form_name)} <span>{localised(item.app_name)}</span>
          </div>
          {choices.map((choice, index) => {
            if (choice.group !== group) {
              return null;
            }
            return choice.kind === "record" ? (
              <div key={choice.id} {...option(index)}>
                <RecordLine record={choice.record} />
              </div>
            ) : (
              <div key="all" {...option(index)}>
                <span className={styles.all}>{t("all", { form: localised(item.form_name) })}</span>
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}

function RecordLine({ record }: { record: FoundRecord }) {
  const localised = useLocalised();
  return (
    <>
      <span className={styles.title}>
        <Marked pieces={record.title} />
      </span>
      {record.fields.map(({ field, label, text }) => (
        <span key={field} className={styles.field}>
          {localised(label)}: <Marked pieces={text} />
        </span>
      ))}
    </>
  );
}

function Marked({ pieces }: { pieces: Piece[] }) {
  let at = 0;
  return pieces.map(({ text, found }) => {
    const key = at;
    at += text.length;
    return found ? <mark key={key}>{text}</mark> : <span key={key}>{text}</span>;
  });
}
