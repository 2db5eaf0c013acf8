import { dateFields, laneFields } from "@/core/view-model/start";
import type { SettingsProps } from "../kind";
import { CardChoice, FieldChoice } from "../settings/parts";

export function Settings(props: SettingsProps) {
  return (
    <>
      <FieldChoice {...props} name="date" from={dateFields} />
      <CardChoice {...props} />
      <FieldChoice {...props} name="colour" from={laneFields} clear />
    </>
  );
}
