import { MoreOutlined } from "@ant-design/icons";
import { Button, Dropdown, Input, type MenuProps } from "antd";
import { useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/api/queries/session";
import type { ActBody, TaskDetail } from "@/api/queries/tasks";
import type { FormSpec } from "@/core/form-model/spec";
import type { FormStore } from "@/core/form-runtime/store";
import { useNarrow } from "@/ui/useNarrow";
import { ActDialog, type DialogAct, isDialogAct } from "./ActDialog";
import { offeredActs } from "./rights";
import styles from "./Tasks.module.css";
import { useAct } from "./useAct";

interface Props {
  detail: TaskDetail;
  spec: FormSpec;
  store: FormStore;
  /** Called when the task is done, by this person or by another. */
  onDone: () => void;
  /** Called when a field of the record needs attention. */
  onRefused: () => void;
}

/** Acts in the order in which they are offered; what is not named here stands in the menu behind them. */
const barActs = ["claim", "approve", "complete", "resubmit", "reject", "return", "transfer"];
const narrowBarActs = ["claim", "approve", "complete", "resubmit", "reject"];
/** What stands in the bar where there is nothing to decide. */
const otherActs = ["comment", "urge", "recall"];

/** What can be done with a task, at the bottom of its page, with a word to go along. */
export function ActBar({ detail, spec, store, onDone, onRefused }: Props) {
  const { t } = useTranslation("tasks");
  const decisions = useNarrow() ? narrowBarActs : barActs;
  const id = useId();
  const field = useRef<HTMLDivElement>(null);
  const [comment, setComment] = useState("");
  const [missing, setMissing] = useState(false);
  const [dialog, setDialog] = useState<DialogAct | null>(null);
  const wantComment = () => {
    setMissing(true);
    field.current?.querySelector("textarea")?.focus();
  };
  const { busy, act } = useAct({ detail, spec, store, onDone, onRefused, wantComment });
  const me = useMe()?.user.id;
  const offered = offeredActs(detail.actions, detail.instance, me).filter((name) => known.has(name));
  if (offered.length === 0) {
    return null;
  }
  const inBar = offered.some((name) => barActs.includes(name)) ? decisions : otherActs;
  const start = async (name: string, extra: ActBody = {}) => {
    if (isDialogAct(name) && Object.keys(extra).length === 0) {
      setDialog(name);
      return;
    }
    if (name === "comment" && comment.trim() === "") {
      wantComment();
      return;
    }
    if (await act(name, { ...extra, comment: comment.trim() || undefined })) {
      setComment("");
      setMissing(false);
    }
    setDialog(null);
  };
  const more: MenuProps["items"] = offered
    .filter((name) => !inBar.includes(name))
    .map((name) => ({ key: name, label: t(`do.${name}`), onClick: () => void start(name) }));
  return (
    <footer className={styles.bar}>
      <div className={styles.comment} ref={field}>
        <Input.TextArea
          value={comment}
          autoSize={{ minRows: 1, maxRows: 6 }}
          maxLength={2000}
          placeholder={t("comment")}
          aria-label={t("comment")}
          aria-describedby={missing ? id : undefined}
          status={missing ? "error" : undefined}
          onChange={(event) => {
            setComment(event.target.value);
            setMissing(false);
          }}
        />
        {missing ? (
          <div id={id} role="alert" className={styles.missing}>
            {t("commentRequired")}
          </div>
        ) : null}
      </div>
      <div className={styles.acts}>
        {more.length > 0 ? (
          <Dropdown trigger={["click"]} autoFocus menu={{ items: more }}>
            <Button icon={<MoreOutlined aria-hidden />} aria-label={t("common:act.more")} />
          </Dropdown>
        ) : null}
        {inBar
          .filter((name) => offered.includes(name))
          .toReversed()
          .map((name) => (
            <Button
              key={name}
              type={isGood(name) ? "primary" : "default"}
              danger={name === "reject"}
              loading={busy === name}
              disabled={busy !== null && busy !== name}
              onClick={() => void start(name)}
            >
              {t(`do.${name}`)}
            </Button>
          ))}
      </div>
      {dialog ? (
        <ActDialog
          act={dialog}
          detail={detail}
          busy={busy !== null}
          comment={comment}
          missing={missing}
          onComment={(text) => {
            setComment(text);
            setMissing(false);
          }}
          onCancel={() => setDialog(null)}
          onGo={(body) => void start(dialog, body)}
        />
      ) : null}
    </footer>
  );
}

const known = new Set([...barActs, "delegate", "add_sign", "recall", "unclaim", "withdraw", "urge", "comment"]);
const good = new Set(["claim", "approve", "complete", "resubmit"]);
const isGood = (name: string) => good.has(name);
