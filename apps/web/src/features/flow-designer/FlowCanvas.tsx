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
} from "@xyflow/react";
import { Button, Dropdown, type MenuProps } from "antd";
import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import "@xyflow/react/dist/base.css";
import { insertable } from "@/core/flow-model/edit";
import { draw, type Line, type Spot } from "@/core/flow-model/layout";
import { useMode } from "@/ui/Look";
import { useFlow } from "./context";
import styles from "./Flow.module.css";
import { nodeIcons } from "./kinds";
import { HeadCard, NodeCard } from "./NodeCard";

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
          position: { x: spot.x, y: spot.y },
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
    <div className={styles.canvas} ref={frame}>
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
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}

/** Begins at the start of the flow, as large as the page allows, but never too small to read. */
function firstView(drawing: number, frame: number) {
  const zoom = Math.min(1, Math.max(0.6, (frame - 48) / drawing));
  return { x: (frame - drawing * zoom) / 2, y: 32, zoom };
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
  const { insert } = useFlow();
  const gap = data?.line.gap ?? null;
  // The line turns below the plus, so that it is clear to which branch the plus belongs.
  const turn = gap ? targetY - 12 : sourceY + 14;
  const [path] = getSmoothStepPath({ sourceX, sourceY, targetX, targetY, borderRadius: 8, centerY: turn, offset: 4 });
  const items: MenuProps["items"] = insertable.map((kind) => {
    const Icon = nodeIcons[kind];
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
            style={{ transform: `translate(-50%, -50%) translate(${sourceX}px, ${sourceY + 22}px)` }}
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
