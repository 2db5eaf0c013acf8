import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, DatePicker, Modal } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useTranslation } from "react-i18next";
import { type ClockMove, demoQuery, moveDemoClock } from "@/api/queries/session";
import { useTellProblem } from "@/ui/problems";
import styles from "./DemoClock.module.css";

/** The steps that one takes most. */
const steps = [
  ["hour", "PT1H"],
  ["day", "P1D"],
  ["week", "P7D"],
] as const;

/** The demo's time machine: forward only, and what falls due on the way is done. */
export function DemoClock({ onLeave }: { onLeave: () => void }) {
  const { t } = useTranslation("demo");
  const client = useQueryClient();
  const tellProblem = useTellProblem();
  const demo = useQuery({ ...demoQuery, staleTime: 0 }).data;
  const move = useMutation({ mutationFn: (by: ClockMove) => moveDemoClock(client, by), onError: tellProblem });
  const now = dayjs(move.data?.now ?? demo?.now);
  const goTo = (day: Dayjs | null) => {
    if (day) {
      move.mutate({ to: day.hour(9).startOf("hour").toISOString() });
    }
  };
  return (
    <Modal open title={t("clock.title")} footer={null} onCancel={onLeave}>
      <p aria-live="polite">{t("clock.now", { at: now.format("YYYY-MM-DD HH:mm") })}</p>
      <div className={styles.moves}>
        {steps.map(([step, advance]) => (
          <Button key={step} disabled={move.isPending} onClick={() => move.mutate({ advance })}>
            {t(`clock.${step}`)}
          </Button>
        ))}
        <DatePicker
          value={null}
          disabled={move.isPending}
          aria-label={t("clock.to")}
          placeholder={t("clock.toHint")}
          minDate={now.add(1, "day")}
          onChange={goTo}
        />
      </div>
      <p role="status">{move.data ? t("clock.moved", { count: move.data.fired }) : null}</p>
    </Modal>
  );
}
