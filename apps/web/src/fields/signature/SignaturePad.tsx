import { Button } from "antd";
import { type PointerEvent, useRef } from "react";
import { useTranslation } from "react-i18next";

const size = { width: 592, height: 220 };

/** A sheet to sign on by finger, pen or mouse. */
export function SignaturePad({ onChange }: { onChange: (drawing: Blob | null) => void }) {
  const { t } = useTranslation("fields");
  const sheet = useRef<HTMLCanvasElement>(null);
  const last = useRef<{ x: number; y: number } | null>(null);
  const at = (event: PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) * size.width) / box.width,
      y: ((event.clientY - box.top) * size.height) / box.height,
    };
  };
  const draw = (event: PointerEvent<HTMLCanvasElement>) => {
    const pen = event.currentTarget.getContext("2d");
    if (!pen || !last.current) {
      return;
    }
    const here = at(event);
    pen.lineWidth = 1.5 + 2.5 * (event.pressure || 0.5);
    pen.lineCap = "round";
    pen.strokeStyle = "#111";
    pen.beginPath();
    pen.moveTo(last.current.x, last.current.y);
    pen.lineTo(here.x, here.y);
    pen.stroke();
    last.current = here;
  };
  const clear = () => {
    sheet.current?.getContext("2d")?.clearRect(0, 0, size.width, size.height);
    onChange(null);
  };
  return (
    <div>
      <canvas
        ref={sheet}
        {...size}
        aria-label={t("signature.sheet")}
        style={{ width: "100%", border: "1px dashed var(--m-line-strong)", background: "#fff", touchAction: "none" }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          last.current = at(event);
          draw(event);
        }}
        onPointerMove={draw}
        onPointerUp={() => {
          last.current = null;
          sheet.current?.toBlob((drawing) => onChange(drawing), "image/png");
        }}
      />
      <Button size="small" onClick={clear}>
        {t("common:act.clear")}
      </Button>
    </div>
  );
}
