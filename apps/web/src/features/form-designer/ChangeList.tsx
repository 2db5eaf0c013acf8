import { useTranslation } from "react-i18next";
import type { FormChange, Loss } from "@/api/queries/design";
import { useLocalised } from "@/ui/localised";

const indented = { paddingInlineStart: 20, margin: 0 } as const;

/** What differs between two versions of a form, in words. */
export function ChangeList({ changes }: { changes: FormChange[] }) {
  const { t } = useTranslation("designer");
  const localised = useLocalised();
  const words = (change: FormChange) => {
    if (change.change === "form_changed") {
      return t("changes.form_changed", { part: t(`changes.part.${change.part}`) });
    }
    const name = localised(change.label) || change.field;
    if (change.change === "kind_changed") {
      return t("changes.kind_changed", { name, from: t(`kind.${change.from}`), to: t(`kind.${change.to}`) });
    }
    return t(`changes.${change.change}`, { name });
  };
  return (
    <ul style={indented}>
      {changes.map((change) => (
        <li key={change.change === "form_changed" ? change.part : `${change.change} ${change.field}`}>
          {words(change)}
        </li>
      ))}
    </ul>
  );
}

/** What values go out of sight, in words. */
export function LossList({ title, losses }: { title: string; losses: Loss[] }) {
  const { t } = useTranslation("designer");
  const localised = useLocalised();
  return (
    <>
      <p>{title}</p>
      <ul style={indented}>
        {losses.map((loss) => (
          <li key={`${loss.loss} ${loss.field}`}>
            {t(`publish.loss.${loss.loss}`, {
              name: localised(loss.label) || loss.field,
              options: (loss.options ?? []).join(t("listComma")),
            })}
          </li>
        ))}
      </ul>
    </>
  );
}
