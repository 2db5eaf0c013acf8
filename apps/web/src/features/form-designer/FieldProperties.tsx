import { Checkbox, Collapse, Input } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { updateField } from "@/core/form-model/design/edit";
import { splitRef } from "@/core/form-model/design/place";
import { starred } from "@/core/form-model/design/quick";
import { settingsOf } from "@/core/form-model/settings";
import type { FieldSpec } from "@/core/form-model/spec";
import { isGiven } from "@/core/form-model/writable";
import { kindUi } from "@/fields/index";
import { currentLocale } from "@/i18n";
import { IssueList } from "@/ui/IssueList";
import { PropertyRow } from "@/ui/PropertyRow";
import { TextPair } from "@/ui/TextPair";
import { ConditionEditor } from "./ConditionEditor";
import { useActs, useDesign } from "./context";
import { DefaultEditor } from "./DefaultEditor";
import { FormulaRow } from "./FormulaRow";
import { pointerOf } from "./issues";
import { retitled } from "./kinds";
import styles from "./Properties.module.css";
import { renameField } from "./rename";
import { SettingControl } from "./SettingControl";
import { UsesList } from "./UsesList";

interface Props {
  field: FieldSpec;
  fieldRef: string;
}

/** Kinds without a value of their own: nothing is required of them. */
const shownOnly = new Set(["querylist", "button"]);

/** Everything that can be said about one field. */
export function FieldProperties({ field, fieldRef }: Props) {
  const { t } = useTranslation("designer");
  const { spec, change } = useDesign();
  const acts = useActs();
  const { kind } = field.type;
  const Icon = kindUi(kind).icon;
  const { subform } = splitRef(fieldRef);
  const set = (about: string, edit: Partial<FieldSpec>) =>
    change(
      updateField(spec, fieldRef, (old) => ({ ...old, ...edit })),
      `${fieldRef} ${about}`,
    );
  const given = isGiven(field);
  const specs = settingsOf[kind];
  const valueless = shownOnly.has(kind);
  const flag = (key: "required" | "read_only" | "unique" | "indexed") => (
    <Checkbox checked={field[key] ?? false} onChange={(event) => set(key, { [key]: event.target.checked })}>
      {t(`flag.${key}`)}
    </Checkbox>
  );
  return (
    <div className={styles.list}>
      <p className={styles.kind}>
        <Icon /> {t(`kind.${kind}`)}
      </p>
      <Problems fieldRef={fieldRef} />
      <Title field={field} fieldRef={fieldRef} />
      {given || valueless ? null : flag("required")}
      {specs.length > 0 ? (
        <Group title={t("group.settings")}>
          {specs.map((setting) => (
            <SettingControl key={setting.key} field={field} fieldRef={fieldRef} setting={setting} />
          ))}
        </Group>
      ) : null}
      {valueless ? null : (
        <Group title={t("group.rules")}>
          {given && !field.formula ? null : (
            <DefaultEditor field={field} fieldRef={fieldRef} onChange={(edit) => set("default", edit)} />
          )}
          <FormulaRow field={field} fieldRef={fieldRef} onChange={(formula) => set("formula", { formula })} />
          {given ? null : flag("read_only")}
          {subform === null && !given ? flag("unique") : null}
          {subform === null ? flag("indexed") : null}
        </Group>
      )}
      <Group title={t("group.conditions")}>
        <PropertyRow label={t("field.visible_when")}>
          {() => (
            <ConditionEditor
              label={t("field.visible_when")}
              value={field.visible_when}
              except={fieldRef}
              onChange={(visible_when) => set("visible_when", { visible_when })}
            />
          )}
        </PropertyRow>
        {given || field.required ? null : (
          <PropertyRow label={t("field.required_when")}>
            {() => (
              <ConditionEditor
                label={t("field.required_when")}
                value={field.required_when}
                except={fieldRef}
                onChange={(required_when) => set("required_when", { required_when })}
              />
            )}
          </PropertyRow>
        )}
      </Group>
      <PropertyRow label={t("field.help")}>
        {(id) => (
          <TextPair id={id} label={t("field.help")} value={field.help} onChange={(help) => set("help", { help })} />
        )}
      </PropertyRow>
      <KeyRow field={field} fieldRef={fieldRef} />
      <UsesList spec={spec} refs={[fieldRef]} onJump={(ref) => acts.select({ field: ref })} />
    </div>
  );
}

/** The title. A star at its end says that the field is required; Enter goes on to the next field. */
function Title({ field, fieldRef }: Props) {
  const { t } = useTranslation("designer");
  const { spec, change } = useDesign();
  const acts = useActs();
  const finish = () => {
    const here = currentLocale();
    const { name, required } = starred(field.label[here] ?? "");
    if (required && !isGiven(field) && !shownOnly.has(field.type.kind)) {
      const label = { ...field.label, [here]: name };
      change(
        updateField(spec, fieldRef, (old) => ({ ...old, label, required: true })),
        `${fieldRef} label`,
      );
    }
  };
  return (
    <PropertyRow label={t("field.label")} help={t("field.labelHelp")}>
      {(id) => (
        <TextPair
          id={id}
          label={t("field.label")}
          names
          value={field.label}
          onChange={(label) =>
            change(
              updateField(spec, fieldRef, (old) => ({ ...old, label: retitled(old, label) })),
              `${fieldRef} label`,
            )
          }
          onLeave={finish}
          onEnter={() => {
            finish();
            acts.openPalette();
          }}
        />
      )}
    </PropertyRow>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Collapse
      ghost
      size="small"
      defaultActiveKey="open"
      className={styles.group}
      items={[{ key: "open", label: title, children: <div className={styles.list}>{children}</div> }]}
    />
  );
}

/** What the server finds wrong with the field. */
function Problems({ fieldRef }: { fieldRef: string }) {
  const { spec, issues } = useDesign();
  const at = `${pointerOf(spec, fieldRef)}/`;
  return <IssueList issues={issues.filter((issue) => issue.pointer.startsWith(at))} />;
}

/** The key: free to choose until records hang on it. */
function KeyRow({ field, fieldRef }: Props) {
  const { t } = useTranslation("designer");
  const { spec, published, change, select } = useDesign();
  const fixed = published.has(fieldRef);
  return (
    <PropertyRow label={t("field.key")} help={t(fixed ? "field.keyFixed" : "field.keyFree")}>
      {(id) => (
        <Input
          id={id}
          defaultValue={field.key}
          disabled={fixed}
          maxLength={40}
          onBlur={(event) => {
            const renamed = renameField(spec, fieldRef, event.target.value.trim());
            if (renamed) {
              change(renamed.spec);
              select({ field: renamed.ref });
            } else {
              event.target.value = field.key;
            }
          }}
        />
      )}
    </PropertyRow>
  );
}
