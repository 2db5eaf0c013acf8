/** A field to be built, as somebody would write it on paper. */
export interface Wanted {
  kind: string;
  label: string;
  required?: true;
  options?: string[];
  /** The option that a new record begins with, or the value. */
  preset?: string;
  /** The form that a link leads to; one that is not there yet is made. */
  target?: string;
  /** The field, by its title, that says the currency. */
  currencyFrom?: string;
  pattern?: string;
  formula?: string;
  columns?: Wanted[];
}

export interface WantedSection {
  name: string;
  fields: Wanted[];
}

const money = "金额";
const choice = "单选";

/** The contract form of a film company, as far as it needs no form that leads back to it. */
export const contractForm: WantedSection[] = [
  {
    name: "基本信息",
    fields: [
      { kind: "自动编号", label: "编号", pattern: "HT-{YYYYMM}-{000}" },
      { kind: "单行文本", label: "合同名称", required: true },
      {
        kind: choice,
        label: "类型",
        required: true,
        options: [
          "投资合同",
          "主创聘用合同",
          "演员聘用合同",
          "版权采购合同",
          "版权授权合同",
          "发行合同",
          "宣发服务合同",
          "供应商合同",
          "商务合作合同",
          "场地设备租赁",
        ],
      },
      { kind: choice, label: "性质", options: ["正式", "补充", "框架", "终止协议"], preset: "正式" },
      { kind: choice, label: "收付方向", required: true, options: ["收款", "付款", "无金额"], preset: "付款" },
      { kind: "关联记录", label: "项目", target: "项目" },
      { kind: "关联记录", label: "对方机构", target: "机构" },
      { kind: "关联记录", label: "对方人才", target: "人才" },
      { kind: choice, label: "我方主体", required: true, options: ["星河影业", "星河文化"], preset: "星河影业" },
      { kind: "单行文本", label: "聘用职务" },
      { kind: "成员", label: "经办人", required: true },
      { kind: "关联记录", label: "主合同", target: "合同" },
      {
        kind: choice,
        label: "状态",
        options: ["草稿", "审批中", "待签署", "已生效", "履行中", "已完成", "变更中", "终止"],
        preset: "草稿",
      },
      { kind: choice, label: "风险等级", required: true, options: ["低", "中", "高"], preset: "低" },
    ],
  },
  {
    name: "金额",
    fields: [
      { kind: choice, label: "币种", required: true, options: ["CNY", "USD", "HKD"], preset: "CNY" },
      { kind: "小数", label: "汇率", required: true, preset: "1" },
      { kind: money, label: "合同金额", required: true, currencyFrom: "币种" },
      { kind: "百分比", label: "税率", preset: "6" },
      { kind: "金额大写", label: "大写", formula: "rmb_upper(合同金额)" },
      { kind: money, label: "折合人民币", formula: "合同金额 * 汇率" },
      {
        kind: "子表单",
        label: "付款条件",
        columns: [
          {
            kind: choice,
            label: "节点",
            required: true,
            options: ["签约", "开机", "杀青", "交片", "过审", "上线/上映", "结算", "固定日期"],
          },
          { kind: "百分比", label: "比例", required: true },
          { kind: money, label: "应付金额", formula: "折合人民币 * 比例 / 100" },
          { kind: "日期", label: "到期日" },
          { kind: "整数", label: "延后天数" },
        ],
      },
    ],
  },
  {
    name: "条款与文件",
    fields: [
      { kind: "富文本", label: "补充条款" },
      { kind: "附件", label: "合同文本" },
      { kind: "附件", label: "签署文件" },
      { kind: choice, label: "用章", options: ["公章", "合同章", "法人章"] },
      { kind: "日期", label: "签署日期" },
      { kind: "日期区间", label: "合同期限" },
      { kind: "整数", label: "距到期", formula: "days(today(), 合同期限.end)" },
    ],
  },
  { name: "法务", fields: [{ kind: "多行文本", label: "法务意见" }] },
];

/** What is added once payments lead to the contract. */
export const paidFields: Wanted[] = [
  { kind: money, label: "未付", formula: "折合人民币 - 已付" },
  { kind: "百分比", label: "付款进度", formula: "safe_div(已付, 折合人民币) * 100" },
];

/** The kinds by their names in the palette. */
export const kindOf: Record<string, string> = {
  自动编号: "autonum",
  单行文本: "text",
  单选: "select",
  关联记录: "link",
  成员: "user",
  小数: "decimal",
  金额: "money",
  百分比: "percent",
  金额大写: "money_cn",
  子表单: "subform",
  日期: "date",
  整数: "int",
  富文本: "richtext",
  附件: "files",
  日期区间: "daterange",
  多行文本: "textarea",
};
