import { Button, Checkbox, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TaskView } from "@/api/types";
import styles from "./Tasks.module.css";
import type { Batch } from "./useBatch";

/** What is done with the tasks that are chosen in the list. */
export function BatchBar({ tasks, batch }: { tasks: TaskView[]; batch: Batch }) {
  const { t } = useTranslation("tasks");
  const [comment, setComment] = useState("");
  const count = batch.chosen.size;
  const ids = tasks.map((task) => task.id);
  return (
    <section className={styles.batch} aria-label={t("batch.title")}>
      <Checkbox
        checked={count > 0 && count === tasks.length}
        indeterminate={count > 0 && count < tasks.length}
        onChange={(event) => batch.choose(ids, event.target.checked)}
      >
        {t("batch.chosen", { count })}
      </Checkbox>
      <Input
        value={comment}
        maxLength={2000}
        placeholder={t("comment")}
        aria-label={t("comment")}
        onChange={(event) => setComment(event.target.value)}
      />
      <div className={styles.batchActs}>
        <Button danger disabled={count === 0 || batch.busy} onClick={() => void batch.decide("reject", comment)}>
          {t("do.reject")}
        </Button>
        <Button
          type="primary"
          disabled={count === 0}
          loading={batch.busy}
          onClick={() => void batch.decide("approve", comment)}
        >
          {t("do.approve")}
        </Button>
      </div>
    </section>
  );
}
