import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { publishedQuery } from "@/api/queries/records";
import { endFields, laneFields, rangeFields, resourceFields } from "@/core/view-model/start";
import type { SettingsProps } from "../kind";
import { CardChoice, FieldChoice, OneOf } from "../settings/parts";
import { spans } from "./spans";

export function Settings(props: SettingsProps) {
  const { t } = useTranslation("views");
  const { list, settings } = props;
  const form = typeof settings.form === "string" ? settings.form : list.form;
  const other = useQuery(publishedQuery(list.app, form)).data;
  if (!other) {
    return null;
  }
  const bars = { ...props, spec: other.spec };
  return (
    <>
      <FieldChoice {...bars} name="row" from={resourceFields} />
      <FieldChoice {...bars} name="range" from={(spec) => [...rangeFields(spec), ...endFields(spec)]} />
      <CardChoice {...bars} />
      <FieldChoice {...bars} name="colour" from={laneFields} clear />
      <OneOf
        {...props}
        name="days"
        preset={0}
        options={spans.map((value) => ({ value, label: t("time.days", { count: value || 31 }) }))}
      />
    </>
  );
}
