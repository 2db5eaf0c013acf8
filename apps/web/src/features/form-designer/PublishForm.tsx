import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { asProblem } from "@/api/errors";
import { lossesOf, publishForm } from "@/api/queries/design";
import { ask, tell } from "@/ui/feedback";
import { PublishButton } from "@/ui/PublishButton";
import { useTellProblem } from "@/ui/problems";
import { LossList } from "./ChangeList";
import { useDesign } from "./context";

interface Props {
  /** Saves what is not saved yet. */
  flush: () => Promise<boolean>;
  onPublished: () => void;
}

/** Puts the form in force; where that would lose values, it says which and asks. */
export function PublishForm({ flush, onPublished }: Props) {
  const { t } = useTranslation("designer");
  const { app, spec, issues } = useDesign();
  const client = useQueryClient();
  const tellProblem = useTellProblem();

  const publish = async (acceptLoss: boolean): Promise<void> => {
    try {
      await publishForm(app.key, spec.key, acceptLoss);
      tell.success(t("publish.done"));
      onPublished();
      void client.invalidateQueries({ queryKey: ["forms", app.key] });
      void client.invalidateQueries({ queryKey: ["apps", app.key] });
      void client.invalidateQueries({ queryKey: ["design", app.key, "forms"] });
    } catch (error) {
      const problem = asProblem(error);
      const losses = lossesOf(problem);
      if (problem.slug === "would_lose" && !acceptLoss) {
        const sure = await ask({
          title: t("publish.losesTitle"),
          content: <LossList title={t("publish.losesText")} losses={losses} />,
          okText: t("publish.loseAnyway"),
          okButtonProps: { danger: true },
          cancelText: t("common:act.cancel"),
          width: 520,
        });
        if (sure) {
          await publish(true);
        }
      } else {
        tellProblem(problem);
      }
    }
  };
  return <PublishButton issues={issues} flush={flush} publish={() => publish(false)} />;
}
