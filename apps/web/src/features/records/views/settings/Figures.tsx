import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Form, Select } from "antd";
import { useTranslation } from "react-i18next";
import { useLocalised } from "@/ui/localised";
import type { SettingsProps } from "../kind";
import styles from "./Settings.module.css";

export interface FigureSpec {
  field: string;
  agg: string;
}

const summed = new Set(["int", "decimal", "money", "percent", "rating", "score", "progress"]);
const aggregates = ["sum", "avg", "min", "max"];

interface Props extends SettingsProps {
  most?: number;
}

/** Figures over all records of a view, or of each column of a board. */
export function Figures({ list, settings, onChange, most = 6 }: Props) {
  const { t } = useTranslation("views");
  const localised = useLocalised();
  const figures = (settings.figures as FigureSpec[] | undefined) ?? [];
  const fields = list.spec.fields.filter((field) => summed.has(field.type.kind));
  const first = fields.find((field) => !figures.some((figure) => figure.field === field.key));
  const put = (next: FigureSpec[]) => onChange({ figures: next });
  return (
    <Form.Item label={t("setting.figures")}>
      {figures.map((figure, at) => (
        <div key={`${figure.field}/${figure.agg}`} className={styles.line}>
          <Select
            aria-label={t("figureField")}
            showSearch={{ optionFilterProp: "label" }}
            value={figure.field}
            options={fields.map((field) => ({ value: field.key, label: localised(field.label) }))}
            onChange={(field) => put(figures.with(at, { ...figure, field }))}
          />
          <Select
            aria-label={t("figureAgg")}
            value={figure.agg}
            options={aggregates.map((agg) => ({ value: agg, label: t(`agg.${agg}`) }))}
            onChange={(agg) => put(figures.with(at, { ...figure, agg }))}
          />
          <Button
            type="text"
            icon={<DeleteOutlined aria-hidden />}
            aria-label={t("common:act.delete")}
            onClick={() => put(figures.toSpliced(at, 1))}
          />
        </div>
      ))}
      <Button
        type="dashed"
        icon={<PlusOutlined aria-hidden />}
        disabled={!first || figures.length >= most}
        onClick={() => first && put([...figures, { field: first.key, agg: "sum" }])}
      >
        {t("addFigure")}
      </Button>
    </Form.Item>
  );
}
