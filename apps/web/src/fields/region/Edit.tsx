import { Skeleton } from "antd";
import { lazy, Suspense } from "react";
import type { EditProps } from "../contract";

const RegionPicker = lazy(() => import("./Picker").then((module) => ({ default: module.RegionPicker })));

export function Edit({ id, value, settings, onChange, onBlur, disabled, status }: EditProps<{ depth?: number }>) {
  return (
    <Suspense fallback={<Skeleton.Input active block />}>
      <RegionPicker
        id={id}
        value={value}
        depth={settings.depth ?? 3}
        disabled={disabled}
        status={status}
        onChange={onChange}
        onBlur={onBlur}
      />
    </Suspense>
  );
}
