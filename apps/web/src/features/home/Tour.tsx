import { CheckCircleFilled, CloseOutlined, RightOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { create } from "zustand";
import { persist } from "zustand/middleware";
import { appQuery } from "@/api/queries/apps";
import { useLogout } from "@/api/queries/session";
import type { Me } from "@/api/types";
import { DemoClock } from "./DemoClock";
import { StartOver } from "./StartOver";
import styles from "./Tour.module.css";
import { type TourStep, tourSteps } from "./tourSteps";

interface Progress {
  done: string[];
  closed: boolean;
  finish: (step: string) => void;
  startOver: () => void;
  close: () => void;
}

const useProgress = create<Progress>()(
  persist(
    (set) => ({
      done: [],
      closed: false,
      finish: (step) => set((old) => ({ done: [...new Set([...old.done, step])] })),
      startOver: () => set({ done: [], closed: false }),
      close: () => set({ closed: true }),
    }),
    { name: "mortise.tour", version: 1 },
  ),
);

/** Four steps through the demo: change a form, approve, look at figures, print. */
export function Tour({ me }: { me: Me }) {
  const { t } = useTranslation("demo");
  const router = useRouter();
  const logout = useLogout();
  const progress = useProgress();
  const [startingOver, setStartingOver] = useState(false);
  const [clock, setClock] = useState(false);
  const first = me.apps.find((app) => app.can_design) ?? me.apps[0];
  const app = useQuery({ ...appQuery(first?.key ?? ""), enabled: first !== undefined }).data;
  const steps = app ? tourSteps(app, (path) => path in router.routesByPath) : [];
  if (steps.length === 0) {
    return null;
  }
  if (progress.closed) {
    return (
      <Button className={styles.again} type="link" size="small" onClick={progress.startOver}>
        {t("tour.show")}
      </Button>
    );
  }
  return (
    <section className={styles.tour} aria-labelledby="tour">
      <header>
        <h2 id="tour">{t("tour.title")}</h2>
        <span>
          <Button type="link" size="small" onClick={() => logout.mutate()}>
            {t("tour.otherPerson")}
          </Button>
          <Button type="link" size="small" onClick={() => setClock(true)}>
            {t("tour.clock")}
          </Button>
          <Button type="link" size="small" onClick={() => setStartingOver(true)}>
            {t("tour.startOver")}
          </Button>
          <Button
            type="text"
            size="small"
            icon={<CloseOutlined aria-hidden />}
            aria-label={t("tour.close")}
            onClick={progress.close}
          />
        </span>
      </header>
      {clock ? <DemoClock onLeave={() => setClock(false)} /> : null}
      {startingOver ? <StartOver onLeave={() => setStartingOver(false)} onDone={progress.startOver} /> : null}
      <ol>
        {steps.map((step, at) => (
          <li key={step.key}>
            <StepCard step={step} number={at + 1} done={progress.done.includes(step.key)} onGo={progress.finish} />
          </li>
        ))}
      </ol>
    </section>
  );
}

interface CardProps {
  step: TourStep;
  number: number;
  done: boolean;
  onGo: (step: string) => void;
}

function StepCard({ step, number, done, onGo }: CardProps) {
  const { t } = useTranslation("demo");
  const navigate = useNavigate();
  const go = () => {
    onGo(step.key);
    if (step.href) {
      void navigate({ href: step.href });
    }
  };
  return (
    <button type="button" className={styles.step} disabled={!step.href} onClick={go}>
      <span className={styles.number}>{done ? <CheckCircleFilled aria-label={t("tour.done")} /> : number}</span>
      <span className={styles.words}>
        <strong>{t(`tour.${step.key}.title`)}</strong>
        <span>{step.href ? t(`tour.${step.key}.text`) : t("tour.notYou")}</span>
      </span>
      {step.href ? <RightOutlined aria-hidden className={styles.arrow} /> : null}
    </button>
  );
}
