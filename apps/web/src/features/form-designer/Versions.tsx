import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Skeleton, Tag, Timeline } from "antd";
import { useTranslation } from "react-i18next";
import { type FormVersion, formVersionsQuery, getFormVersion } from "@/api/queries/design";
import { laidOut } from "@/core/form-model/design/layout";
import { EmptyState } from "@/ui/EmptyState";
import { ask, tell } from "@/ui/feedback";
import { ProblemView } from "@/ui/ProblemView";
import { useTellProblem } from "@/ui/problems";
import { When } from "@/ui/When";
import { ChangeList, LossList } from "./ChangeList";
import { useDesign } from "./context";
import { inBoth } from "./kinds";
import styles from "./Versions.module.css";

interface Props {
  /** Saves what is not saved yet. */
  flush: () => Promise<boolean>;
  /** A version was taken into the draft. */
  onTaken: () => void;
}

/** The versions of the form, newest first; each can be taken into the draft, which can be undone like any change. */
export function Versions({ flush, onTaken }: Props) {
  const { t } = useTranslation("designer");
  const { app, spec } = useDesign();
  const versions = useInfiniteQuery(formVersionsQuery(app.key, spec.key));
  const take = useTaking(flush, onTaken);
  if (versions.error) {
    return <ProblemView error={versions.error} retry={() => void versions.refetch()} />;
  }
  if (!versions.data) {
    return <Skeleton active paragraph={{ rows: 6 }} />;
  }
  const items = versions.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return <EmptyState title={t("versions.none")} text={t("versions.noneText")} />;
  }
  return (
    <>
      <p className={styles.text}>{t("versions.text")}</p>
      <Timeline
        items={items.map((version, at) => ({
          key: version.form_version,
          content: <Entry version={version} inForce={at === 0} take={() => void take(version)} />,
        }))}
      />
      {versions.hasNextPage ? (
        <Button block type="text" loading={versions.isFetchingNextPage} onClick={() => void versions.fetchNextPage()}>
          {t("versions.more")}
        </Button>
      ) : null}
    </>
  );
}

interface EntryProps {
  version: FormVersion;
  inForce: boolean;
  take: () => void;
}

function Entry({ version, inForce, take }: EntryProps) {
  const { t } = useTranslation("designer");
  const n = version.form_version;
  return (
    <section className={styles.entry} aria-label={t("versions.version", { n })}>
      <header>
        <strong>{t("versions.version", { n })}</strong>
        {inForce ? <Tag color="success">{t("versions.inForce")}</Tag> : null}
        <Button size="small" aria-label={t("versions.takeOne", { n })} onClick={take}>
          {t("versions.take")}
        </Button>
      </header>
      <p>
        {version.published_by?.name ?? t("versions.product")} · <When at={version.published_at} />
      </p>
      {version.changes.length > 0 ? (
        <ChangeList changes={version.changes} />
      ) : (
        <p>{t(n === 1 ? "versions.first" : "versions.same")}</p>
      )}
      {version.losses.length > 0 ? <LossList title={t("versions.lost")} losses={version.losses} /> : null}
    </section>
  );
}

/** Takes a version into the draft, once it is said what that changes there. */
function useTaking(flush: () => Promise<boolean>, onTaken: () => void) {
  const { t } = useTranslation("designer");
  const { app, spec, change } = useDesign();
  const tellProblem = useTellProblem();
  return async ({ form_version: n }: FormVersion) => {
    try {
      // The server compares with the draft that it has.
      await flush();
      const version = await getFormVersion(app.key, spec.key, n);
      if (version.changes.length === 0) {
        tell.success(t("versions.alike", { n }));
        return;
      }
      const sure = await ask({
        title: t("versions.takeTitle", { n }),
        content: (
          <>
            <p>{t("versions.takeText")}</p>
            <ChangeList changes={version.changes} />
          </>
        ),
        okText: t("versions.take"),
        cancelText: t("common:act.cancel"),
        width: 520,
      });
      if (sure) {
        change(laidOut(version.spec, inBoth("new.rest")));
        tell.success(t("versions.taken", { n }));
        onTaken();
      }
    } catch (error) {
      tellProblem(error);
    }
  };
}
