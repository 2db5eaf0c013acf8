import { KeyboardSensor, type KeyboardSensorOptions, type SensorInstance, type SensorProps } from "@dnd-kit/core";

const codes = {
  end: new Set(["Space", "Enter", "Tab"]),
  cancel: new Set(["Escape"]),
};

/**
 * Dragging by keys. It hears the very next key: the sensor of the library begins to listen a moment after something was
 * taken up, and an arrow key pressed in that moment is lost.
 */
export class KeySensor implements SensorInstance {
  static activators = KeyboardSensor.activators;
  autoScrollEnabled = false;
  private from: { x: number; y: number } | null = null;
  private readonly listening = new AbortController();

  constructor(private readonly props: SensorProps<KeyboardSensorOptions>) {
    const { signal } = this.listening;
    const page = (props.event.target as Element).ownerDocument;
    props.activeNode.node.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
    page.addEventListener("keydown", (event) => this.press(event), { signal });
    page.addEventListener("visibilitychange", () => this.leave(), { signal });
    page.defaultView?.addEventListener("resize", () => this.leave(), { signal });
    props.onStart({ x: 0, y: 0 });
  }

  private press(event: KeyboardEvent): void {
    // What took it up is still on its way through the page.
    if (event === this.props.event) {
      return;
    }
    if (codes.end.has(event.code)) {
      event.preventDefault();
      this.listening.abort();
      this.props.onEnd();
    } else if (codes.cancel.has(event.code)) {
      event.preventDefault();
      this.leave();
    } else {
      this.go(event);
    }
  }

  private go(event: KeyboardEvent): void {
    const { active, context, options, onMove } = this.props;
    const rect = context.current.collisionRect;
    const here = rect ? { x: rect.left, y: rect.top } : { x: 0, y: 0 };
    this.from ??= here;
    const to = options.coordinateGetter?.(event, { active, context: context.current, currentCoordinates: here });
    if (to) {
      event.preventDefault();
      onMove({ x: to.x - this.from.x, y: to.y - this.from.y });
    }
  }

  private leave(): void {
    this.listening.abort();
    this.props.onCancel();
  }
}
