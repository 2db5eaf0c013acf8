import { Skeleton } from "antd";
import { lazy, Suspense } from "react";
import type { EditProps } from "../contract";

const Editor = lazy(() => import("./Editor").then((module) => ({ default: module.Editor })));

/** The editor is heavy; it comes when a form with rich text opens. */
export function Edit(props: EditProps<unknown>) {
  return (
    <Suspense fallback={<Skeleton active title={false} paragraph={{ rows: 4 }} />}>
      <Editor {...props} />
    </Suspense>
  );
}
