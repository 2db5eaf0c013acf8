import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = process.env.MORTISE_SERVER ?? "http://127.0.0.1:8080";

/** Which packages stand together in one chunk: few requests on HTTP/1.1, and upgrades of ours leave them cached. */
const groups = [
  { name: "react", test: /node_modules\/(react|react-dom|scheduler)\//, priority: 30 },
  {
    name: "base",
    test: /node_modules\/(@tanstack\/(react-router|router-core|history|react-query|query-core|store|react-store)|i18next|react-i18next|zustand|dayjs)\//,
    priority: 20,
  },
  { name: "popup", test: /node_modules\/@rc-component\/(resize-observer|trigger|portal)\//, priority: 10 },
];

export default defineConfig({
  plugins: [react()],
  resolve: { tsconfigPaths: true },
  server: { host: "127.0.0.1", port: 5173, proxy: { "/api": server, "/verify": server } },
  build: {
    target: "es2022",
    manifest: true,
    sourcemap: false,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: { output: { codeSplitting: { groups } } },
  },
});
