import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Select, Spin } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type ChoiceSource, choicesQuery } from "@/api/queries/choices";
import type { Json, Ref } from "@/api/types";
import { useDebounced } from "@/ui/useDebounced";
import type { EditProps } from "../../contract";
import { isMap } from "../text";

interface Props extends EditProps<unknown> {
  source: ChoiceSource;
  many: boolean;
}

interface Item {
  value: string;
  label: string;
  hint?: string;
}

/** The reference that a value names; an id alone is its own title until the server tells it. */
export function refOf(value: Json): Ref | null {
  if (typeof value === "string") {
    return { id: value, title: value };
  }
  return isMap(value) && typeof value.id === "string" ? { id: value.id, title: String(value.title ?? value.id) } : null;
}

export function refsOf(value: Json): Ref[] {
  const list = Array.isArray(value) ? value : [value];
  return list.map(refOf).filter((ref) => ref !== null);
}

/** The references with their titles, where the value holds bare ids, as a filter from an address does. */
function useTitled(source: ChoiceSource, refs: Ref[]): Ref[] {
  const bare = refs.filter((ref) => ref.title === ref.id).map((ref) => ref.id);
  const asked: ChoiceSource =
    source.of === "record" ? { ...source, filter: { field: "_id", op: "in", value: bare } } : source;
  const { data } = useQuery({ ...choicesQuery(asked, ""), enabled: bare.length > 0 });
  return refs.map((ref) => (ref.title === ref.id ? (data?.find((known) => known.id === ref.id) ?? ref) : ref));
}

/** Chooses people, departments, roles or records by searching. */
export function RefInput({ source, many, ...props }: Props) {
  const { id, value, onChange, onBlur, disabled, status, describedBy } = props;
  const { t } = useTranslation("fields");
  const [open, setOpen] = useState(false);
  const [search, setSearch] = useState("");
  const debounced = useDebounced(search, 200);
  const query = useQuery({ ...choicesQuery(source, debounced), enabled: open, placeholderData: keepPreviousData });
  const chosen = useTitled(source, refsOf(value));
  const found: Item[] = (query.data ?? []).map(({ id: key, title, hint }) => ({ value: key, label: title, hint }));
  const known = new Map(chosen.map((ref) => [ref.id, ref]));
  for (const item of found) {
    known.set(item.value, { id: item.value, title: item.label });
  }
  const missing = debounced ? [] : chosen.filter((ref) => !found.some((item) => item.value === ref.id));
  const pick = (keys: string[]) => {
    const refs = keys.map((key): Json => ({ ...(known.get(key) ?? { id: key, title: key }) }));
    onChange(many ? (refs.length > 0 ? refs : null) : (refs[0] ?? null));
  };
  const shared = {
    id,
    style: { width: "100%" },
    allowClear: true,
    showSearch: { filterOption: false as const, onSearch: setSearch, searchValue: search },
    options: [...missing.map((ref) => ({ value: ref.id, label: ref.title })), ...found],
    optionRender: (item: { data: Item }) => (
      <span style={{ display: "flex", justifyContent: "space-between", gap: 8 }}>
        <span>{item.data.label}</span>
        <span style={{ color: "var(--m-text-faint)" }}>{item.data.hint}</span>
      </span>
    ),
    notFoundContent: query.isFetching ? <Spin size="small" /> : t("ref.none"),
    onOpenChange: (next: boolean) => {
      setOpen(next);
      setSearch("");
    },
    disabled,
    status,
    "aria-describedby": describedBy,
    onBlur,
  };
  return many ? (
    <Select<string[], Item> {...shared} mode="multiple" value={chosen.map((ref) => ref.id)} onChange={pick} />
  ) : (
    <Select<string, Item> {...shared} value={chosen[0]?.id} onChange={(key) => pick(key ? [key] : [])} />
  );
}

export function UserInput(props: EditProps<{ roles?: string[] }>) {
  const { roles } = props.settings;
  return <RefInput {...props} many={false} source={{ of: "user", roles }} />;
}

export function UsersInput(props: EditProps<{ roles?: string[] }>) {
  const { roles } = props.settings;
  return <RefInput {...props} many source={{ of: "user", roles }} />;
}

export function DeptInput(props: EditProps<unknown>) {
  return <RefInput {...props} many={false} source={{ of: "dept" }} />;
}

export function DeptsInput(props: EditProps<unknown>) {
  return <RefInput {...props} many source={{ of: "dept" }} />;
}

export function RoleInput(props: EditProps<unknown>) {
  return <RefInput {...props} many={false} source={{ of: "role", app: props.place.app }} />;
}
