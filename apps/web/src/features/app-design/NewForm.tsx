import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type FormEntry, saveFormDraft } from "@/api/queries/design";
import type { I18nText } from "@/api/types";
import { NewDialog } from "@/ui/NewDialog";

interface Props {
  app: string;
  taken: FormEntry[];
  onClose: () => void;
}

/** Asks how a new form is called, makes its draft and goes on to design it. */
export function NewForm({ app, taken, onClose }: Props) {
  const { t } = useTranslation("build");
  const client = useQueryClient();
  const navigate = useNavigate();
  const create = async (key: string, name: I18nText) => {
    const layout = [{ section: { "zh-CN": "", en: "" }, fields: [] }];
    await saveFormDraft(app, { version: 1, key, name, fields: [], layout }, null);
    await client.invalidateQueries({ queryKey: ["design", app, "forms"] });
    void navigate({ to: "/design/$design/forms/$form", params: { design: app, form: key } });
  };
  const words = {
    title: t("dialog"),
    name: t("name"),
    key: t("key"),
    keyHelp: t("keyHelp"),
    create: t("create"),
  };
  return <NewDialog words={words} taken={taken.map((form) => form.key)} onCreate={create} onClose={onClose} />;
}
