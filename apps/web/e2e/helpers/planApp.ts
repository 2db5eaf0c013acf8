import type { Api } from "./api";

/** The form of an app that plans work: what is below what, what comes before what, and who does it. */
const task = {
  version: 1,
  key: "task",
  name: { "zh-CN": "任务", en: "Task" },
  title: "{name}",
  search: ["name"],
  fields: [
    field("name", "名称", "Name", "text", {}, { required: true }),
    field("stage", "阶段", "Stage", "select", {
      options: [
        { key: "open", label: { "zh-CN": "未开始", en: "Open" }, colour: "grey" },
        { key: "busy", label: { "zh-CN": "进行中", en: "Busy" }, colour: "blue" },
      ],
    }),
    field("term", "工期", "Term", "daterange", {}),
    field("above", "上级", "Above", "link", { form: "task", on_delete: "clear" }),
    field("before", "前置", "Before", "links", { form: "task", on_delete: "clear" }),
    field("who", "人员", "Who", "user", {}),
    field("cost", "费用", "Cost", "decimal", { min: "0", scale: 2 }),
    field("done", "完成", "Done", "progress", {}),
  ],
  validations: [
    {
      expr: 'term.start == () || term.start >= date("2026-01-01")',
      severity: "error",
      code: "too_early",
      message: { "zh-CN": "不能早于 2026 年", en: "Not before 2026" },
    },
  ],
  views: [
    view("list", "列表", "table", {
      columns: ["name", "stage", "term", "cost"],
      figures: [{ field: "cost", agg: "sum" }],
    }),
    view("gantt", "甘特", "gantt", {
      start: "term",
      parent: "above",
      depends: "before",
      progress: "done",
      colour: "stage",
    }),
    view("busy", "谁有空", "timeline", { row: "who", range: "term", colour: "stage", days: 28 }),
    view("tree", "分解", "tree", { parent: "above", columns: ["stage", "term"] }),
    view("stages", "阶段树", "tree", { parent: "stage", columns: ["term"] }),
  ],
};

function field(key: string, zh: string, en: string, kind: string, settings: object, more: object = {}) {
  return { key, label: { "zh-CN": zh, en }, type: { kind, settings }, ...more };
}

function view(key: string, name: string, kind: string, settings: object) {
  return { key, name: { "zh-CN": name }, show: { kind, settings } };
}

/** An app of its own, so that no journey moves what another one counts on; gives its key. */
export async function planApp(owner: Api): Promise<string> {
  const app = `plan_${Date.now().toString(36)}`.replace(/_(\d)/, "_p$1");
  await owner.must("POST", "/apps", { key: app, name: { "zh-CN": `计划 ${app}`, en: `Plan ${app}` } });
  await owner.must("PUT", `/apps/${app}/forms/task`, task);
  await owner.must("POST", `/apps/${app}/forms/task/publish`, {});
  return app;
}

/** A task; gives its id. */
export async function addTask(owner: Api, app: string, values: Record<string, unknown>): Promise<string> {
  return (await owner.must("POST", `/apps/${app}/forms/task/records`, { values })).id;
}
