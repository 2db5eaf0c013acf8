import {
  CheckCircleFilled,
  ClockCircleOutlined,
  CloseCircleFilled,
  ExclamationCircleFilled,
  MessageOutlined,
  RollbackOutlined,
  SendOutlined,
  SwapOutlined,
} from "@ant-design/icons";
import { Button } from "antd";
import dayjs from "dayjs";
import duration from "dayjs/plugin/duration";
import relativeTime from "dayjs/plugin/relativeTime";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import type { InstanceView, PendingPerson, TimelineLine } from "@/api/queries/tasks";
import { useLocalised } from "@/ui/localised";
import { PersonBadge } from "@/ui/PersonBadge";
import { When } from "@/ui/When";
import { StateTag } from "./StateTag";
import styles from "./Timeline.module.css";
import { tookMs } from "./took";

dayjs.extend(duration);
dayjs.extend(relativeTime);

type Mood = "good" | "bad" | "plain" | "wait";
const looks: Record<string, { Icon: ComponentType; mood: Mood }> = {
  submitted: { Icon: SendOutlined, mood: "plain" },
  resubmitted: { Icon: SendOutlined, mood: "plain" },
  approved: { Icon: CheckCircleFilled, mood: "good" },
  completed: { Icon: CheckCircleFilled, mood: "good" },
  rejected: { Icon: CloseCircleFilled, mood: "bad" },
  returned: { Icon: RollbackOutlined, mood: "bad" },
  withdrawn: { Icon: RollbackOutlined, mood: "plain" },
  transferred: { Icon: SwapOutlined, mood: "plain" },
  delegated: { Icon: SwapOutlined, mood: "plain" },
  commented: { Icon: MessageOutlined, mood: "plain" },
  finished: { Icon: CheckCircleFilled, mood: "good" },
};
const plain = { Icon: ClockCircleOutlined, mood: "plain" as Mood };

/** Lines that only the machine needs: that somebody was asked is told by who is waited for, or by the answer. */
const silent = new Set(["asked", "case", "fields_set"]);

interface Props {
  instance: InstanceView;
  /** Takes somebody away whom the viewer had added; absent where nothing is done. */
  onRemove?: (task: string) => void;
}

/** What happened to a record on its way, oldest first, and who is waited for. */
export function Timeline({ instance, onRemove }: Props) {
  const { t } = useTranslation("tasks");
  const localised = useLocalised();
  const lines = instance.timeline
    .map((line, at) => ({ line, took: tookMs(instance.timeline, at) }))
    .filter(({ line }) => !silent.has(line.act));
  return (
    <ol className={styles.line} aria-label={t("timeline")}>
      {lines.map(({ line, took }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
        <li key={at}>
          <Line line={line} took={took} />
        </li>
      ))}
      {instance.pending.map((person) => (
        <li key={person.task}>
          <Waiting pending={person} onRemove={onRemove} />
        </li>
      ))}
      {instance.incidents.map((incident) => (
        <li key={incident.node}>
          <span className={styles.mark} data-mood="bad">
            <ExclamationCircleFilled aria-hidden />
          </span>
          <div className={styles.words}>
            <div className={styles.who}>{t("act.incident")}</div>
            <div className={styles.soft}>
              {localised(incident.node_name) || incident.node} · {t([`incident.${incident.code}`, "incident.other"])}
            </div>
          </div>
        </li>
      ))}
    </ol>
  );
}

function Line({ line, took }: { line: TimelineLine; took: number | null }) {
  const { t } = useTranslation("tasks");
  const localised = useLocalised();
  const { Icon, mood } = looks[line.act] ?? plain;
  const span = useSpan(took);
  const state = typeof line.detail?.flow_state === "string" ? line.detail.flow_state : null;
  const people = line.people.map((person) => person.name).join(t("listComma"));
  return (
    <>
      <span className={styles.mark} data-mood={mood}>
        <Icon aria-hidden />
      </span>
      <div className={styles.words}>
        <div className={styles.who}>
          {line.by ? <PersonBadge name={line.by.name} size={20} /> : null}
          <strong>{line.by?.name ?? t("system")}</strong>
          <span data-mood={mood} className={styles.act}>
            {t([`act.${line.act}`, "act.other"], { people })}
            {state ? <StateTag state={state} /> : null}
          </span>
          {line.round && line.round > 1 ? <span className={styles.soft}>{t("round", { n: line.round })}</span> : null}
        </div>
        <div className={styles.soft}>
          {[localised(line.node_name), took ? t("took", { span }) : ""].filter(Boolean).map((text) => (
            <span key={text}>{text} · </span>
          ))}
          <When at={line.at} />
        </div>
        {line.comment ? <blockquote className={styles.comment}>{line.comment}</blockquote> : null}
      </div>
    </>
  );
}

function Waiting({ pending, onRemove }: { pending: PendingPerson } & Pick<Props, "onRemove">) {
  const { t } = useTranslation("tasks");
  const localised = useLocalised();
  return (
    <>
      <span className={styles.mark} data-mood="wait">
        <ClockCircleOutlined aria-hidden />
      </span>
      <div className={styles.words}>
        <div className={styles.who}>
          <PersonBadge name={pending.person.name} size={20} />
          <strong>{pending.person.name}</strong>
          <span data-mood="wait" className={styles.act}>
            {t(pending.claimed ? "claimedWaiting" : "waiting")}
          </span>
          {pending.removable && onRemove ? (
            <Button
              type="link"
              size="small"
              aria-label={t("removeSign", { name: pending.person.name })}
              onClick={() => onRemove(pending.task)}
            >
              {t("do.remove_sign")}
            </Button>
          ) : null}
        </div>
        <div className={styles.soft}>
          {localised(pending.node_name)} · {t("since")} <When at={pending.since} />
        </div>
      </div>
    </>
  );
}

/** A span of time as people say it. */
function useSpan(ms: number | null): string {
  const { i18n } = useTranslation();
  return dayjs
    .duration(ms ?? 0)
    .locale(i18n.language === "en" ? "en" : "zh-cn")
    .humanize();
}
