import type { ComponentType } from "react";
import type { FieldKindName } from "@/core/form-model/kinds";
import { address } from "./address";
import { autonum } from "./autonum";
import { barcode } from "./barcode";
import { bool } from "./bool";
import { button } from "./button";
import { cascade } from "./cascade";
import { color } from "./color";
import type { EditProps, FieldKindUi, FilterProps, ViewProps } from "./contract";
import { date } from "./date";
import { daterange } from "./daterange";
import { datetime } from "./datetime";
import { decimal } from "./decimal";
import { dept } from "./dept";
import { depts } from "./depts";
import { duration } from "./duration";
import { email } from "./email";
import { file } from "./file";
import { files } from "./files";
import { idcard } from "./idcard";
import { image } from "./image";
import { images } from "./images";
import { int } from "./int";
import { json } from "./json";
import { link } from "./link";
import { links } from "./links";
import { location } from "./location";
import { lookup } from "./lookup";
import { money } from "./money";
import { money_cn } from "./money_cn";
import { multi } from "./multi";
import { percent } from "./percent";
import { phone } from "./phone";
import { progress } from "./progress";
import { querylist } from "./querylist";
import { rating } from "./rating";
import { region } from "./region";
import { richtext } from "./richtext";
import { role } from "./role";
import { rollup } from "./rollup";
import { score } from "./score";
import { select } from "./select";
import { signature } from "./signature";
import { subform } from "./subform";
import { tags } from "./tags";
import { text } from "./text";
import { textarea } from "./textarea";
import { time } from "./time";
import { treeselect } from "./treeselect";
import { url } from "./url";
import { user } from "./user";
import { users } from "./users";

/** All kinds, in the order of the palette. */
export const fieldKinds = {
  text,
  textarea,
  richtext,
  int,
  decimal,
  money,
  money_cn,
  percent,
  rating,
  score,
  progress,
  bool,
  select,
  multi,
  tags,
  cascade,
  treeselect,
  date,
  time,
  datetime,
  daterange,
  duration,
  phone,
  email,
  url,
  idcard,
  region,
  address,
  location,
  user,
  users,
  dept,
  depts,
  role,
  link,
  links,
  lookup,
  rollup,
  autonum,
  file,
  files,
  image,
  images,
  signature,
  barcode,
  subform,
  querylist,
  button,
  json,
  color,
} satisfies { [K in FieldKindName]: FieldKindUi<K> };

/** A kind whose settings are not known: what a field of any kind is drawn with. */
export interface AnyFieldKindUi extends Omit<FieldKindUi<FieldKindName>, "Edit" | "View" | "Cell" | "Filter"> {
  Edit: ComponentType<EditProps<unknown>>;
  View: ComponentType<ViewProps<unknown>>;
  Cell: ComponentType<ViewProps<unknown>>;
  Filter: ComponentType<FilterProps<unknown>> | null;
}

/** What the interface knows of the kind of a field; the field's own settings go with it. */
export function kindUi(kind: FieldKindName): AnyFieldKindUi {
  return fieldKinds[kind] as unknown as AnyFieldKindUi;
}
