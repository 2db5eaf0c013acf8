import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { createApp } from "@/api/queries/apps";
import type { I18nText } from "@/api/types";
import { NewDialog } from "@/ui/NewDialog";

interface Props {
  /** The keys of the apps that there are. */
  taken: string[];
  onClose: () => void;
}

/** Asks how a new app is called, makes it and goes on to build it. */
export function NewApp({ taken, onClose }: Props) {
  const { t } = useTranslation("build", { keyPrefix: "app" });
  const client = useQueryClient();
  const navigate = useNavigate();
  const create = async (key: string, name: I18nText) => {
    await createApp({ key, name });
    await client.invalidateQueries({ queryKey: ["me"] });
    void navigate({ to: "/apps/$app/design", params: { app: key } });
  };
  const words = {
    title: t("dialog"),
    name: t("name"),
    key: t("key"),
    keyHelp: t("keyHelp"),
    create: t("create"),
  };
  return <NewDialog words={words} taken={taken} prefix="app" onCreate={create} onClose={onClose} />;
}
