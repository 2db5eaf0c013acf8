import { useQuery } from "@tanstack/react-query";
import { Checkbox, InputNumber, Radio, Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { peopleQuery } from "@/api/queries/flow";
import type { Json } from "@/api/types";
import type { AssigneeRule, ModeSpec, RatioSpec, TaskSettings } from "@/core/flow-model/spec";
import { PropertyRow } from "@/ui/PropertyRow";
import styles from "./Flow.module.css";

interface Props {
  task: TaskSettings;
  onChange: (settings: Partial<TaskSettings>) => void;
}

const modes = ["all", "any", "seq", "one", "ratio", "count", "per_group", "pool", "random"] as const;
type ModeName = (typeof modes)[number];

const fresh: Record<ModeName, ModeSpec> = {
  all: { all: {} },
  any: { any: {} },
  seq: { seq: {} },
  one: { one: {} },
  ratio: { ratio: { percent: 50 } },
  count: { count: { at_least: 2 } },
  per_group: { per_group: { at_least: 1 } },
  pool: { pool: {} },
  random: { random: {} },
};

/** How several people decide together, with what that way of deciding lets one set. */
export function TaskMode({ task, onChange }: Props) {
  const { t } = useTranslation("flow");
  const mode = task.mode ?? fresh.all;
  const name = (Object.keys(mode)[0] ?? "all") as ModeName;
  const set = (next: ModeSpec) => onChange({ mode: next });
  return (
    <>
      <PropertyRow label={t("modeLabel")}>
        {() => (
          <Radio.Group
            vertical
            value={name}
            options={modes.map((value) => ({ value, label: t(`mode.${value}.long`) }))}
            onChange={(event) => set(fresh[event.target.value as ModeName])}
          />
        )}
      </PropertyRow>
      {"all" in mode ? <CollectAll of={mode.all} onChange={(all) => set({ all })} /> : null}
      {"any" in mode ? (
        <Checkbox
          checked={mode.any.any_pass_only === true}
          onChange={(event) => set({ any: { any_pass_only: event.target.checked } })}
        >
          {t("anyPassOnly")}
        </Checkbox>
      ) : null}
      {"ratio" in mode ? <Ratio task={task} ratio={mode.ratio} onChange={(ratio) => set({ ratio })} /> : null}
      {"count" in mode ? (
        <>
          <AtLeast
            label={t("atLeast")}
            value={mode.count.at_least}
            onChange={(at_least) => set({ count: { ...mode.count, at_least } })}
          />
          <CollectAll of={mode.count} onChange={(count) => set({ count })} />
        </>
      ) : null}
      {"per_group" in mode ? (
        <AtLeast
          label={t("atLeastEach")}
          help={t("groupHint")}
          value={mode.per_group.at_least}
          onChange={(at_least) => set({ per_group: { at_least } })}
        />
      ) : null}
      {"pool" in mode ? <p className={styles.hint}>{t("poolHint")}</p> : null}
    </>
  );
}

function CollectAll<T extends { collect_all?: boolean }>({ of, onChange }: { of: T; onChange: (next: T) => void }) {
  const { t } = useTranslation("flow");
  return (
    <Checkbox
      checked={of.collect_all === true}
      onChange={(event) => onChange({ ...of, collect_all: event.target.checked })}
    >
      {t("collectAll")}
    </Checkbox>
  );
}

interface AtLeastProps {
  label: string;
  help?: string;
  /** A number, or the parameter that holds it, which is kept until a number is written. */
  value: Json;
  onChange: (atLeast: number) => void;
}

function AtLeast({ label, help, value, onChange }: AtLeastProps) {
  return (
    <PropertyRow label={label} help={help}>
      {(id) => (
        <InputNumber
          id={id}
          min={1}
          precision={0}
          value={typeof value === "number" ? value : null}
          onChange={(next) => onChange(next ?? 1)}
        />
      )}
    </PropertyRow>
  );
}

interface RatioProps {
  task: TaskSettings;
  ratio: RatioSpec;
  onChange: (ratio: RatioSpec) => void;
}

function Ratio({ task, ratio, onChange }: RatioProps) {
  const { t } = useTranslation("flow");
  const by = ratio.by ?? "count";
  return (
    <>
      <PropertyRow label={t("percent")}>
        {(id) => (
          <InputNumber
            id={id}
            min={1}
            max={100}
            precision={0}
            suffix="%"
            value={typeof ratio.percent === "number" ? ratio.percent : null}
            onChange={(percent) => onChange({ ...ratio, percent: percent ?? 50 })}
          />
        )}
      </PropertyRow>
      <PropertyRow label={t("ratioBy.label")}>
        {() => (
          <Segmented
            aria-label={t("ratioBy.label")}
            value={by}
            options={(["count", "weight"] as const).map((value) => ({ value, label: t(`ratioBy.${value}`) }))}
            onChange={(next) => onChange({ ...ratio, by: next })}
          />
        )}
      </PropertyRow>
      {by === "weight" ? <Weights task={task} ratio={ratio} onChange={onChange} /> : null}
      <CollectAll of={ratio} onChange={onChange} />
    </>
  );
}

const named = (rule: AssigneeRule): string[] => ("user" in rule ? [rule.user] : "users" in rule ? rule.users : []);

/** The weights of the people who are named; everybody else weighs one. */
function Weights({ task, ratio, onChange }: RatioProps) {
  const { t } = useTranslation("flow");
  const people = useQuery({ ...peopleQuery, retry: false }).data ?? [];
  const asked = task.assignees.flatMap(named);
  const listed = people.filter((person) => asked.includes(person.id) || asked.includes(person.username));
  return (
    <PropertyRow label={t("weights")} help={t("weightsHint")}>
      {() =>
        listed.map((person) => (
          <InputNumber
            key={person.id}
            aria-label={t("weightOf", { name: person.name })}
            prefix={person.name}
            style={{ width: "100%" }}
            min={1}
            max={1000}
            precision={0}
            value={ratio.weights?.[person.username] ?? 1}
            onChange={(weight) => onChange({ ...ratio, weights: { ...ratio.weights, [person.username]: weight ?? 1 } })}
          />
        ))
      }
    </PropertyRow>
  );
}
