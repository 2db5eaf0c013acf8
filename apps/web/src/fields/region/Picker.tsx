import { Cascader } from "antd";
import { useMemo } from "react";
import type { Json } from "@/api/types";
import { isMap } from "../_shared/text";
import { type Division, divisions, wayToDivision, writtenNames } from "./divisions";

interface Props {
  id: string;
  value: Json;
  depth: number;
  disabled: boolean;
  status?: "error" | "warning";
  onChange: (value: Json) => void;
  onBlur: () => void;
}

/** Chooses a division of China; loaded when a form that needs it opens, for the list is long. */
export function RegionPicker({ id, value, depth, disabled, status, onChange, onBlur }: Props) {
  const options = useMemo(() => divisions(depth), [depth]);
  const code = isMap(value) && typeof value.code === "string" ? value.code : null;
  return (
    <Cascader<Division>
      id={id}
      style={{ width: "100%" }}
      allowClear
      showSearch
      changeOnSelect
      options={options}
      value={code ? wayToDivision(code) : []}
      displayRender={(labels) =>
        code && labels.length > 0 ? writtenNamesOf(value) || labels.join(" / ") : labels.join(" / ")
      }
      disabled={disabled}
      status={status}
      onChange={(_, chosen) => {
        const last = chosen?.at(-1);
        onChange(last ? { code: last.value, names: writtenNames(chosen) } : null);
      }}
      onBlur={onBlur}
    />
  );
}

function writtenNamesOf(value: Json): string {
  return isMap(value) && Array.isArray(value.names) ? value.names.map(String).join(" / ") : "";
}
