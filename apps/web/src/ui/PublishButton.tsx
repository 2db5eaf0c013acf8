import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Issue } from "@/api/errors";
import { tell } from "./feedback";

interface Props {
  /** What the server finds wrong with the draft; errors stand in the way. */
  issues: Issue[];
  /** Saves what is not saved yet, and answers whether all is saved. */
  flush: () => Promise<boolean>;
  /** Puts the saved draft in force. */
  publish: () => Promise<void>;
}

/** Puts a draft in force, once it is saved and nothing is wrong with it. */
export function PublishButton({ issues, flush, publish }: Props) {
  const { t } = useTranslation("design");
  const [busy, setBusy] = useState(false);
  const blocked = issues.some((issue) => issue.severity === "error");
  const go = async () => {
    setBusy(true);
    try {
      if (await flush()) {
        await publish();
      } else {
        tell.error(t("notSaved"));
      }
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      type="primary"
      loading={busy}
      disabled={blocked}
      title={blocked ? t("blocked") : undefined}
      onClick={() => void go()}
    >
      {t("publish")}
    </Button>
  );
}
