import { pictureFields } from "@/core/view-model/start";
import type { SettingsProps } from "../kind";
import { CardChoice, FieldChoice } from "../settings/parts";

export function Settings(props: SettingsProps) {
  return (
    <>
      <FieldChoice {...props} name="image" from={pictureFields} clear />
      <CardChoice {...props} />
    </>
  );
}
