import type { Json } from "@/api/types";
import type { FieldSpec } from "./spec";

/** The columns that every record has besides its fields, as fields to filter, sort and show by. */
export const systemFields: FieldSpec[] = [
  {
    key: "_flow_state",
    label: { "zh-CN": "审批状态", en: "Approval" },
    type: {
      kind: "select",
      settings: {
        options: [
          { key: "draft", label: { "zh-CN": "草稿", en: "Draft" }, colour: "grey" },
          { key: "running", label: { "zh-CN": "审批中", en: "In approval" }, colour: "blue" },
          { key: "approved", label: { "zh-CN": "已通过", en: "Approved" }, colour: "green" },
          { key: "rejected", label: { "zh-CN": "已驳回", en: "Rejected" }, colour: "red" },
          { key: "returned", label: { "zh-CN": "已退回", en: "Returned" }, colour: "orange" },
          { key: "withdrawn", label: { "zh-CN": "已撤回", en: "Withdrawn" }, colour: "grey" },
          { key: "terminated", label: { "zh-CN": "已终止", en: "Terminated" }, colour: "grey" },
        ],
      },
    },
  },
  { key: "_owner", label: { "zh-CN": "负责人", en: "Owner" }, type: { kind: "user", settings: {} } },
  { key: "_dept", label: { "zh-CN": "所属部门", en: "Department" }, type: { kind: "dept", settings: {} } },
  { key: "_created_at", label: { "zh-CN": "创建时间", en: "Created" }, type: { kind: "datetime", settings: {} } },
  { key: "_created_by", label: { "zh-CN": "创建人", en: "Created by" }, type: { kind: "user", settings: {} } },
  { key: "_updated_at", label: { "zh-CN": "更新时间", en: "Changed" }, type: { kind: "datetime", settings: {} } },
  { key: "_updated_by", label: { "zh-CN": "更新人", en: "Changed by" }, type: { kind: "user", settings: {} } },
];

/** What a record says of itself besides its values. */
export interface SystemColumns {
  flow_state: string | null;
  owner: { id: string; title: string } | null;
  dept: { id: string; title: string } | null;
  created_at: string;
  created_by: { id: string; title: string } | null;
  updated_at: string;
  updated_by: { id: string; title: string } | null;
  values: { [key: string]: Json };
}

/** The value of a column of a list: of a field, of a path through links, or of the system. */
export function columnValue(record: SystemColumns, key: string): Json {
  if (!key.startsWith("_")) {
    return record.values[key] ?? null;
  }
  const ref = (person: SystemColumns["owner"]): Json => (person ? { id: person.id, title: person.title } : null);
  switch (key) {
    case "_flow_state":
      return record.flow_state;
    case "_owner":
      return ref(record.owner);
    case "_dept":
      return ref(record.dept);
    case "_created_at":
      return record.created_at;
    case "_created_by":
      return ref(record.created_by);
    case "_updated_at":
      return record.updated_at;
    case "_updated_by":
      return ref(record.updated_by);
    default:
      return null;
  }
}
