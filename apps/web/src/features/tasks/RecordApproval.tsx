import { useQuery } from "@tanstack/react-query";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";
import { recordInstanceQuery } from "@/api/queries/tasks";
import { InstanceActs } from "./InstanceActs";
import styles from "./RecordApproval.module.css";
import { StateTag } from "./StateTag";
import { Timeline } from "./Timeline";

interface Props {
  app: string;
  form: string;
  id: string;
}

/** The newest approval of a record, beside its values; nothing where it has had none. */
export function RecordApproval({ app, form, id }: Props) {
  const { t } = useTranslation("tasks");
  const { data } = useQuery(recordInstanceQuery(app, form, id));
  if (!data) {
    return <p className={styles.none}>{data === null ? t("noApproval") : ""}</p>;
  }
  return (
    <section>
      <h2 className={styles.heading}>
        {t("timeline")} <StateTag state={data.state} />
        {data.suspended ? <Tag color="orange">{t("suspended")}</Tag> : null}
      </h2>
      {data.acts.length > 0 ? <InstanceActs instance={data} place={{ app, form, id }} /> : null}
      <Timeline instance={data} />
    </section>
  );
}
