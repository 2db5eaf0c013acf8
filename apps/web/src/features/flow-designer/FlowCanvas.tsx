import { PlusOutlined } from "@ant-design/icons";
import {
  BaseEdge,
  Controls,
  type Edge,
  EdgeLabelRenderer,
  type EdgeProps,
  getSmoothStepPath,
  Handle,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  useReactFlow,
  useStore,
} from "@xyflow/react";
import { Button, Dropdown, type MenuProps } from "antd";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import "@xyflow/react/dist/base.css";
import { insertableAt } from "@/core/flow-model/edit";
import { draw, type Line, type Spot } from "@/core/flow-model/layout";
import { useMode } from "@/ui/Look";
import { useFlow } from "./context";
import styles from "./Flow.module.css";
import { HeadCard, NodeCard } from "./NodeCard";
import { nodeUi } from "./nodes";

type SpotNode = Node<{ spot: Spot }, "spot">;
type GapEdge = Edge<{ line: Line }, "gap">;

/** The flow as a drawing from top to bottom; every line takes a new node. */
export function FlowCanvas() {
  const { t } = useTranslation("flow");
  const { spec, select } = useFlow();
  const mode = useMode();
  const frame = useRef<HTMLDivElement>(null);
  const { nodes, edges, drawn } = useMemo(() => {
    const drawing = draw(spec.root);
    return {
      drawn: drawing,
      nodes: drawing.spots.map(
        (spot): SpotNode => ({
          id: spot.id,
          type: "spot",
          // The way from start to end stays in the middle, however broad the branches become.
          position: { x: spot.x - drawing.width / 2, y: spot.y },
          width: spot.width,
          height: spot.height,
          data: { spot },
        }),
      ),
      edges: drawing.lines.map(
        (line): GapEdge => ({ id: line.id, type: "gap", source: line.from, target: line.to, data: { line } }),
      ),
    };
  }, [spec.root]);
  return (
    <div className={styles.canvas} ref={frame} data-pane>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        colorMode={mode}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        panOnScroll
        minZoom={0.3}
        maxZoom={1.5}
        onInit={(instance) => void instance.setViewport(firstView(drawn.width, frame.current?.clientWidth ?? 0))}
        onPaneClick={() => select(null)}
        aria-label={t("drawing")}
      >
        <Controls showInteractive={false} orientation="horizontal" position="top-right" />
        <Centred />
      </ReactFlow>
    </div>
  );
}

/** Keeps what stands in the middle there when the drawing gets more room or less. */
function Centred() {
  const width = useStore((state) => state.width);
  const { getViewport, setViewport } = useReactFlow();
  const before = useRef(0);
  useEffect(() => {
    const { x, ...rest } = getViewport();
    if (before.current > 0 && width > 0) {
      void setViewport({ ...rest, x: x + (width - before.current) / 2 });
    }
    before.current = width;
  }, [width, getViewport, setViewport]);
  return null;
}

/** Below it, cards can no longer be read. */
const leastZoom = 0.6;

/** Begins at the start of the flow, as large as the page allows, but never too small to read. */
function firstView(drawing: number, frame: number) {
  const zoom = Math.min(1, Math.max(leastZoom, (frame - 48) / drawing));
  return { x: frame / 2, y: 32, zoom };
}

function SpotView({ data: { spot } }: NodeProps<SpotNode>) {
  return (
    <div style={{ width: spot.width, height: spot.height }}>
      <Handle type="target" position={Position.Top} isConnectable={false} />
      {"node" in spot.what ? (
        <NodeCard node={spot.what.node} />
      ) : "head" in spot.what ? (
        <HeadCard head={spot.what.head} of={spot.what.of} at={spot.what.at} />
      ) : (
        <div className={styles.join} />
      )}
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </div>
  );
}

function GapView({ sourceX, sourceY, targetX, targetY, data }: EdgeProps<GapEdge>) {
  const { t } = useTranslation("flow");
  const { spec, insert } = useFlow();
  const gap = data?.line.gap ?? null;
  // However small the drawing is shown, the plus stays large enough to be hit.
  const scale = useStore(({ transform: [, , zoom] }) => Math.min(1 / leastZoom, Math.max(1, 1 / zoom)));
  // The line turns below the plus, so that it is clear to which branch the plus belongs.
  const turn = gap ? targetY - 12 : sourceY + 14;
  const [path] = getSmoothStepPath({ sourceX, sourceY, targetX, targetY, borderRadius: 8, centerY: turn, offset: 4 });
  const kinds = gap ? insertableAt(spec, gap.list, gap.index) : [];
  const items: MenuProps["items"] = kinds.map((kind) => {
    const { icon: Icon } = nodeUi(kind);
    return {
      key: kind,
      icon: <Icon />,
      label: t(`kind.${kind}`),
      onClick: () => gap && insert(gap.list, gap.index, kind),
    };
  });
  return (
    <>
      <BaseEdge path={path} />
      {gap ? (
        <EdgeLabelRenderer>
          <div
            className={`${styles.plus} nodrag nopan`}
            style={{ transform: `translate(-50%, -50%) translate(${sourceX}px, ${sourceY + 22}px) scale(${scale})` }}
          >
            <Dropdown trigger={["click"]} autoFocus menu={{ items }}>
              <Button size="small" shape="circle" icon={<PlusOutlined aria-hidden />} aria-label={t("insert")} />
            </Dropdown>
          </div>
        </EdgeLabelRenderer>
      ) : null}
    </>
  );
}

const nodeTypes = { spot: SpotView };
const edgeTypes = { gap: GapView };
