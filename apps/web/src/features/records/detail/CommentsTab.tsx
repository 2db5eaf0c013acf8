import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input, Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addComment, commentsQuery } from "@/api/queries/records";
import { PersonBadge } from "@/ui/PersonBadge";
import { ProblemView } from "@/ui/ProblemView";
import { useTellProblem } from "@/ui/problems";
import { When } from "@/ui/When";
import type { RecordContext } from "./DetailPage";
import styles from "./DetailPage.module.css";

/** What people said about a record. */
export function CommentsTab({ app, form, record }: RecordContext) {
  const { t } = useTranslation("records");
  const tell = useTellProblem();
  const client = useQueryClient();
  const [text, setText] = useState("");
  const query = commentsQuery(app, form, record.id);
  const { data, error, refetch } = useQuery(query);
  const send = useMutation({
    mutationFn: () => addComment(app, form, record.id, text.trim()),
    onSuccess: () => {
      setText("");
      return client.invalidateQueries({ queryKey: query.queryKey });
    },
    onError: tell,
  });
  if (error) {
    return <ProblemView error={error} retry={() => void refetch()} />;
  }
  return (
    <div className={styles.comments}>
      {data ? null : <Skeleton active />}
      {data?.items.map((comment) => (
        <div key={comment.id} className={styles.comment}>
          <PersonBadge name={comment.by?.name ?? t("history.system")} />
          <div>
            <div className={styles.who}>
              <strong>{comment.by?.name ?? t("history.system")}</strong>
              <When at={comment.at} />
            </div>
            <p>{comment.text}</p>
          </div>
        </div>
      ))}
      <div className={styles.send}>
        <Input.TextArea
          value={text}
          autoSize={{ minRows: 2, maxRows: 8 }}
          maxLength={4000}
          placeholder={t("comments.hint")}
          aria-label={t("comments.hint")}
          onChange={(event) => setText(event.target.value)}
        />
        <Button type="primary" disabled={text.trim() === ""} loading={send.isPending} onClick={() => send.mutate()}>
          {t("comments.send")}
        </Button>
      </div>
    </div>
  );
}
