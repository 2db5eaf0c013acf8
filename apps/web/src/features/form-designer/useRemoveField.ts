import { useTranslation } from "react-i18next";
import { fieldAt, removeField } from "@/core/form-model/design/edit";
import type { FieldRef } from "@/core/form-model/design/place";
import { ask } from "@/ui/feedback";
import { useLocalised } from "@/ui/localised";
import { useDesign } from "./context";

/** Takes a field away; of one that holds values in records, it says first what that means. */
export function useRemoveField(): (ref: FieldRef) => Promise<void> {
  const { t } = useTranslation("designer");
  const localised = useLocalised();
  const { spec, published, change, select } = useDesign();
  return async (ref) => {
    const field = fieldAt(spec, ref);
    const inForce = published.has(ref);
    const sure =
      !inForce ||
      (await ask({
        title: t("remove.title", { name: localised(field?.label) }),
        content: t("remove.text"),
        okText: t("common:act.delete"),
        okButtonProps: { danger: true },
      }));
    if (sure) {
      change(removeField(spec, ref, inForce));
      select(null);
    }
  };
}
