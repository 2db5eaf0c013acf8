import { fieldOf } from "@/core/form-model/spec";
import { laneFields } from "@/core/view-model/start";
import { useLocalised } from "@/ui/localised";
import type { SettingsProps } from "../kind";
import { Figures } from "../settings/Figures";
import { CardChoice, FieldChoice, ManyOf } from "../settings/parts";

export function Settings(props: SettingsProps) {
  const localised = useLocalised();
  const { list, settings, onChange } = props;
  const by = fieldOf(list.spec, String(settings.by ?? ""));
  const options = by?.type.kind === "select" ? (by.type.settings.options ?? []) : [];
  return (
    <>
      <FieldChoice {...props} name="by" from={laneFields} onChange={(part) => onChange({ ...part, hidden: [] })} />
      <CardChoice {...props} />
      <FieldChoice {...props} name="colour" from={laneFields} clear />
      {options.length > 0 ? (
        <ManyOf
          {...props}
          name="hidden"
          options={options.map((option) => ({ value: option.key, label: localised(option.label) || option.key }))}
        />
      ) : null}
      <Figures {...props} most={1} />
    </>
  );
}
