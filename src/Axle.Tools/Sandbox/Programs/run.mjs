// Runs main.js in the box: an async function with 'inputs' and 'require'. What it returns, or names 'output', is the result.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import vm from "node:vm";

const inputs = JSON.parse(readFileSync("/box/inputs.json", "utf8"));
const source = readFileSync("/box/main.js", "utf8");
const body = `(async (inputs, require) => { ${source}\n;return typeof output === "undefined" ? undefined : output; })`;
const result = await vm.runInThisContext(body, { filename: "main.js", lineOffset: 0 })(inputs, createRequire("/box/main.js"));
if (result !== undefined)
    writeFileSync("/box/.axle/result.json", JSON.stringify(result) ?? "null");
