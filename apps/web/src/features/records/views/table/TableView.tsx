import { useNarrow } from "@/ui/useNarrow";
import { FigureBar } from "../../list/FigureBar";
import { RecordCards } from "../../list/RecordCards";
import { RecordTable } from "../../list/RecordTable";
import type { ViewProps } from "../kind";

/** Records as rows and columns, on a phone as cards. */
export function TableView(props: ViewProps) {
  const narrow = useNarrow();
  return (
    <>
      {narrow ? <RecordCards {...props} /> : <RecordTable {...props} />}
      <FigureBar list={props.list} />
    </>
  );
}
