import { fieldOf } from "@/core/form-model/spec";
import {
  beforeFields,
  dateFields,
  dayFields,
  doneFields,
  endFields,
  laneFields,
  parentFields,
  resourceFields,
} from "@/core/view-model/start";
import type { SettingsProps } from "../kind";
import { FieldChoice } from "../settings/parts";

export function Settings(props: SettingsProps) {
  const { list, settings, onChange } = props;
  const isRange = fieldOf(list.spec, String(settings.start ?? ""))?.type.kind === "daterange";
  return (
    <>
      <FieldChoice
        {...props}
        name="start"
        from={dateFields}
        onChange={(part) => {
          const kind = fieldOf(list.spec, String(part.start ?? ""))?.type.kind;
          onChange(kind === "daterange" ? { ...part, end: null } : part);
        }}
      />
      {isRange ? null : <FieldChoice {...props} name="end" from={endFields} clear />}
      <FieldChoice {...props} name="row" from={resourceFields} clear />
      <FieldChoice {...props} name="parent" from={parentFields} clear />
      <FieldChoice {...props} name="depends" from={beforeFields} clear />
      <FieldChoice {...props} name="progress" from={doneFields} clear />
      <FieldChoice {...props} name="marker" from={dayFields} clear />
      <FieldChoice {...props} name="colour" from={laneFields} clear />
    </>
  );
}
