/** The page of the HTML report: reads the data that stands in it, and draws it. */
import { render } from "preact";
import { unpack, type Packed } from "../src/report/html/pack.js";
import type { PageData } from "../src/report/html/page-data.js";
import { App } from "./App.js";
import { makeModel } from "./data.js";
import "./style/base.css";
import "./style/matrix.css";
import "./style/cell.css";
import "./style/timeline.css";
import "./style/pages.css";
import "./style/defences.css";
import "./style/print.css";

const text = document.getElementById("lakelitmus-data")?.textContent ?? "";
const data = unpack(JSON.parse(text) as Packed) as PageData;
render(<App model={makeModel(data)} />, document.getElementById("app")!);
